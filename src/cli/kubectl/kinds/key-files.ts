/** Data for config maps and secrets: --from-literal, --from-file and --from-env-file. */
import { errorCode } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { FlagSpec } from '../command/flag.ts';
import type { Invocation } from '../command/invocation.ts';

export const dataFlags: readonly FlagSpec[] = [
  { name: 'append-hash', type: 'bool', initial: 'false', usage: 'Put a hash of the contents behind the name.' },
  { name: 'from-env-file', type: 'list', usage: 'A file of key=value lines, each a key.' },
  { name: 'from-file', type: 'list', usage: 'A file, as key=path or under its own name; a directory stands for its files.' },
  { name: 'from-literal', type: 'array', usage: 'A key with its value (key=value).' },
];

export function dataOf(k: Invocation): ReadonlyMap<string, Uint8Array | string> {
  const data = new Map<string, Uint8Array | string>();
  const add = (key: string, value: Uint8Array | string): void => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      throw new CommandError(
        `${JSON.stringify(key)} is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      );
    }
    if (data.has(key)) throw new CommandError(`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(k.args[0] ?? '')}`);
    data.set(key, value);
  };
  for (const literal of k.flags.list('from-literal')) {
    const at = literal.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    const value = literal.slice(at + 1);
    add(literal.slice(0, at), /^(".*"|'.*')$/s.test(value) ? value.slice(1, -1) : value);
  }
  for (const spec of k.flags.list('from-file')) for (const [key, path] of filesOf(k, spec)) add(key, k.p.files.readFile(path));
  for (const path of k.flags.list('from-env-file')) for (const [key, value] of envLines(k, path)) add(key, value);
  return data;
}

function filesOf(k: Invocation, spec: string): [key: string, path: string][] {
  const at = spec.indexOf('=');
  if (at === 0) throw new CommandError(`key name for file path ${spec.slice(1)} missing`);
  const path = at < 0 ? spec : spec.slice(at + 1);
  if (at >= 0 && path === '') throw new CommandError(`file path for key name ${spec.slice(0, at)} missing`);
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

function envLines(k: Invocation, path: string): [key: string, value: string][] {
  const lines: [string, string][] = [];
  for (const line of k.p.files.readText(path).split('\n')) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const at = trimmed.indexOf('=');
    if (at < 0) {
      const value = k.p.env.get(trimmed);
      if (value !== undefined) lines.push([trimmed, value]);
    } else lines.push([trimmed.slice(0, at), trimmed.slice(at + 1)]);
  }
  return lines;
}
