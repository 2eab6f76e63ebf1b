/** ~/.docker/config.json: who the user is at which registry. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, isJsonObject, JsonError, parseJson, printJson, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
}

export function configPath(d: Invocation): string {
  return `${d.configDir}/config.json`;
}

export function credentialsFor(d: Invocation, server: string): Credentials | undefined {
  const entry = authsIn(readConfig(d))[server];
  const auth = isJsonObject(entry) && typeof entry['auth'] === 'string' ? decodeBase64(entry['auth']) : undefined;
  if (!auth || !('bytes' in auth)) return undefined;
  const text = decodeUtf8(auth.bytes);
  const colon = text.indexOf(':');
  return { username: text.slice(0, colon), password: text.slice(colon + 1), serveraddress: server };
}

export function saveCredentials(d: Invocation, { username, password, serveraddress }: Credentials): void {
  const config = readConfig(d);
  write(d, { ...config, auths: { ...authsIn(config), [serveraddress]: { auth: encodeBase64(encodeUtf8(`${username}:${password}`)) } } });
}

export function forgetCredentials(d: Invocation, server: string): void {
  const config = readConfig(d);
  const { [server]: _, ...auths } = authsIn(config);
  write(d, { ...config, auths });
}

function authsIn(config: JsonObject): JsonObject {
  const auths = config['auths'];
  return isJsonObject(auths) ? auths : {};
}

function readConfig(d: Invocation): JsonObject {
  const path = configPath(d);
  if (!d.p.files.exists(path)) return {};
  try {
    const value = parseJson(d.p.files.readText(path));
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonError) return {};
    throw error;
  }
}

function write(d: Invocation, config: object): void {
  const { files } = d.p;
  if (!files.exists(d.configDir)) files.mkdir(d.configDir, { recursive: true, mode: 0o700 });
  files.writeFile(configPath(d), printJson(config, { indent: '\t' }), { mode: 0o600 });
}
