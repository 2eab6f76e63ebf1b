/**
 * Files as one process sees them: its mount namespace, its root, its working directory, its rights. All calls are
 * synchronous and refuse with a FileError that carries the path as it was given.
 */
import { decodeUtf8, encodeUtf8, fnv32a } from '../../base/index.ts';
import {
  appendBytes,
  bytesContent,
  contentBytes,
  deviceNode,
  dirNode,
  emptyContent,
  FileError,
  fileNode,
  linkNode,
  metaOf,
  pathText,
  splitPath,
  type Content,
  type DeviceNode,
  type FileNode,
  type Inode,
  type Meta,
  type StatFs,
} from '../../files/index.ts';
import type { Host } from '../host.ts';
import type { Capability } from '../process/capabilities.ts';
import type { OpenFile } from '../process/open-file.ts';
import type { Mount } from './mount-namespace.ts';
import { machineCode } from '../machine-code.ts';
import type { OpenFlags } from './open-at.ts';
import { allows, foundAt, linkTarget, MAY_EXECUTE, MAY_READ, MAY_WRITE, tryWalk, walkPath, type Found, type Viewer } from './path-walk.ts';

export type { OpenFlags } from './open-at.ts';

export interface Stat {
  readonly kind: Inode['kind'];
  readonly mode: number; // permission bits with set-uid, set-gid and sticky
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number; // since 1970
  readonly links: number;
  readonly target: string | undefined; // of a symbolic link
  readonly major: number;
  readonly minor: number;
  readonly mount: Mount;
}

export interface WriteOptions {
  readonly append?: boolean;
  readonly mode?: number;
}

export class FileView {
  private readonly viewer: Viewer & { readonly host: Host };

  constructor(viewer: Viewer & { readonly host: Host }) {
    this.viewer = viewer;
  }

  readFile(path: string): Uint8Array {
    return contentBytes(this.content(path));
  }

  readText(path: string): string {
    return decodeUtf8(this.readFile(path));
  }

  /** The content as a value, holes and all. */
  content(path: string): Content {
    const { node } = this.existing(path);
    if (node.kind === 'dir') throw new FileError('EISDIR', path);
    this.demand(node.meta, MAY_READ, path);
    return node.kind === 'file' ? node.content : emptyContent;
  }

  /** Makes the file when it is not there. */
  writeFile(path: string, data: Uint8Array | string | Content, options: WriteOptions = {}): void {
    const found = walkPath(this.viewer, path, true);
    if (!found.node) return this.add(found, fileNode(asContent(data), this.newMeta(options.mode ?? 0o666)), path);
    if (found.node.kind === 'dir') throw new FileError('EISDIR', path);
    this.writable(found, path);
    this.demand(found.node.meta, MAY_WRITE, path);
    if (found.node.kind !== 'file') return;
    const content = options.append ? appendBytes(found.node.content, contentBytes(asContent(data))) : asContent(data);
    this.attempt(path, () => found.mount.fs.write(found.path, content, this.nowMs));
  }

  open(path: string, flags: OpenFlags = 'r', mode = 0o666): OpenFile {
    return machineCode.get().openAt(this, this.viewer, path, flags, mode);
  }

  stat(path: string): Stat {
    return statOf(this.existing(path));
  }

  lstat(path: string): Stat {
    return statOf(this.existing(path, false));
  }

  exists(path: string): boolean {
    const found = tryWalk(this.viewer, path, true);
    return typeof found !== 'string' && found.node !== undefined;
  }

  /** Names in byte order, without "." and "..". */
  readdir(path: string): readonly string[] {
    const found = this.existing(path);
    if (found.node.kind !== 'dir') throw new FileError('ENOTDIR', path);
    this.demand(found.node.meta, MAY_READ, path);
    return found.mount.fs.list(found.path);
  }

