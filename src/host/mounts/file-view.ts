/**
 * Files as one process sees them: its mount namespace, its root, its working directory, its rights. All calls are
 * synchronous and refuse with a FileError that carries the path as it was given.
 */
import { decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import {
  appendBytes,
  bytesContent,
  contentBytes,
  dirNode,
  emptyContent,
  FileError,
  fileNode,
  metaOf,
  pathText,
  splitPath,
  type Content,
  type DeviceNode,
  type FileNode,
  type Inode,
  type Meta,
  type StatFs,
  type VisibleNode,
} from '../../files/index.ts';
import type { Host } from '../host.ts';
import type { Capability } from '../process/capabilities.ts';
import type { OpenFile } from '../process/open-file.ts';
import { kindOfOpen, openBehind } from './live-links.ts';
import type { Mount } from './mount-namespace.ts';
import { machineCode } from '../machine-code.ts';
import type { OpenFlags } from './open-at.ts';
import { allows, foundAt, isTooLong, linkTarget, MAY_EXECUTE, MAY_READ, MAY_WRITE, mayFollow, tryWalk, walkPath, type Found, type Viewer } from './path-walk.ts';

export type { OpenFlags } from './open-at.ts';

export interface Stat {
  readonly kind: Inode['kind'];
  readonly mode: number; // permission bits with set-uid, set-gid and sticky
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number; // since 1970
  readonly links: number;
  readonly target: string | undefined; // of a symbolic link, when it may be read
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
    const found = this.existing(path);
    const open = openBehind(found);
    const kind = open && kindOfOpen(open);
    return kind === undefined ? statOf(found) : { ...statOf(found), kind, mode: 0o600, target: undefined };
  }

  lstat(path: string): Stat {
    const found = this.existing(path, false);
    const stat = statOf(found);
    return stat.kind === 'link' && !mayFollow(this.viewer, found) ? { ...stat, target: undefined } : stat;
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
    machineCode.get().rename(this, this.viewer, from, to);
  }

  symlink(target: string, path: string): void {
    machineCode.get().symlink(this, this.viewer, target, path);
  }

  link(existing: string, path: string): void {
    machineCode.get().link(this, this.viewer, existing, path);
  }

  readlink(path: string): string {
    const target = linkTarget(this.viewer, this.existing(path, false));
    if (target === undefined) throw new FileError('EINVAL', path);
    if (!mayFollow(this.viewer, this.existing(path, false))) throw new FileError('EACCES', path);
    return target;
  }

  mknod(path: string, kind: DeviceNode['kind'], mode = 0o666, major = 0, minor = 0): void {
    machineCode.get().mknod(this, this.viewer, path, { kind, mode, major, minor });
  }

  chmod(path: string, mode: number): void {
    machineCode.get().chmod(this, this.viewer, path, mode);
  }

  /** Undefined leaves the owner or the group as it is; a link itself with `follow: false`. */
  chown(path: string, uid: number | undefined, gid: number | undefined, options: { readonly follow?: boolean } = {}): void {
    machineCode.get().chown(this, this.viewer, path, { uid, gid, follow: options.follow ?? true });
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

  inodeNumber(path: string, { follow }: { readonly follow: boolean }): number {
    return machineCode.get().inodeNumber(this, path, follow);
  }

  /** Whether both lead to one file, perhaps under two of its names. */
  sameFile(one: string, other: string): boolean {
    return machineCode.get().sameFile(this.viewer, one, other);
  }

  /** Whether there is a file here that this view may execute. */
  executable(path: string): boolean {
    const found = tryWalk(this.viewer, path, true);
    return typeof found !== 'string' && found.node?.kind === 'file' && allows(this.viewer, found.node.meta, MAY_EXECUTE) && !found.mount.forbids('noexec');
  }

  /** The file about to be executed: ENOENT, EACCES. */
  nodeToExecute(path: string): FileNode {
    const { node, mount } = this.existing(path);
    if (node.kind !== 'file' || !allows(this.viewer, node.meta, MAY_EXECUTE) || mount.forbids('noexec')) throw new FileError('EACCES', path);
    return mount.forbids('nosuid') ? { ...node, meta: { ...node.meta, mode: node.meta.mode & 0o777 } } : node;
  }

  /** Where the path leads, for those who mount, bind or listen there. Without a node only the last name is missing. */
  locate(path: string, follow = true): Found {
    return walkPath(this.viewer, path, follow);
  }

  /** What the process at the other end of a bind mount or a copy needs: the mode of a new file under this view's umask. */
  newMeta(mode: number, umask = this.viewer.umask): Meta {
    return metaOf(mode & ~umask, this.nowMs, this.viewer.uid, this.viewer.gid);
  }

  /** In a set-gid directory it is of the directory's group. */
  add(found: Found, node: VisibleNode, path: string): void {
    const { mode, gid } = this.parentWritable(found, path);
    const inherits = (mode & SET_GID) !== 0;
    const made = inherits ? { ...node, meta: { ...node.meta, gid, mode: node.kind === 'dir' ? node.meta.mode | SET_GID : node.meta.mode } } : node;
    this.attempt(path, () => found.mount.fs.create(found.path, made, this.nowMs));
  }

  demand(meta: Meta, wants: number, path: string): void {
    if (!allows(this.viewer, meta, wants)) throw new FileError('EACCES', path);
  }

  writable(found: Found, path: string): void {
    if (found.mount.readOnly) throw new FileError('EROFS', path);
  }

  existing(path: string, follow = true): Found & { node: Inode } {
    const found = walkPath(this.viewer, path, follow);
    if (!found.node) throw new FileError('ENOENT', path);
    const open = follow ? openBehind(found) : undefined;
    if (open?.lost) return { ...found, node: open.lost };
    const behind = open && kindOfOpen(open) === undefined ? tryWalk(this.viewer, open.label, true) : undefined;
    return (typeof behind === 'object' && behind.node ? behind : found) as Found & { node: Inode };
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
    if (isTooLong(path)) throw new FileError('ENAMETOOLONG', path);
    const names = splitPath(path);
    let at = path.startsWith('/') ? '' : '.';
    let outer: Found | undefined; // made just now: nothing in it needs to be looked for
    for (const [i, name] of names.entries()) {
      at = `${at}/${name}`;
      if (name === '..') outer = undefined;
      const found = outer ? { names: [...outer.names, name], mount: outer.mount, path: [...outer.path, name], node: undefined } : walkPath(this.viewer, at, true);
      const { node } = found;
      if (!node) {
        if (!outer && this.existsItself(at)) throw new FileError('EEXIST', path); // a link that leads nowhere
        this.add(found, dirNode(this.newMeta(i === names.length - 1 ? (mode ?? 0o777) : 0o777)), at);
        outer = found;
      } else if (node.kind !== 'dir') throw new FileError(i === names.length - 1 ? 'EEXIST' : 'ENOTDIR', path);
    }
  }

  removable(found: Found, path: string): void {
    if (found.path.length === found.mount.from.length) throw new FileError('EBUSY', path); // a mount point
    this.parentWritable(found, path);
    if (this.viewer.uid === 0) return;
    const parent = this.parentOf(found);
    const sticky = (parent.mode & 0o1000) !== 0;
    if (sticky && parent.uid !== this.viewer.uid && found.node?.meta.uid !== this.viewer.uid) throw new FileError('EPERM', path);
  }

  parentWritable(found: Found, path: string): Meta {
    this.writable(found, path);
    const parent = this.parentOf(found);
    this.demand(parent, MAY_WRITE | MAY_EXECUTE, path);
    return parent;
  }

  private parentOf(found: Found): Meta {
    const parent = foundAt(this.viewer.namespaces.mnt, found.names.slice(0, -1)).node;
    if (!parent) throw new FileError('ENOENT', pathText(found.names));
    if (parent.kind !== 'dir') throw new FileError('ENOTDIR', pathText(found.names));
    return parent.meta;
  }

  change(found: Found & { node: Inode }, change: Partial<Meta>, path: string): void {
    this.writable(found, path);
    if (this.viewer.uid !== found.node.meta.uid && !this.may('FOWNER') && !('uid' in change || 'gid' in change)) throw new FileError('EPERM', path);
    this.attempt(path, () => found.mount.fs.setMeta(found.path, change));
  }

  /** A file system names the path inside it; whoever asked knows only the one it gave. */
  attempt(path: string, act: (nowMs: number) => void): void {
    try {
      act(this.nowMs);
    } catch (error) {
      if (error instanceof FileError) throw new FileError(error.code, path);
      throw error;
    }
  }

  may(capability: Capability): boolean {
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

const SET_GID = 0o2000;

function asContent(data: Uint8Array | string | Content): Content {
  if (typeof data === 'string') return bytesContent(encodeUtf8(data));
  return data instanceof Uint8Array ? bytesContent(data) : data;
}

function statOf({ node, mount, path }: Found & { node: Inode }): Stat {
  const { mode, uid, gid, mtimeMs } = node.meta;
  return {
    kind: node.kind,
    mode,
    uid,
    gid,
    size: sizeOf(node, mount),
    mtimeMs,
    links: node.kind === 'file' && node.hard ? node.hard.links : node.kind === 'dir' ? mount.fs.dirLinks(path) : 1,
    target: node.kind === 'link' ? node.target : undefined,
    major: 'major' in node ? node.major : 0,
    minor: 'minor' in node ? node.minor : 0,
    mount,
  };
}

/** A file of a disk that only /proc/PID/fd leads to. */
function isNameless(node: Inode): boolean {
  return node.kind === 'file' && node.hard?.links === 0;
}

/** What the kernel makes up has no size before it is read. */
function sizeOf(node: Inode, mount: Mount): number {
  const { type } = mount.fs;
  if ((type === 'proc' && !isNameless(node)) || ((type === 'sysfs' || type === 'devpts' || type.startsWith('cgroup')) && node.kind === 'dir')) return 0;
  if (node.kind === 'file') return node.content.size;
  if (node.kind === 'link') return encodeUtf8(node.target).length;
  return node.kind === 'dir' ? DIRECTORY_BYTES : 0;
}

const DIRECTORY_BYTES = 4_096;
