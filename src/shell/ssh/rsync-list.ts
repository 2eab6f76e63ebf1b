/** What rsync sends: the list of files below its sources, less those left out. */
import { compileGlob } from '../../base/index.ts';
import type { ErrorCode, FileError } from '../../files/index.ts';
import type { Stat, SystemError } from '../../host/index.ts';
import { tick } from '../../host/index.ts';
import { reason, tried, type ToolCall, type ToolRun } from '../tool/tool.ts';

export interface Entry {
  readonly path: string; // below the destination; '' is the destination itself
  readonly source: string;
  readonly kind: 'file' | 'dir' | 'link';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
  readonly size: number;
  readonly target: string;
  readonly digest: string; // only where contents are compared
}

export interface ListOptions {
  readonly recursive: boolean;
  readonly links: boolean;
  readonly exclude: readonly string[];
  readonly checksum: boolean;
}

export interface Listed {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

const numbers: Readonly<Partial<Record<ErrorCode, number>>> = { EPERM: 1, ENOENT: 2, EIO: 5, EACCES: 13, EBUSY: 16, EEXIST: 17, EXDEV: 18, ENOTDIR: 20, EISDIR: 21, EINVAL: 22, ETXTBSY: 26, EFBIG: 27, ENOSPC: 28, EROFS: 30, ENAMETOOLONG: 36, ENOTEMPTY: 39, ELOOP: 40 };

/** "No such file or directory (2)" */
export function numbered(error: FileError | SystemError): string {
  return `${reason(error)} (${numbers[error.code] ?? 0})`;
}

/** The sources one after another, each directory before what is in it. */
export function* listSources(call: ToolCall, sources: readonly string[], options: ListOptions, digestOf: (path: string) => string): ToolRun<Listed> {
  const { p } = call;
  const entries: Entry[] = [];
  const problems: string[] = [];
  function* visit(source: string, path: string, top: boolean): ToolRun<void> {
    const found = tried(() => (top && source.endsWith('/') ? p.files.stat(source) : p.files.lstat(source)));
    if ('error' in found) return void problems.push(`rsync: [sender] link_stat "${source.startsWith('/') ? source : `${p.cwd === '/' ? '' : p.cwd}/${source}`}" failed: ${numbered(found.error)}`);
    const { kind } = found.value;
    p.charge(10);
    if (p.owedUs > 800) yield tick();
    if (path !== '' && isExcluded(path, kind === 'dir', options.exclude)) return;
    if (kind === 'dir' && !options.recursive) return void problems.push(`skipping directory ${source.replace(/\/+$/, '') || '.'}`);
    if (kind === 'link' && !options.links) return void problems.push(`skipping non-regular file "${path}"`);
    if (kind !== 'dir' && kind !== 'file' && kind !== 'link') return void problems.push(`skipping non-regular file "${path}"`);
    entries.push(entryOf(found.value, kind, source, path, options.checksum && kind === 'file' ? digestOf(source) : ''));
    if (kind !== 'dir') return;
    const names = tried(() => p.files.readdir(source));
    if ('error' in names) return void problems.push(`rsync: [sender] opendir "${source}" failed: ${numbered(names.error)}`);
    const isDirectory = (name: string): boolean => p.files.lstat(`${source.replace(/\/+$/, '')}/${name}`).kind === 'dir';
    for (const name of [...names.value.filter((one) => !isDirectory(one)), ...names.value.filter(isDirectory)]) yield* visit(`${source.replace(/\/+$/, '')}/${name}`, path === '' ? name : `${path}/${name}`, false);
  }
  for (const source of sources) {
    const inside = source.endsWith('/') || source === '.' || source.endsWith('/.');
    yield* visit(source, inside ? '' : (source.split('/').pop() ?? ''), true);
  }
  return { entries, problems };
}

function entryOf(stat: Stat, kind: Entry['kind'], source: string, path: string, digest: string): Entry {
  const { mode, uid, gid, mtimeMs, size, target = '' } = stat;
  return { path, source, kind, mode, uid, gid, mtimeMs, size: kind === 'file' ? size : 0, target, digest };
}

/** A pattern with a slash in it is matched against the end of the path, one that begins with it against the whole, others against the name. */
export function isExcluded(path: string, isDirectory: boolean, patterns: readonly string[]): boolean {
  const parts = path.split('/');
  return patterns.some((pattern) => {
    if (pattern.endsWith('/') && !isDirectory) return false;
    const bare = pattern.replace(/\/+$/, '');
    if (bare.includes('**')) return compileGlob(bare.replace(/^\//, '')).matches(path);
    const wanted = bare.replace(/^\//, '').split('/');
    if (bare.startsWith('/') ? wanted.length !== parts.length : wanted.length > parts.length) return false;
    const tail = parts.slice(parts.length - wanted.length);
    return wanted.every((one, i) => compileGlob(one).matches(tail[i]!));
  });
}