  mkdir(path: string, options: { readonly recursive?: boolean; readonly mode?: number } = {}): void {
    if (options.recursive) return this.makeParents(path, options.mode);
    const found = walkPath(this.viewer, path.replace(/\/+$/, '') || '/', false);
    if (found.node) throw new FileError('EEXIST', path);
    this.add(found, dirNode(this.newMeta(options.mode ?? 0o777)), path);
  }

  unlink(path: string): void {
    const found = this.existing(path, false);
    if (found.node.kind === 'dir') throw new FileError('EISDIR', path);
    this.removable(found, path);
    this.attempt(path, () => found.mount.fs.unlink(found.path, this.nowMs));
  }

  rmdir(path: string): void {
    const found = this.existing(path, false);
    if (found.node.kind !== 'dir') throw new FileError('ENOTDIR', path);
    this.removable(found, path);
    this.attempt(path, () => found.mount.fs.rmdir(found.path, this.nowMs));
  }

  /** With `recursive` a directory and all in it; with `force` nothing that is not there is missed. */
  rm(path: string, options: { readonly recursive?: boolean; readonly force?: boolean } = {}): void {
    if (options.force && !this.existsItself(path)) return;
    const { node } = this.existing(path, false);
    if (node.kind !== 'dir') return this.unlink(path);
    if (!options.recursive) throw new FileError('EISDIR', path);
    for (const name of this.readdir(path)) this.rm(`${path.replace(/\/+$/, '')}/${name}`, options);
    this.rmdir(path);
  }

  /** Over what is there, as rename(2) does it. EXDEV between file systems. */
  rename(from: string, to: string): void {
    const source = this.existing(from, false);
    const target = walkPath(this.viewer, to.replace(/\/+$/, '') || '/', false);
    if (source.mount !== target.mount) throw new FileError('EXDEV', to);
    this.removable(source, from);
    if (target.node) this.removable(target, to);
    else this.parentWritable(target, to);
    this.attempt(to, () => source.mount.fs.rename(source.path, target.path, this.nowMs));
  }

  symlink(target: string, path: string): void {
    const found = walkPath(this.viewer, path, false);
    if (found.node) throw new FileError('EEXIST', path);
    this.add(found, linkNode(target, this.newMeta(0o777, 0)), path);
  }

  link(existing: string, path: string): void {
    const source = this.existing(existing, false);
    if (source.node.kind === 'dir') throw new FileError('EPERM', existing);
    const target = walkPath(this.viewer, path, false);
    if (target.node) throw new FileError('EEXIST', path);
    if (source.mount !== target.mount) throw new FileError('EXDEV', path);
    this.parentWritable(target, path);
    this.attempt(path, () => source.mount.fs.link(source.path, target.path, this.nowMs));
  }

  readlink(path: string): string {
    const target = linkTarget(this.viewer, this.existing(path, false));
    if (target === undefined) throw new FileError('EINVAL', path);
    return target;
  }

  mknod(path: string, kind: DeviceNode['kind'], mode = 0o666, major = 0, minor = 0): void {
    const found = walkPath(this.viewer, path, false);
    if (found.node) throw new FileError('EEXIST', path);
    if (kind !== 'fifo' && kind !== 'socket' && !this.may('MKNOD')) throw new FileError('EPERM', path);
    this.add(found, deviceNode(kind, this.newMeta(mode), major, minor), path);
  }

  chmod(path: string, mode: number): void {
    this.change(this.existing(path), { mode }, path);
  }

  /** Undefined leaves the owner or the group as it is. Only root may; a link itself with `follow: false`. */
  chown(path: string, uid: number | undefined, gid: number | undefined, options: { readonly follow?: boolean } = {}): void {
    if (!this.may('CHOWN')) throw new FileError('EPERM', path);
    const change = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
    this.change(this.existing(path, options.follow ?? true), change, path);
  }

  utimes(path: string, mtimeMs: number, options: { readonly follow?: boolean } = {}): void {
    this.change(this.existing(path, options.follow ?? true), { mtimeMs }, path);
  }

