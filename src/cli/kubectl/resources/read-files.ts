/** What -f names: files, directories, standard input and addresses, as text with the name that errors give it. */
import { compileGlob, decodeUtf8 } from '../../../base/index.ts';
import { errorCode, NetError, request, type Process } from '../../../host/index.ts';
import { readPath, standardInput } from '../../read-input.ts';
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
    if (name === '-') sources.push({ source: 'STDIN', content: decodeUtf8(yield* standardInput(p)) });
    else if (/^https?:\/\//.test(name)) sources.push({ source: name, content: yield* fetchText(name) });
    else for (const file of filesAt(p, name, recursive)) sources.push({ source: file, content: decodeUtf8(yield* readPath(p, file)) });
  }
  return sources;
}

function filesAt(p: Process, name: string, recursive: boolean): readonly string[] {
  let isFolder: boolean;
  try {
    isFolder = p.files.stat(name).kind === 'dir';
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
    const matching = namesLike(p, name);
    if (matching.length === 0) throw new CommandError(`the path ${JSON.stringify(name)} does not exist`);
    return matching.flatMap((match) => filesAt(p, match, recursive));
  }
  if (!isFolder) return [name];
  const found = manifestsIn(p, name.replace(/(?<=.)\/+$/, ''), recursive);
  if (found.length === 0) throw new CommandError(`error reading [${name}]: recognized file extensions are [${extensions.join(' ')}]`);
  return found;
}

/** A pattern that the shell was kept from: of its last part, as nobody writes others. */
function namesLike(p: Process, name: string): readonly string[] {
  const slash = name.lastIndexOf('/') + 1;
  const folder = name.slice(0, slash);
  if (!/[*?[]/.test(name.slice(slash)) || !p.files.exists(folder || '.')) return [];
  const glob = compileGlob(name.slice(slash));
  return p.files.readdir(folder || '.').filter((entry) => glob.matches(entry) && (!entry.startsWith('.') || name[slash] === '.')).map((entry) => `${folder}${entry}`);
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
