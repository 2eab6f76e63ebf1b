/** Data for config maps and secrets: --from-literal, --from-file and --from-env-file. */
import { decodeUtf8 } from '../../../base/index.ts';
import { errorCode } from '../../../host/index.ts';
import { readPath } from '../../read-input.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import { typedSince } from './generate.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { demandEnvName } from './typed-values.ts';

export const appendHashFlag: FlagSpec = { name: 'append-hash', type: 'bool', initial: 'false', usage: 'Put a hash of the contents behind the name.' };

export const dataFlags: readonly FlagSpec[] = [
  { name: 'from-env-file', type: 'list', usage: 'A file of key=value lines, each a key.' },
  { name: 'from-file', type: 'list', usage: 'A file, as key=path or under its own name; a directory stands for its files.' },
  { name: 'from-literal', type: 'array', usage: 'A key with its value (key=value).' },
];

/** In the words of each kind: they never were the same. */
const refusals = {
  ConfigMap: {
    key: (key: string, _: number): string => `${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${keyRule}`,
    twice: (key: string, name: string): string => `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
  },
  Secret: {
    key: (key: string, minor: number): string => `${JSON.stringify(key)} is not ${minor < typedSince ? 'a valid key name for a Secret:' : 'valid key name for a Secret'} ${keyRule}`,
    twice: (key: string): string => `cannot add key ${key}, another key by that name already exists`,
  },
} as const;
const keyRule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

export type Data = ReadonlyMap<string, Uint8Array | string>;

export function* dataOf(k: Invocation, kind: keyof typeof refusals): Task<Data> {
  const { flags } = k;
  const literals = flags.list('from-literal');
  const files = flags.list('from-file');
  if (flags.list('from-env-file').length > 0 && literals.length + files.length > 0) throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  const data = new Map<string, Uint8Array | string>();
  const add = (key: string, value: Uint8Array | string): void => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) throw new CommandError(refusals[kind].key(key, k.release.minor));
    if (data.has(key)) throw new CommandError(refusals[kind].twice(key, k.args[0] ?? ''));
    data.set(key, value);
  };
  for (const literal of literals) {
    const at = literal.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    const value = literal.slice(at + 1);
    add(literal.slice(0, at), /^(".*"|'.*')$/s.test(value) ? value.slice(1, -1) : value);
  }
  for (const spec of files) for (const [key, path] of filesOf(k, spec)) add(key, yield* readPath(k.p, path));
  for (const path of flags.list('from-env-file')) for (const [key, value] of yield* envLines(k, path, kind)) add(key, value);
  return data;
}

export function filesOf(k: Invocation, spec: string): [key: string, path: string][] {
  const at = spec.indexOf('=');
  if (at === 0) throw new CommandError(`key name for file path ${spec.slice(1)} missing`);
  const path = at < 0 ? spec : spec.slice(at + 1);
  if (at >= 0 && path === '') throw new CommandError(`file path for key name ${spec.slice(0, at)} missing`);
  if (path.includes('=')) throw new CommandError("key names or file paths cannot contain '='");
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!isFolder(k, path)) return [[at < 0 ? name : spec.slice(0, at), path]];
  if (at >= 0) throw new CommandError('cannot give a key name for a directory path');
  const folder = path.replace(/\/+$/, '');
  return k.p.files.readdir(folder).filter((file) => k.p.files.stat(`${folder}/${file}`).kind === 'file').map((file) => [file, `${folder}/${file}`]);
}

function isFolder(k: Invocation, path: string): boolean {
  try {
    return k.p.files.stat(path).kind === 'dir';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new CommandError(`error reading ${path}: no such file or directory`);
    throw error;
  }
}

function* envLines(k: Invocation, path: string, kind: keyof typeof refusals): Task<[key: string, value: string][]> {
  if (isFolder(k, path)) throw new CommandError(`env ${kind === 'Secret' ? 'secret' : 'config'} file cannot be a directory`);
  const lines: [string, string][] = [];
  for (const line of decodeUtf8(yield* readPath(k.p, path)).split('\n')) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const at = trimmed.indexOf('=');
    const name = at < 0 ? trimmed : trimmed.slice(0, at);
    demandEnvName(name);
    lines.push([name, at < 0 ? (k.p.env.get(name) ?? '') : trimmed.slice(at + 1)]);
  }
  return lines;
}
