/** The directory of a build as an archive, and what is wrong with it, in the client's words. */
import { bytesContent, contentBytes, emptyContent, FileError, metaOf, writeTar, type TarEntry } from '../../../files/index.ts';
import type { FileView, Process } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { standardInput } from '../../read-input.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { ContextIgnore } from './context-ignore.ts';

export interface BuildContext {
  readonly tar: Uint8Array;
  readonly dockerfile: string; // its path in the archive
}

const MAGIC_AT = 257;

export function directoryContext(d: Invocation, place: string, dockerfile: string, isBuildKit: boolean): BuildContext {
  const { files } = d.p;
  const prefix = `${isBuildKit ? 'ERROR: ' : ''}unable to prepare context: `;
  if (!files.exists(place)) throw new ClientError(`${prefix}path "${place}" not found`);
  if (files.stat(place).kind !== 'dir') throw new ClientError(`${prefix}context must be a directory: ${absolute(d, place)}`);
  const root = files.realpath(place);
  const wanted = dockerfile === '' ? `${root}/Dockerfile` : absolute(d, dockerfile);
  if (!files.exists(wanted) && !isBuildKit) throw new ClientError(`${prefix}unable to evaluate symlinks in Dockerfile path: lstat ${wanted}: no such file or directory`);
  const name = files.exists(wanted) ? relative(root, wanted) : wanted.split('/').at(-1);
  if (name === undefined) throw new ClientError(`${prefix}the Dockerfile (${wanted}) must be within the build context`);
  const ignore = new ContextIgnore(files.exists(`${root}/.dockerignore`) ? files.readText(`${root}/.dockerignore`) : '');
  const always = new Set(['.dockerignore', name]);
  return { tar: contentBytes(writeTar(entriesIn(files, root, [], ignore, always))), dockerfile: name };
}

/** A Dockerfile alone, or a whole context as an archive. */
export function* standardInputContext(p: Process, dockerfile: string, nowMs: number): Task<BuildContext> {
  const bytes = yield* standardInput(p);
  if (isTar(bytes)) return { tar: bytes, dockerfile: dockerfile || 'Dockerfile' };
  const entry: TarEntry = { path: 'Dockerfile', kind: 'file', meta: metaOf(0o600, nowMs), content: bytesContent(bytes), target: '', major: 0, minor: 0 };
  return { tar: contentBytes(writeTar([entry])), dockerfile: 'Dockerfile' };
}

export function isTar(bytes: Uint8Array): boolean {
  return bytes.length > MAGIC_AT + 5 && String.fromCharCode(...bytes.subarray(MAGIC_AT, MAGIC_AT + 5)) === 'ustar';
}

/** Entries of a directory in byte order, each as root's. */
export function* entriesIn(files: FileView, root: string, under: readonly string[], ignore: ContextIgnore | undefined, always: ReadonlySet<string>): Generator<TarEntry> {
  for (const name of files.readdir([root, ...under].join('/'))) {
    const path = [...under, name];
    const text = path.join('/');
    const stat = files.lstat(`${root}/${text}`);
    const isDir = stat.kind === 'dir';
    const excluded = ignore !== undefined && ignore.excludes(path) && !always.has(text);
    if (!excluded) {
      const meta = { mode: stat.mode, uid: 0, gid: 0, mtimeMs: stat.mtimeMs };
      const plain = { path: text, meta, content: emptyContent, target: '', major: 0, minor: 0 };
      if (isDir) yield { ...plain, kind: 'dir' };
      else if (stat.kind === 'link') yield { ...plain, kind: 'link', target: stat.target ?? '' };
      else if (stat.kind === 'file') yield { ...plain, kind: 'file', content: contentAt(files, `${root}/${text}`) };
    }
    const holdsWanted = [...always].some((wanted) => wanted.startsWith(`${text}/`));
    if (isDir && (!excluded || ignore.hasExceptions || holdsWanted)) yield* entriesIn(files, root, path, ignore, always);
  }
}

function contentAt(files: FileView, path: string): TarEntry['content'] {
  try {
    return files.content(path);
  } catch (error) {
    if (error instanceof FileError) throw new ClientError(`error checking context: no permission to read from '${path}'`);
    throw error;
  }
}

function absolute(d: Invocation, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${d.p.cwd}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

function relative(root: string, path: string): string | undefined {
  const prefix = root === '/' ? '/' : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

