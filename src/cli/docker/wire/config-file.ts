/** ~/.docker/config.json: who the user is at which registry, and which context is in use. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, isJsonObject, JsonError, parseJson, printJson, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
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
  const entry = authsIn(readConfig(d.p, d.configDir))[server];
  const auth = isJsonObject(entry) && typeof entry['auth'] === 'string' ? decodeBase64(entry['auth']) : undefined;
  if (!auth || !('bytes' in auth)) return undefined;
  const text = decodeUtf8(auth.bytes);
  const colon = text.indexOf(':');
  return { username: text.slice(0, colon), password: text.slice(colon + 1), serveraddress: server };
}

export function saveCredentials(d: Invocation, { username, password, serveraddress }: Credentials): void {
  const config = readConfig(d.p, d.configDir);
  writeConfig(d.p, d.configDir, { ...config, auths: { ...authsIn(config), [serveraddress]: { auth: encodeBase64(encodeUtf8(`${username}:${password}`)) } } });
}

export function forgetCredentials(d: Invocation, server: string): void {
  const config = readConfig(d.p, d.configDir);
  const { [server]: _, ...auths } = authsIn(config);
  writeConfig(d.p, d.configDir, { ...config, auths });
}

function authsIn(config: JsonObject): JsonObject {
  const auths = config['auths'];
  return isJsonObject(auths) ? auths : {};
}

export function readConfig({ files }: Process, configDir: string): JsonObject {
  const path = `${configDir}/config.json`;
  if (!files.exists(path)) return {};
  try {
    const value = parseJson(files.readText(path));
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonError) return {};
    throw error;
  }
}

export function writeConfig({ files }: Process, configDir: string, config: object): void {
  if (!files.exists(configDir)) files.mkdir(configDir, { recursive: true, mode: 0o700 });
  files.writeFile(`${configDir}/config.json`, printJson(config, { indent: '\t' }), { mode: 0o600 });
}
