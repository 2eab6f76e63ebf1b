/** What is done to files now and then, with its rules of who may: names, owners, modes, devices. */
import { deviceNode, FileError, linkNode, type DeviceNode, type Inode } from '../../files/index.ts';
import type { FileView } from './file-view.ts';
import { inodeNumberOf } from './regular-file.ts';
import { allows, foundAt, isTooLong, MAY_READ, MAY_WRITE, tryWalk, walkPath, type Viewer } from './path-walk.ts';

const SET_UID = 0o4000;
const SET_GID = 0o2000;

/** Over what is there, as rename(2) does it. EXDEV between file systems. */
export function rename(view: FileView, viewer: Viewer, from: string, to: string): void {
  const source = view.existing(from, false);
  const target = walkPath(viewer, to.replace(/\/+$/, '') || '/', false);
  const isPoint = source.path.length === source.mount.from.length && source.names.length > 0;
  if (isPoint && foundAt(viewer.namespaces.mnt, source.names.slice(0, -1)).mount === target.mount) throw new FileError('EBUSY', from);
  if (source.mount !== target.mount) throw new FileError('EXDEV', to);
  view.removable(source, from);
  if (target.node) view.removable(target, to);
  else view.parentWritable(target, to);
  view.attempt(to, (nowMs) => source.mount.fs.rename(source.path, target.path, nowMs));
}

export function symlink(view: FileView, viewer: Viewer, target: string, path: string): void {
  const found = walkPath(viewer, path, false);
  if (found.node) throw new FileError('EEXIST', path);
  if (isTooLong(target)) throw new FileError('ENAMETOOLONG', path);
  view.add(found, linkNode(target, view.newMeta(0o777, 0)), path);
}

export function link(view: FileView, viewer: Viewer, existing: string, path: string): void {
  const source = view.existing(existing, false);
  if (source.node.kind === 'dir') throw new FileError('EPERM', existing);
  const target = walkPath(viewer, path, false);
  if (target.node) throw new FileError('EEXIST', path);
  if (source.mount !== target.mount) throw new FileError('EXDEV', path);
  view.parentWritable(target, path);
  if (!mayLink(view, viewer, source.node)) throw new FileError('EPERM', existing);
  view.attempt(path, (nowMs) => source.mount.fs.link(source.path, target.path, nowMs));
}

/** Who could neither read nor write a file may not keep it under a name of their own. */
function mayLink(view: FileView, viewer: Viewer, { kind, meta }: Inode): boolean {
  if (meta.uid === viewer.uid || view.may('FOWNER')) return true;
  return kind === 'file' && (meta.mode & (SET_UID | SET_GID)) === 0 && allows(viewer, meta, MAY_READ | MAY_WRITE);
}

export interface DeviceRequest {
  readonly kind: DeviceNode['kind'];
  readonly mode: number;
  readonly major: number;
  readonly minor: number;
}

export function mknod(view: FileView, viewer: Viewer, path: string, { kind, mode, major, minor }: DeviceRequest): void {
  const found = walkPath(viewer, path, false);
  if (found.node) throw new FileError('EEXIST', path);
  if (kind !== 'fifo' && kind !== 'socket' && !view.may('MKNOD')) throw new FileError('EPERM', path);
  view.add(found, deviceNode(kind, view.newMeta(mode), major, minor), path);
}

export function chmod(view: FileView, viewer: Viewer, path: string, mode: number): void {
  const found = view.existing(path);
  const foreign = !isOfGroup(viewer, found.node.meta.gid) && !view.may('FSETID');
  view.change(found, { mode: foreign ? mode & ~SET_GID : mode }, path);
}

/** Only root may, but for an owner who gives a file to another of their groups. */
export function chown(view: FileView, viewer: Viewer, path: string, to: { readonly uid: number | undefined; readonly gid: number | undefined; readonly follow: boolean }): void {
  const { uid, gid } = to;
  const found = view.existing(path, to.follow);
  const { meta, kind } = found.node;
  const gives = meta.uid === viewer.uid && (uid === undefined || uid === meta.uid) && (gid === undefined || isOfGroup(viewer, gid));
  if (!gives && !view.may('CHOWN')) throw new FileError('EPERM', path);
  const loses = kind === 'dir' ? 0 : SET_UID | ((meta.mode & 0o010) === 0 ? 0 : SET_GID); // another owner's rights are not given along
  view.change(found, { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }), mode: meta.mode & ~loses }, path);
}

function isOfGroup({ gid, groups }: Viewer, other: number): boolean {
  return gid === other || groups.includes(other);
}

export function inodeNumber(view: FileView, path: string, follow: boolean): number {
  const found = view.existing(path, follow);
  return inodeNumberOf(found.path, found.node);
}

/** Whether both lead to one file, perhaps under two of its names. */
export function sameFile(viewer: Viewer, one: string, other: string): boolean {
  const [a, b] = [tryWalk(viewer, one, true), tryWalk(viewer, other, true)];
  if (typeof a === 'string' || typeof b === 'string' || !a.node || !b.node || a.mount.fs !== b.mount.fs) return false;
  return a.path.join('/') === b.path.join('/') || (a.node.kind === 'file' && b.node.kind === 'file' && a.node.hard !== undefined && a.node.hard.inode === b.node.hard?.inode);
}
