/** Contexts: names for the daemons that somebody works with, below ~/.docker, and which of them is in use. */
import { isJsonObject, JsonError, parseJson, printJson, sha256Hex, type Json } from '../../../base/index.ts';
import { type Process } from '../../../host/index.ts';
import { ClientError } from '../command/errors.ts';
import { readConfig, writeConfig } from './config-file.ts';

export const DEFAULT_CONTEXT = 'default';
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/;

export interface Context {
  readonly name: string;
  readonly description: string;
  readonly host: string;
  readonly skipTlsVerify: boolean;
}

/** As the client keeps it: a folder named by the digest of the name. */
export function metadataFolder(configDir: string, name: string): string {
  return `${configDir}/contexts/meta/${sha256Hex(name)}`;
}

export function tlsFolder(configDir: string, name: string): string {
  return `${configDir}/contexts/tls/${sha256Hex(name)}`;
}

/** Without the default one, which is nowhere written down; in order of their names. */
export function storedContexts({ files }: Process, configDir: string): readonly Context[] {
  const folder = `${configDir}/contexts/meta`;
  if (!files.exists(folder)) return [];
  const texts = files.readdir(folder).map((name) => `${folder}/${name}/meta.json`).filter((path) => files.exists(path)).map((path) => files.readText(path));
  return texts.flatMap((text) => contextIn(text) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function hasContext({ files }: Process, configDir: string, name: string): boolean {
  return files.exists(`${metadataFolder(configDir, name)}/meta.json`);
}

/** Throws what the client says when there is none of this name. */
export function contextNamed({ files }: Process, configDir: string, name: string): Context {
  const path = `${metadataFolder(configDir, name)}/meta.json`;
  const context = files.exists(path) ? contextIn(files.readText(path)) : undefined;
  if (!context) throw new ClientError(`context "${name}": context not found: open ${path}: no such file or directory`);
  return context;
}

export function checkContextName(name: string): void {
  if (name === DEFAULT_CONTEXT) throw new ClientError('"default" is a reserved context name');
  if (!NAME.test(name)) throw new ClientError(`context name "${name}" is invalid, names are validated against regexp "${NAME.source}"`);
}

export function saveContext({ files }: Process, configDir: string, { name, description, host, skipTlsVerify }: Context): void {
  const folder = metadataFolder(configDir, name);
  if (!files.exists(folder)) files.mkdir(folder, { recursive: true });
  const Metadata = description === '' ? {} : { Description: description };
  files.writeFile(`${folder}/meta.json`, printJson({ Name: name, Metadata, Endpoints: { docker: { Host: host, SkipTLSVerify: skipTlsVerify } } }), { mode: 0o644 });
}

export function removeContext({ files }: Process, configDir: string, name: string): void {
  const folder = metadataFolder(configDir, name);
  if (!files.exists(folder)) return;
  files.unlink(`${folder}/meta.json`);
  files.rmdir(folder);
}

/** The one that `docker context use` has chosen. */
export function chosenContext(p: Process, configDir: string): string {
  const chosen = readConfig(p, configDir)['currentContext'];
  return typeof chosen === 'string' && chosen !== '' ? chosen : DEFAULT_CONTEXT;
}

export function chooseContext(p: Process, configDir: string, name: string): void {
  const { currentContext: _, ...config } = readConfig(p, configDir);
  writeConfig(p, configDir, name === DEFAULT_CONTEXT ? config : { ...config, currentContext: name });
}

function contextIn(text: string): Context | undefined {
  const document = parsed(text);
  if (!isJsonObject(document) || typeof document['Name'] !== 'string') return undefined;
  const at = (value: Json | undefined, name: string): Json | undefined => (isJsonObject(value) ? value[name] : undefined);
  const endpoint = at(document['Endpoints'], 'docker');
  const host = at(endpoint, 'Host');
  const description = at(document['Metadata'], 'Description');
  return { name: document['Name'], description: typeof description === 'string' ? description : '', host: typeof host === 'string' ? host : '', skipTlsVerify: at(endpoint, 'SkipTLSVerify') === true };
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
