/** mount(2), umount(2), pivot_root(2) and chroot(2), as a process may ask for them. Refusals are SystemErrors. */
import { isWithin, pathText, splitPath, TreeFs, type Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { mountable, MOUNT_FLAGS, sizeText, tmpfsBytes } from './mountable.ts';
import type { Mount, MountSpec } from './mount-namespace.ts';
import type { Propagation } from './peer-group.ts';
import { foundAt } from './path-walk.ts';
import { isUnder } from './mount-table.ts';
import { RegularFile } from './regular-file.ts';

export interface MountRequest {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  /** Beyond ro: as in `-o`. */
  readonly options: readonly string[];
  readonly readOnly?: boolean;
}

export function mountFileSystem(process: Process, request: MountRequest): void {
  demand(process);
  const { point, isDir } = targetOf(process, request.target);
  const { fs, shown, readOnly, branches } = mountable(process, request);
  if (!isDir) throw new SystemError('ENOTDIR', 'mount');
  const options = [...mountFlags(request.options), ...shown].join(',');
  process.namespaces.mnt.mount({ point, fs, source: request.source, options, readOnly: request.readOnly || readOnly, ...(branches && { branches }) });
}

export function bindMount(process: Process, source: string, target: string, options: { readonly recursive?: boolean; readonly readOnly?: boolean } = {}): void {
  demand(process);
  const space = process.namespaces.mnt;
  const from = process.files.locate(source);
  if (!from.node) throw new SystemError('ENOENT', 'mount');
  const to = targetOf(process, target);
  if ((from.node.kind === 'dir') !== to.isDir) throw new SystemError('ENOTDIR', 'mount');
  if (from.mount.unbindable) throw new SystemError('EINVAL', 'mount');
  const inside = options.recursive ? space.mounts.filter((m) => m !== from.mount && m.spec.point !== '/' && isUnder(m.spec.point, pathText(from.names))) : [];
  const bound = (mount: Mount, path: Path, point: string): MountSpec => {
    const { readOnly, options: flags, source: name, fs } = mount.spec;
    return { point, fs, from: path, source: name, readOnly: options.readOnly || readOnly === true, ...(flags ? { options: flags } : {}) };
  };
  const below = inside.filter((mount) => !mount.unbindable).map((mount) => {
    const rest = splitPath(mount.spec.point).slice(from.names.length);
    return { spec: bound(mount, mount.from, `${to.point === '/' ? '' : to.point}/${rest.join('/')}`), like: mount };
  });
  space.mount(bound(from.mount, from.path, to.point), from.mount, below);
}

/** The mount at the path itself; EINVAL when it is no mount point. */
export function mountAt(process: Process, target: string): Mount {
  const found = process.files.locate(target);
  if (!found.node) throw new SystemError('ENOENT', 'mount');
  if (found.path.length !== found.mount.from.length) throw new SystemError('EINVAL', 'mount');
  return found.mount;
}

export function setPropagation(process: Process, target: string, kind: Propagation, recursive: boolean): void {
  demand(process);
  const space = process.namespaces.mnt;
  const mount = mountAt(process, target);
  space.setPropagation(recursive ? space.mounts.filter((m) => isUnder(m.spec.point, mount.spec.point)) : [mount], kind);
}

/**
 * `mount -o remount`: what is not named stays. Of a bind mount only its own flags change; else its file system too, for all that it is
 * mounted on here. EBUSY when it is to be read-only and a file of it is open for writing.
 */
export function remount(process: Process, target: string, words: readonly string[]): void {
  demand(process);
  const space = process.namespaces.mnt;
  const mount = mountAt(process, target);
  const before = (mount.spec.options ?? '').split(',').filter((o) => o !== '');
  const size = tmpfsBytes(process.host, words);
  if (words.some((word) => !isFlag(word) && !word.startsWith('size=')) || (size !== undefined && (mount.fs.type !== 'tmpfs' || !(mount.fs instanceof TreeFs) || !mount.fs.space.resize(size)))) throw new SystemError('EINVAL', 'mount');
  const own = before.filter((o) => !isFlag(o) && !(size !== undefined && o.startsWith('size=')));
  const options = [...mountFlags([...before.filter(isFlag), ...words]), ...(size === undefined ? [] : [sizeText(size)]), ...own].join(',');
  const readOnly = words.includes('ro') || (mount.readOnly && !words.includes('rw'));
  if (readOnly && !mount.readOnly && !words.includes('bind') && isWritten(process, mount)) throw new SystemError('EBUSY', 'mount');
  space.remount(mount, { options, readOnly });
  if (!words.includes('bind')) for (const other of space.mounts) if (other.fs === mount.fs) space.remount(other, { readOnly });
}

function isFlag(word: string): boolean {
  return ['ro', 'rw', 'bind', 'remount', 'defaults', 'suid', 'dev', 'exec', ...MOUNT_FLAGS].includes(word);
}

/** The last word on each counts. */
function mountFlags(words: readonly string[]): string[] {
  const flags = new Set<string>(['relatime']);
  for (const word of words) {
    if (word === 'suid' || word === 'dev' || word === 'exec') flags.delete(`no${word}`);
    else if (word.endsWith('atime')) {
      flags.delete(word === 'noatime' ? 'relatime' : 'noatime');
      flags.add(word);
    } else flags.add(word);
  }
  return MOUNT_FLAGS.filter((flag) => flags.has(flag));
}

function isWritten(process: Process, { fs }: Mount): boolean {
  for (const other of process.host.processes.values()) for (const [, file] of other.fds.entries()) if (file instanceof RegularFile && file.mount.fs === fs && file.writes) return true;
  return false;
}

export function moveMount(process: Process, source: string, target: string): void {
  demand(process);
  const space = process.namespaces.mnt;
  const moved = mountAt(process, source);
  const to = targetOf(process, target);
  const from = moved.spec.point;
  if (from === '/' || isUnder(to.point, from) || space.parentOf(moved)?.group) throw new SystemError('EINVAL', 'mount');
  const inside = space.mounts.filter((m) => isUnder(m.spec.point, from));
  const others = space.mounts.filter((m) => !inside.includes(m));
  space.replace([...others, ...inside].map((mount) => ({ mount, point: inside.includes(mount) ? rebase(mount.spec.point, from, to.point) : mount.spec.point })));
}

/** EBUSY while a process has a file of it open, works in it or lives in it. */
export function unmount(process: Process, target: string, options: { readonly lazy?: boolean } = {}): void {
  demand(process);
  const space = process.namespaces.mnt;
  const mount = mountAt(process, target);
  const { point } = mount.spec;
  if (point === '/') throw new SystemError('EBUSY', 'umount');
  if (!options.lazy && inUse(process, mount)) throw new SystemError('EBUSY', 'umount');
  try {
    space.unmount(point, options.lazy === true);
  } catch {
    throw new SystemError('EBUSY', 'umount');
  }
}

function inUse(process: Process, mount: Mount): boolean {
  const space = process.namespaces.mnt;
  for (const other of process.host.processes.values()) {
    if (other.namespaces.mnt !== space || other.ended) continue;
    for (const path of [other.root, absolute(other)]) if (foundAt(space, splitPath(path)).mount === mount && path !== '/') return true;
    for (const [, file] of other.fds.entries()) if (file instanceof RegularFile && file.mount === mount) return true;
  }
  return false;
}

/** The new root must be a mount point, the old root is put below it; processes that stood at the old one stand at the new one. */
export function pivotRoot(process: Process, newRoot: string, putOld: string): void {
  demand(process);
  const space = process.namespaces.mnt;
  const files = process.files;
  const [fresh, old] = [files.locate(newRoot), files.locate(putOld)];
  for (const found of [fresh, old]) {
    if (!found.node) throw new SystemError('ENOENT', 'pivot_root');
    if (found.node.kind !== 'dir') throw new SystemError('ENOTDIR', 'pivot_root');
  }
  const rootMount = foundAt(space, splitPath(process.root)).mount;
  const { mount } = fresh;
  if (rootMount.group || space.parentOf(mount)?.group) throw new SystemError('EINVAL', 'pivot_root');
  if (mount === rootMount || old.mount === rootMount) throw new SystemError('EBUSY', 'pivot_root');
  const from = pathText(fresh.names);
  const put = pathText(old.names);
  if (fresh.path.length !== mount.from.length || !isWithin(old.names, fresh.names) || put === from) throw new SystemError('EINVAL', 'pivot_root');
  const oldRoot = process.root;
  const putInside = rebase(put, from, '/');
  const place = (path: string): string => {
    if (isUnder(path, from)) return rebase(path, from, '/');
    return isUnder(path, oldRoot) ? rebase(path, oldRoot, putInside) : path;
  };
  const inside = space.mounts.filter((m) => isUnder(m.spec.point, from));
  const others = space.mounts.filter((m) => !inside.includes(m));
  const rest = inside.filter((m) => m !== mount);
  space.replace([mount, ...rest, ...others].map((m) => ({ mount: m, point: place(m.spec.point) })));
  for (const other of process.host.processes.values()) if (other.namespaces.mnt === space) moveProcess(other, oldRoot, place);
}

/** A process that stood in the old root itself goes along; any other keeps its directories, under their new names. */
function moveProcess(process: Process, oldRoot: string, place: (path: string) => string): void {
  const cwd = absolute(process);
  const root = process.root === oldRoot ? '/' : place(process.root);
  const at = cwd === oldRoot ? '/' : place(cwd);
  process.root = root;
  process.cwd = isUnder(at, root) ? rebase(at, root, '/') : at;
}

/** As chroot(8) uses it: the working directory goes along. */
export function changeRoot(process: Process, path: string): void {
  const found = process.files.locate(path);
  if (!found.node) throw new SystemError('ENOENT', 'chroot');
  if (found.node.kind !== 'dir') throw new SystemError('ENOTDIR', 'chroot');
  if (!process.capable('SYS_CHROOT', process.namespaces.user)) throw new SystemError('EPERM', 'chroot');
  process.root = pathText(found.names);
  process.cwd = '/';
}

function absolute({ root, cwd }: Process): string {
  return root === '/' ? cwd : `${root}${cwd === '/' ? '' : cwd}`;
}

function rebase(path: string, from: string, to: string): string {
  const rest = splitPath(path).slice(splitPath(from).length);
  return pathText([...splitPath(to), ...rest]);
}

function targetOf(process: Process, target: string): { readonly point: string; readonly isDir: boolean } {
  const found = process.files.locate(target);
  if (!found.node) throw new SystemError('ENOENT', 'mount');
  return { point: pathText(found.names), isDir: found.node.kind === 'dir' };
}

function demand(process: Process): void {
  if (!process.capable('SYS_ADMIN', process.namespaces.mnt.owner)) throw new SystemError('EPERM', 'mount');
}
