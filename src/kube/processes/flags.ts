/** The command lines of components, and the files that they name. What is unknown is refused in the words of the real ones. */
import { contentText, sliceContent, type Content } from '../../files/index.ts';
import { decodeBase64, decodeUtf8, isJsonObject, parseYaml, type Json, type JsonObject } from '../../base/index.ts';
import { errorCode, machineCode, type Process } from '../../host/index.ts';
import { Release } from '../meta/release.ts';
import type { ApiAddress } from './api-link.ts';

/** What stops a component before it has begun: printed, exit code 1. */
export class StartFailure extends Error {}

export type FlagValues = ReadonlyMap<string, string>;

/** `--name=value`, `--name value`, and `--name` alone for a yes. Throws StartFailure for a flag that is not among the known. */
export function readFlags(argv: readonly string[], known: ReadonlySet<string>): FlagValues {
  const values = new Map<string, string>();
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!;
    if (!arg.startsWith('-')) throw new StartFailure(`unknown command ${JSON.stringify(arg)} for ${JSON.stringify(nameOf(argv))}`);
    const equals = arg.indexOf('=');
    const name = arg.slice(arg.startsWith('--') ? 2 : 1, equals < 0 ? undefined : equals);
    if (!known.has(name)) throw new StartFailure(`unknown flag: --${name}`);
    const next = argv[i + 1];
    if (equals >= 0) values.set(name, arg.slice(equals + 1));
    else if (next !== undefined && !next.startsWith('-')) values.set(name, argv[++i]!);
    else values.set(name, 'true');
  }
  return values;
}

function nameOf(argv: readonly string[]): string {
  const path = argv[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where the server of a kubeconfig's current context is. Throws StartFailure when the file does not say. */
export function apiOfKubeconfig(p: Process, path: string): ApiAddress {
  const text = readFile(p, path);
  const document = parseYaml(text);
  if ('error' in document) throw new StartFailure(`error loading config file "${path}": ${document.error}`);
  const cluster = pick(document.value, 'clusters', 0, 'cluster');
  const server = isJsonObject(cluster) ? cluster['server'] : undefined;
  const match = typeof server === 'string' ? /^https?:\/\/([^:/]+)(?::(\d+))?/.exec(server) : null;
  if (!match) throw new StartFailure('invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable');
  const pem = (settings: Json | undefined, field: string) => {
    const data = isJsonObject(settings) ? settings[`${field}-data`] : undefined;
    const file = isJsonObject(settings) ? settings[field] : undefined;
    const decoded = typeof data === 'string' ? decodeBase64(data) : undefined;
    if (decoded && 'bytes' in decoded) return decodeUtf8(decoded.bytes);
    return typeof file === 'string' ? readFile(p, file) : undefined;
  };
  const authority = pem(cluster, 'certificate-authority');
  const certificate = pem(pick(document.value, 'users', 0, 'user'), 'client-certificate');
  return { address: machineCode.get().hostsEntry(p.files, match[1]!)[0] ?? match[1]!, port: Number(match[2] ?? '443'), ...(authority && { authority }), ...(certificate && { certificate }) };
}

export function readFile(p: Process, path: string): string {
  try {
    return p.files.readText(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new StartFailure(`stat ${path}: no such file or directory`);
  }
}

/** A YAML file of settings. Throws StartFailure when it is not there or no mapping. */
export function readSettings(p: Process, path: string): JsonObject {
  const document = parseYaml(readFile(p, path));
  if ('error' in document) throw new StartFailure(`failed to decode ${path}: ${document.error}`);
  return isJsonObject(document.value) ? document.value : {};
}

/** The text that stands at these steps; empty when there is none. */
export function textAt(value: Json | undefined, ...steps: readonly (string | number)[]): string {
  const text = pick(value, ...steps);
  return typeof text === 'string' ? text : '';
}

function pick(value: Json | undefined, ...steps: readonly (string | number)[]): Json | undefined {
  let at = value;
  for (const step of steps) {
    if (typeof step === 'number') at = Array.isArray(at) ? (at as readonly Json[])[step] : undefined;
    else at = isJsonObject(at) ? at[step] : undefined;
  }
  return at;
}

const versions = new WeakMap<Content, string>();
const headBytes = 128;

/** The release that an executable is of: it stands in its bytes, because containers of two releases share one program. */
export function releaseOfExecutable(p: Process): Release {
  const content = p.files.content(p.exe);
  let text = versions.get(content);
  if (text === undefined) {
    text = /^version v(\d+\.\d+)\.\d+$/m.exec(contentText(sliceContent(content, 0, headBytes)))?.[1] ?? newest;
    versions.set(content, text);
  }
  return new Release(text);
}

const newest = '1.36';
