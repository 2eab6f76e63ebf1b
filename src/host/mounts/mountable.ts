/** The file systems that a kernel can mount by name, each made from its options. ENODEV for a name that is none. */
import { sha256Hex } from '../../base/index.ts';
import { BranchUnion, dirNode, isWithin, metaOf, pathText, TreeFs, type Branch, type ErrorCode, type FileSystem } from '../../files/index.ts';
import { CgroupFs } from '../cgroups/cgroup-fs.ts';
import { hierarchies } from '../cgroups/hierarchies.ts';
import { SystemError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { fileSystemNames } from './file-system-names.ts';
import { ProcFs } from './proc-fs.ts';
import { devices } from './standard-mounts.ts';
import { SysFs } from './sys-fs.ts';

export interface Mountable {
  readonly fs: FileSystem;
  /** Options as the mount table shows them. */
  readonly shown: readonly string[];
  readonly readOnly: boolean;
  /** See MountSpec. */
  readonly branches?: readonly string[];
}

interface Asked {
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

type Maker = (process: Process, asked: Asked) => FileSystem | Mountable;

const FLAGS = new Set(['nosuid', 'nodev', 'noexec', 'suid', 'dev', 'exec', 'relatime', 'noatime', 'rw', 'ro', 'defaults', 'nofail', 'auto', 'noauto', '_netdev']);

/** Those of a mount itself, in the kernel's order. */
export const MOUNT_FLAGS = ['nosuid', 'nodev', 'noexec', 'noatime', 'relatime'] as const;

export function mountable(process: Process, asked: Asked): Mountable {
  const make = fileSystemNames(process.host.facts).includes(asked.type) ? makers[asked.type] : undefined;
  if (!make) throw new SystemError('ENODEV', 'mount');
  const made = make(process, asked);
  return 'fs' in made ? made : { fs: made, shown: [], readOnly: false };
}

const makers: Readonly<Record<string, Maker>> = {
  sysfs: ({ host, namespaces: { net } }) => new SysFs(host, () => net),
  tmpfs,
  proc: ({ host, namespaces: { pid } }) => new ProcFs(host, () => pid),
  cgroup: cgroupV1,
  cgroup2: (process) => new CgroupFs(process.host, () => process.namespaces.cgroup.root),
  devtmpfs: ({ host }) => new TreeFs(devices, { type: 'devtmpfs', space: host.disk.space.beside(host.facts.memoryBytes / 2) }),
  devpts: ({ host }) => new TreeFs(dirNode(metaOf(0o755, host.wallMs)), { type: 'devpts', space: host.disk.space.beside(0) }),
  mqueue: ({ host }) => new TreeFs(dirNode(metaOf(0o1777, host.wallMs)), { type: 'mqueue', space: host.disk.space.beside(0) }),
  overlay,
  aufs,
};

function valueOf(options: readonly string[], name: string): string | undefined {
  return options.findLast((o) => o.startsWith(`${name}=`))?.slice(name.length + 1);
}

function tmpfs(process: Process, { options }: Asked): Mountable {
  known(options, ['size', 'mode', 'uid', 'gid']);
  const [mode, uid, gid] = ['mode', 'uid', 'gid'].map((name) => valueOf(options, name));
  if ((mode !== undefined && !/^[0-7]{1,4}$/.test(mode)) || [uid, gid].some((id) => id !== undefined && !/^\d+$/.test(id))) throw new SystemError('EINVAL', 'mount');
  const bytes = tmpfsBytes(process.host, options);
  const root = dirNode(metaOf(mode === undefined ? 0o1777 : parseInt(mode, 8), process.host.wallMs, Number(uid ?? process.uid), Number(gid ?? process.gid)));
  const shown = [
    ...(bytes === undefined ? [] : [sizeText(bytes)]),
    ...(mode === undefined || parseInt(mode, 8) === 0o1777 ? [] : [`mode=${mode.replace(/^0+(?=.)/, '')}`]),
    ...(root.meta.uid === 0 ? [] : [`uid=${root.meta.uid}`]),
    ...(root.meta.gid === 0 ? [] : [`gid=${root.meta.gid}`]),
  ];
  return { fs: new TreeFs(root, { space: process.host.disk.space.beside(bytes ?? Math.floor(process.host.facts.memoryBytes / 2)) }), shown, readOnly: false };
}

/** Undefined when none was asked for. */
export function tmpfsBytes({ facts }: Process['host'], options: readonly string[]): number | undefined {
  const size = valueOf(options, 'size');
  if (size === undefined) return undefined;
  const match = /^(\d+)([kmg%]?)$/i.exec(size);
  if (!match) throw new SystemError('EINVAL', 'mount');
  const unit = match[2]!.toLowerCase();
  const bytes = unit === '%' ? Math.floor((facts.memoryBytes * Number(match[1])) / 100) : Number(match[1]) * 1_024 ** ' kmg'.indexOf(unit || ' ');
  if (!Number.isSafeInteger(bytes)) throw new SystemError('EINVAL', 'mount');
  return bytes;
}

export function sizeText(bytes: number): string {
  return `size=${Math.floor(bytes / 1_024)}k`;
}

/** EINVAL for options that this file system has not. */
function known(options: readonly string[], own: readonly string[]): void {
  for (const option of options) if (!FLAGS.has(option) && !own.includes(option.split('=')[0]!) && !option.startsWith('x-')) throw new SystemError('EINVAL', 'mount');
}

function cgroupV1(process: Process, { options }: Asked): Mountable {
  const wanted = options.filter((o) => !FLAGS.has(o));
  const name = Object.keys(hierarchies).find((h) => h === wanted.join(',') || (wanted.length === 1 && hierarchies[h]!.some((c) => c === wanted[0])));
  if (!name) throw new SystemError('EINVAL', 'mount');
  return { fs: new CgroupFs(process.host, () => process.namespaces.cgroup.root, hierarchies[name]), shown: [name], readOnly: false };
}

/** Without an upper directory it is read-only; with one it needs a work directory beside it. */
function overlay(process: Process, { options }: Asked): Mountable {
  known(options, ['lowerdir', 'upperdir', 'workdir', ...overlayDefaults]);
  const [lower, upper, work] = ['lowerdir', 'upperdir', 'workdir'].map((name) => valueOf(options, name));
  if (lower === undefined) throw refused(process, 'EINVAL', "missing 'lowerdir'");
  if (upper !== undefined && work === undefined) throw refused(process, 'EINVAL', "missing 'workdir'");
  const lowers = lower.split(':').map((path) => branch(process, path, false));
  const all = [...lowers, ...(upper === undefined ? [] : [branch(process, upper, true)])];
  if (all.some((one, i) => all.slice(0, i).some((other) => isSame(one, other)))) throw refused(process, 'ELOOP', 'conflicting lowerdir path');
  if (upper === undefined || work === undefined) {
    if (lowers.length < 2) throw refused(process, 'EINVAL', 'at least 2 lowerdir are needed while upperdir nonexistent');
    return { fs: new BranchUnion('overlay', lowers), shown: [`lowerdir=${lower}`], readOnly: true };
  }
  const [top, working] = [branch(process, upper, true), branch(process, work, true)];
  if (isInside(top, working) || isInside(working, top)) throw refused(process, 'EINVAL', 'workdir and upperdir must be separate subtrees');
  if (top.fs !== working.fs || top.fs.type === 'overlay' || top.fs.type === 'proc') throw new SystemError('EINVAL', 'mount');
  const books = [...working.path, 'work'];
  if (!working.fs.node(books)) working.fs.create(books, dirNode(metaOf(0, process.host.wallMs)), process.host.wallMs);
  return { fs: new BranchUnion('overlay', [top, ...lowers]), shown: [`lowerdir=${lower}`, `upperdir=${upper}`, `workdir=${work}`], readOnly: false };
}

/** What is so anyway may be asked for. */
const overlayDefaults = ['index=off', 'metacopy=off', 'redirect_dir=off', 'redirect_dir=nofollow', 'xino=off', 'nfs_export=off'];

function isSame(one: Branch, other: Branch): boolean {
  return one.fs === other.fs && one.path.join('/') === other.path.join('/');
}

function isInside(one: Branch, other: Branch): boolean {
  return one.fs === other.fs && isWithin(one.path, other.path);
}

/** The kernel says why in its log. */
function refused({ host }: Process, code: ErrorCode, why: string): SystemError {
  host.init.journal.add(host.wallMs, 'kernel', 'kernel', 0, `overlayfs: ${why}`);
  return new SystemError(code, 'mount');
}

/** "br=A=rw:B=ro", "br:A:B", "dirs=A:B": the first may be written to unless it says otherwise, the others only if they say so. */
function aufs(process: Process, { options }: Asked): Mountable {
  const text = options.map((o) => /^(?:br|dirs)[=:](.*)$/.exec(o)?.[1]).find((t) => t !== undefined);
  if (!text) throw new SystemError('EINVAL', 'mount');
  const parts = text.split(':').map((part, i) => {
    const [, path = '', rights] = /^(.*?)(?:=((?:rw|ro|rr)(?:\+[a-z]+)*))?$/.exec(part)!;
    return { path, rights: rights ?? (i === 0 ? 'rw' : 'ro') };
  });
  const branches = parts.map(({ path, rights }) => branch(process, path, rights.startsWith('rw')));
  // it tells its mounts apart by a number
  const serial = sha256Hex(`${process.host.name} ${process.host.clock.now} ${text}`).slice(0, 16);
  return {
    fs: new BranchUnion('aufs', branches),
    shown: [`si=${serial}`],
    readOnly: false,
    branches: parts.map(({ path, rights }) => `${pathText(process.files.locate(path).names)}=${rights}`),
  };
}

function branch(process: Process, path: string, writable: boolean): Branch {
  const found = process.files.locate(path);
  if (!found.node) throw new SystemError('ENOENT', 'mount');
  if (found.node.kind !== 'dir') throw new SystemError('ENOTDIR', 'mount');
  return { fs: found.mount.fs, path: found.path, writable: writable && !found.mount.readOnly };
}