  truncate(path: string): void {
    this.writeFile(path, emptyContent);
  }

  /** The path without links, "." and "..", seen from this view's root. */
  realpath(path: string): string {
    const { names } = this.existing(path);
    return this.seen(names);
  }

  statfs(path: string): StatFs {
    return this.existing(path).mount.fs.statfs();
  }

  /** Those within this view's root, in the order they were made. */
  mounts(): readonly Mount[] {
    return this.viewer.namespaces.mnt.mounts;
  }

  /** A directory that may be entered, as its real path: what chdir needs. */
  directory(path: string, _call: string): string {
    const { node, names } = this.existing(path);
    if (node.kind !== 'dir') throw new FileError('ENOTDIR', path);
    this.demand(node.meta, MAY_EXECUTE, path);
    return this.seen(names);
  }

  /** Whether this view may read or write what is there. */
  accessible(path: string, how: 'r' | 'w'): boolean {
    const found = tryWalk(this.viewer, path, true);
    return typeof found !== 'string' && found.node !== undefined && allows(this.viewer, found.node.meta, how === 'r' ? MAY_READ : MAY_WRITE);
  }

  /** What stands for an inode's number: made of the path in its own file system, for all names of one file of the first of them. */
  inodeNumber(path: string, { follow }: { readonly follow: boolean }): number {
    const found = tryWalk(this.viewer, path, follow);
    if (typeof found === 'string' || !found.node) throw new FileError('ENOENT', path);
    const name = found.node.kind === 'file' && found.node.hard ? found.node.hard.inode.firstName : pathText(found.path);
    return (fnv32a(name) % 8_000_000) + 12;
  }

  /** Whether both lead to one file, perhaps under two of its names. */
  sameFile(one: string, other: string): boolean {
    const [a, b] = [tryWalk(this.viewer, one, true), tryWalk(this.viewer, other, true)];
    if (typeof a === 'string' || typeof b === 'string' || !a.node || !b.node || a.mount.fs !== b.mount.fs) return false;
    return a.path.join('/') === b.path.join('/') || (a.node.kind === 'file' && b.node.kind === 'file' && a.node.hard !== undefined && a.node.hard.inode === b.node.hard?.inode);
  }

  /** Whether there is a file here that this view may execute. */
  executable(path: string): boolean {
    const found = tryWalk(this.viewer, path, true);
    return typeof found !== 'string' && found.node?.kind === 'file' && allows(this.viewer, found.node.meta, MAY_EXECUTE);
  }

  /** The file about to be executed: ENOENT, EACCES. */
  nodeToExecute(path: string): FileNode {
    const { node } = this.existing(path);
    if (node.kind !== 'file' || !allows(this.viewer, node.meta, MAY_EXECUTE)) throw new FileError('EACCES', path);
    return node;
  }

  /** Where the path leads, for those who mount, bind or listen there. Without a node only the last name is missing. */
  locate(path: string, follow = true): Found {
    return walkPath(this.viewer, path, follow);
  }

  /** What the process at the other end of a bind mount or a copy needs: the mode of a new file under this view's umask. */
  newMeta(mode: number, umask = this.viewer.umask): Meta {
    return metaOf(mode & ~umask, this.nowMs, this.viewer.uid, this.viewer.gid);
  }

  add(found: Found, node: Parameters<Mount['fs']['create']>[1], path: string): void {
    this.parentWritable(found, path);
    this.attempt(path, () => found.mount.fs.create(found.path, node, this.nowMs));
  }

  demand(meta: Meta, wants: number, path: string): void {
    if (!allows(this.viewer, meta, wants)) throw new FileError('EACCES', path);
  }

  writable(found: Found, path: string): void {
    if (found.mount.readOnly) throw new FileError('EROFS', path);
  }

  private existing(path: string, follow = true): Found & { node: Inode } {
    const found = walkPath(this.viewer, path, follow);
    if (!found.node) throw new FileError('ENOENT', path);
    return found as Found & { node: Inode };
  }

