/** COPY and ADD: which files are meant, what they are called by in the history, and how they come into a layer. */
import { gunzipSync } from 'fflate';
import { sha256Hex } from '../../base/index.ts';
import {
  bytesContent,
  contentBytes,
  contentDigest,
  dirNode,
  FileError,
  fileNode,
  metaOf,
  nodeAt,
  readBytes,
  readTar,
  resolve,
  splitPath,
  TarError,
  treeOfEntries,
  walk,
  type Content,
  type DirNode,
  type Meta,
  type Path,
  type UnionFs,
  type VisibleNode,
} from '../../files/index.ts';
import { BuildError } from './build-error.ts';
import { matchesGlob } from './ignore-file.ts';

export interface Source {
  readonly path: string; // in the context
  readonly node: VisibleNode;
}

/** What the sources mean in the context's tree. Throws BuildError; `instruction` is COPY or ADD. */
export function findSources(context: DirNode, patterns: readonly string[], instruction: string): Source[] {
  const sources = patterns.flatMap((pattern) => findSource(context, pattern, instruction));
  if (sources.length === 0) throw new BuildError(`${instruction} failed: no source files were specified`);
  return sources;
}

function findSource(context: DirNode, pattern: string, instruction: string): Source[] {
  const names = clean(pattern);
  if (!names) throw new BuildError(`${instruction} failed: forbidden path outside the build context: ${pattern} ()`);
  const path = names.join('/');
  if (/[*?[]/.test(path)) {
    const found: Source[] = [];
    for (const { path: at, node } of walk(context)) {
      const text = at.join('/');
      if (node.kind !== 'whiteout' && matchesGlob(path, text)) found.push({ path: text, node });
    }
    return found;
  }
  const node = path === '' ? context : nodeAt(context, names);
  if (!node || node.kind === 'whiteout') {
    throw new BuildError(`${instruction} failed: file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist`);
  }
  return [{ path, node }];
}

/** Undefined when it leads out of the context. */
function clean(pattern: string): string[] | undefined {
  const names: string[] = [];
  for (const name of splitPath(pattern)) {
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names;
}

/** "file:<digest>", "dir:…", "multi:…": equal for equal content, names and modes, so that the cache knows it again. */
export function sourcesDigest(sources: readonly Source[]): string {
  const digests = sources.map(({ path, node }) => sha256Hex(`${path.split('/').at(-1)} ${describe(node)}`));
  if (digests.length > 1) return `multi:${sha256Hex(digests.sort().join(','))}`;
  return `${sources[0]!.node.kind === 'dir' ? 'dir' : 'file'}:${digests[0]!}`;
}

function describe(node: VisibleNode): string {
  if (node.kind !== 'dir') return line('', node);
  const lines: string[] = [];
  for (const { path, node: inner } of walk(node)) if (inner.kind !== 'whiteout') lines.push(line(path.join('/'), inner));
  return lines.join('\n');
}

/** Times are left out: a file that was only touched does not spoil the cache. */
function line(path: string, node: VisibleNode): string {
  const what = node.kind === 'file' ? contentDigest(node.content) : node.kind === 'link' ? node.target : '';
  return `${path} ${node.kind} ${node.meta.mode.toString(8)} ${what}`;
}

export interface CopyOptions {
  readonly target: string; // absolute; ends in a slash when it must be a directory
  readonly owner: { readonly uid: number; readonly gid: number };
  readonly unpack: boolean; // ADD unpacks archives
  readonly nowMs: number;
  readonly instruction: string;
}

/** Writes the sources into the file system, as one layer's worth of changes. */
export function copySources(fs: UnionFs, sources: readonly Source[], options: CopyOptions): void {
  const { target, instruction } = options;
  const many = sources.length > 1;
  if (many && !target.endsWith('/')) throw new BuildError(`${instruction} failed: When using ${instruction} with more than one source file, the destination must be a directory and end with a /`);
  const isDir = target.endsWith('/') || kindOf(fs, target) === 'dir';
  for (const { path, node } of sources) {
    if (node.kind === 'dir') {
      copyInto(fs, node, makeDir(fs, target, options), options);
      continue;
    }
    const archive = options.unpack && node.kind === 'file' ? unpacked(node.content) : undefined;
    if (archive) {
      copyInto(fs, archive, makeDir(fs, target, options), { ...options, unpack: false }, true);
      continue;
    }
    const names = splitPath(target);
    const dir = makeDir(fs, isDir ? target : `/${names.slice(0, -1).join('/')}`, options);
    const name = isDir ? path.split('/').at(-1)! : names.at(-1)!;
    put(fs, [...dir, name], owned(node, options), options);
  }
}

function kindOf(fs: UnionFs, path: string): string {
  try {
    return resolve(fs, path).node?.kind ?? '';
  } catch (error) {
    if (error instanceof FileError) return '';
    throw error;
  }
}

/** `mkdir -p` over links; answers the real path. */
function makeDir(fs: UnionFs, path: string, { owner, nowMs, instruction }: CopyOptions): Path {
  let at: Path = [];
  for (const name of splitPath(path)) {
    const found = resolve(fs, [...at, name]);
    at = found.path;
    if (!found.node) fs.create(at, dirNode(metaOf(0o755, nowMs, owner.uid, owner.gid)), nowMs);
    else if (found.node.kind !== 'dir') throw new BuildError(`${instruction} failed: mkdir ${path}: not a directory`);
  }
  return at;
}

function copyInto(fs: UnionFs, source: DirNode, dir: Path, options: CopyOptions, keepsOwner = false): void {
  for (const { path, node } of walk(source)) {
    if (node.kind === 'whiteout') continue;
    const meta = keepsOwner ? node : owned(node, options);
    put(fs, [...dir, ...path], meta.kind === 'dir' ? dirNode(meta.meta) : meta, options);
  }
}

function owned<N extends VisibleNode>(node: N, { owner }: CopyOptions): N {
  const meta: Meta = { ...node.meta, uid: owner.uid, gid: owner.gid };
  return { ...node, meta };
}

/** Over what is there: a directory stays one, anything else makes room. */
function put(fs: UnionFs, path: Path, node: VisibleNode, { nowMs }: CopyOptions): void {
  const there = fs.node(path);
  if (there?.kind === 'dir' && node.kind === 'dir') return fs.setMeta(path, node.meta);
  if (there?.kind === 'file' && node.kind === 'file') {
    fs.write(path, node.content, nowMs);
    return fs.setMeta(path, node.meta);
  }
  if (there?.kind === 'dir') throw new BuildError(`cannot copy to directory: /${path.join('/')}`);
  if (there) fs.unlink(path, nowMs);
  return fs.create(path, node.kind === 'file' ? fileNode(node.content, node.meta) : node, nowMs);
}

/** The tree of a tar, pressed or not; undefined when it is none. */
export function unpacked(content: Content): DirNode | undefined {
  const head = readBytes(content, 0, 512);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const isTar = String.fromCharCode(...head.subarray(257, 262)) === 'ustar';
  if (!isGzip && !isTar) return undefined;
  try {
    const tar = isGzip ? bytesContent(gunzipSync(contentBytes(content))) : content;
    return treeOfEntries(readTar(tar), metaOf(0o755, 0));
  } catch (error) {
    if (error instanceof TarError || isGzip) return undefined;
    throw error;
  }
}
