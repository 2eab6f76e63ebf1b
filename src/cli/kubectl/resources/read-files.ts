/** What -f names: files, directories, standard input and addresses, as text with the name that errors give it. */
import { decodeUtf8, concat } from '../../../base/index.ts';
import { errorCode, NetError, read, request, type Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Task } from '../command/task.ts';

export interface SourceText {
  readonly source: string; // as errors quote it
  readonly content: string;
}

const extensions = ['.json', '.yaml', '.yml'];

export function* readSources(p: Process, names: readonly string[], recursive: boolean): Task<readonly SourceText[]> {
  const sources: SourceText[] = [];
  for (const name of names) {
    if (name === '-') sources.push({ source: 'STDIN', content: yield* readInput() });
    else if (/^https?:\/\//.test(name)) sources.push({ source: name, content: yield* fetchText(name) });
    else for (const file of filesAt(p, name, recursive)) sources.push({ source: file, content: p.files.readText(file) });
  }
  return sources;
}

export function* readInput(): Task<string> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* read(0);
    if (chunk === null) return decodeUtf8(concat(chunks));
    chunks.push(chunk);
  }
}

function filesAt(p: Process, name: string, recursive: boolean): readonly string[] {
  let isFolder: boolean;
  try {
    isFolder = p.files.stat(name).kind === 'dir';
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
    throw new CommandError(`the path ${JSON.stringify(name)} does not exist`);
  }
  if (!isFolder) return [name];
  const found = manifestsIn(p, name.replace(/(?<=.)\/+$/, ''), recursive);
  if (found.length === 0) throw new CommandError(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`);
  return found;
}

function manifestsIn(p: Process, folder: string, recursive: boolean): string[] {
  return p.files.readdir(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (p.files.stat(path).kind === 'dir') return recursive ? manifestsIn(p, path, recursive) : [];
    return extensions.some((extension) => name.endsWith(extension)) ? [path] : [];
  });
}

function* fetchText(url: string): Task<string> {
  const [, scheme, host = '', port, path] = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url) ?? [];
  try {
    const target = { host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port) };
    const response = yield* request(target, { path: path ?? '/', headers: { host } });
    if (response.status !== 200) throw new CommandError(`unable to read URL ${JSON.stringify(url)}, server reported ${response.status}${response.status === 404 ? ' Not Found' : ''}, status code=${response.status}`);
    return yield* response.text();
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    const why = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN' ? `dial tcp: lookup ${host}: no such host` : `dial tcp: ${error.message}`;
    throw new CommandError(`Unable to connect to the server: ${why}`, { isBare: true });
  }
}