  private existsItself(path: string): boolean {
    try {
      return walkPath(this.viewer, path, false).node !== undefined;
    } catch (error) {
      if (error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false;
      throw error;
    }
  }

  private makeParents(path: string, mode: number | undefined): void {
    const names = splitPath(path);
    let at = path.startsWith('/') ? '' : '.';
    for (const [i, name] of names.entries()) {
      at = `${at}/${name}`;
      const { node } = walkPath(this.viewer, at, true);
      if (!node) this.mkdir(at, i === names.length - 1 && mode !== undefined ? { mode } : {});
      else if (node.kind !== 'dir') throw new FileError(i === names.length - 1 ? 'EEXIST' : 'ENOTDIR', path);
    }
  }

  private removable(found: Found, path: string): void {
    if (found.path.length === found.mount.from.length) throw new FileError('EBUSY', path); // a mount point
    this.parentWritable(found, path);
    if (this.viewer.uid === 0) return;
    const parent = this.parentOf(found);
    const sticky = (parent.mode & 0o1000) !== 0;
    if (sticky && parent.uid !== this.viewer.uid && found.node?.meta.uid !== this.viewer.uid) throw new FileError('EPERM', path);
  }

  private parentWritable(found: Found, path: string): void {
    this.writable(found, path);
    this.demand(this.parentOf(found), MAY_WRITE | MAY_EXECUTE, path);
  }

  private parentOf(found: Found): Meta {
    const parent = foundAt(this.viewer.namespaces.mnt, found.names.slice(0, -1)).node;
    if (!parent) throw new FileError('ENOENT', pathText(found.names));
    if (parent.kind !== 'dir') throw new FileError('ENOTDIR', pathText(found.names));
    return parent.meta;
  }

  private change(found: Found & { node: Inode }, change: Partial<Meta>, path: string): void {
    this.writable(found, path);
    if (this.viewer.uid !== found.node.meta.uid && !this.may('FOWNER') && !('uid' in change || 'gid' in change)) throw new FileError('EPERM', path);
    this.attempt(path, () => found.mount.fs.setMeta(found.path, change));
  }

  /** A file system names the path inside it; whoever asked knows only the one it gave. */
  private attempt(path: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof FileError) throw new FileError(error.code, path);
      throw error;
    }
  }

  private may(capability: Capability): boolean {
    return this.viewer.capable ? this.viewer.capable(capability) : this.viewer.uid === 0;
  }

  private seen(names: readonly string[]): string {
    const rootNames = this.viewer.root === '/' ? 0 : splitPath(this.viewer.root).length;
    return pathText(names.slice(rootNames));
  }

  private get nowMs(): number {
    return this.viewer.host.wallMs;
  }
}

function asContent(data: Uint8Array | string | Content): Content {
  if (typeof data === 'string') return bytesContent(encodeUtf8(data));
  return data instanceof Uint8Array ? bytesContent(data) : data;
}

function statOf({ node, mount }: Found & { node: Inode }): Stat {
  const { mode, uid, gid, mtimeMs } = node.meta;
  return {
    kind: node.kind,
    mode,
    uid,
    gid,
    size: sizeOf(node, mount),
    mtimeMs,
    links: node.kind === 'file' && node.hard ? node.hard.links : node.kind === 'dir' ? 2 : 1,
    target: node.kind === 'link' ? node.target : undefined,
    major: 'major' in node ? node.major : 0,
    minor: 'minor' in node ? node.minor : 0,
    mount,
  };
}

/** Files of /proc have no size before they are read. */
function sizeOf(node: Inode, mount: Mount): number {
  if (mount.fs.type === 'proc') return 0;
  if (node.kind === 'file') return node.content.size;
  if (node.kind === 'link') return encodeUtf8(node.target).length;
  return node.kind === 'dir' ? DIRECTORY_BYTES : 0;
}

const DIRECTORY_BYTES = 4_096;
