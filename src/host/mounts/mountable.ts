/** The file systems that a kernel can mount by name, each made from its options. ENODEV for a name that is none. */
import { BranchUnion, dirNode, metaOf, TreeFs, type Branch, type FileSystem } from '../../files/index.ts';
import { CgroupFs } from '../cgroups/cgroup-fs.ts';
import { hierarchies } from '../cgroups/hierarchies.ts';
import { SystemError } from '../errors.ts';
import type { Process } from '../process/process.ts';
import { fileSystemNames } from './file-system-names.ts';
import { ProcFs } from './proc-fs.ts';
import { devices, emptySys } from './standard-mounts.ts';

export interface Mountable {
  readonly fs: FileSystem;
  /** Options as the mount table shows them. */
  readonly shown: readonly string[];
  readonly readOnly: boolean;
}

interface Asked {
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

type Maker = (process: Process, asked: Asked) => FileSystem | Mountable;

const FLAGS = new Set(['nosuid', 'nodev', 'noexec', 'relatime', 'noatime', 'rw', 'ro', 'defaults']);

export function mountable(process: Process, asked: Asked): Mountable {
  const make = fileSystemNames(process.host.facts).includes(asked.type) ? makers[asked.type] : undefined;
  if (!make) throw new SystemError('ENODEV', 'mount');
  const made = make(process, asked);
  const flags = asked.options.filter((o) => o === 'nosuid' || o === 'nodev' || o === 'noexec');
  if ('fs' in made) return { ...made, shown: [...flags, ...made.shown] };
  return { fs: made, shown: flags, readOnly: false };
}

const makers: Readonly<Record<string, Maker>> = {
  sysfs: () => new TreeFs(emptySys, { type: 'sysfs' }),
  tmpfs,
  proc: (process) => new ProcFs(process.host, () => process.namespaces.pid),
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
  const size = valueOf(options, 'size');
  const mode = valueOf(options, 'mode');
  const match = /^(\d+)([kmg%]?)$/i.exec(size ?? '');
  if (size !== undefined && !match) throw new SystemError('EINVAL', 'mount');
  if (mode !== undefined && !/^[0-7]{1,4}$/.test(mode)) throw new SystemError('EINVAL', 'mount');
  const { memoryBytes } = process.host.facts;
  const unit = (match?.[2] ?? '').toLowerCase();
  const bytes = !match ? Math.floor(memoryBytes / 2) : unit === '%' ? Math.floor((memoryBytes * Number(match[1])) / 100) : Number(match[1]) * 1_024 ** ' kmg'.indexOf(unit || ' ');
  const root = dirNode(metaOf(mode === undefined ? 0o1777 : parseInt(mode, 8), process.host.wallMs, process.uid, process.gid));
  const shown = [...(match ? [`size=${Math.floor(bytes / 1_024)}k`] : []), ...(mode === undefined ? [] : [`mode=${mode}`])];
  return { fs: new TreeFs(root, { space: process.host.disk.space.beside(bytes) }), shown, readOnly: false };
}

function cgroupV1(process: Process, { options }: Asked): Mountable {
  const wanted = options.filter((o) => !FLAGS.has(o));
  const name = Object.keys(hierarchies).find((h) => h === wanted.join(',') || (wanted.length === 1 && hierarchies[h]!.some((c) => c === wanted[0])));
  if (!name) throw new SystemError('EINVAL', 'mount');
  return { fs: new CgroupFs(process.host, () => process.namespaces.cgroup.root, hierarchies[name]), shown: [name], readOnly: false };
}

/** Without an upper directory it is read-only; with one it needs a work directory beside it. */
function overlay(process: Process, { options }: Asked): Mountable {
  const [lower, upper, work] = ['lowerdir', 'upperdir', 'workdir'].map((name) => valueOf(options, name));
  if (lower === undefined || (upper === undefined) !== (work === undefined)) throw new SystemError('EINVAL', 'mount');
  const lowers = lower.split(':').map((path) => branch(process, path, false));
  if (upper === undefined || work === undefined) {
    if (lowers.length < 2) throw new SystemError('EINVAL', 'mount');
    return { fs: new BranchUnion('overlay', lowers), shown: [`lowerdir=${lower}`], readOnly: true };
  }
  const [top, working] = [branch(process, upper, true), branch(process, work, true)];
  if (top.fs !== working.fs || top.fs.type === 'overlay' || top.fs.type === 'proc') throw new SystemError('EINVAL', 'mount');
  const books = [...working.path, 'work'];
  if (!working.fs.node(books)) working.fs.create(books, dirNode(metaOf(0, process.host.wallMs)), process.host.wallMs);
  return { fs: new BranchUnion('overlay', [top, ...lowers]), shown: [`lowerdir=${lower}`, `upperdir=${upper}`, `workdir=${work}`], readOnly: false };
}

/** "br=A=rw:B=ro", "br:A:B", "dirs=A:B": the first may be written to unless it says otherwise, the others only if they say so. */
function aufs(process: Process, { options }: Asked): Mountable {
  const text = options.map((o) => /^(?:br|dirs)[=:](.*)$/.exec(o)?.[1]).find((t) => t !== undefined);
  if (!text) throw new SystemError('EINVAL', 'mount');
  const branches = text.split(':').map((part, i) => {
    const match = /^(.*?)(?:=(rw|ro|rr)(?:\+[a-z]+)*)?$/.exec(part)!;
    return branch(process, match[1]!, (match[2] ?? (i === 0 ? 'rw' : 'ro')) === 'rw');
  });
  return { fs: new BranchUnion('aufs', branches), shown: [`si=${serial(process, text)}`], readOnly: false };
}

/** aufs tells its mounts apart by a number that stands for its branches. */
function serial(process: Process, text: string): string {
  let sum = process.host.clock.now;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) % 4_294_967_296;
  return sum.toString(16).padStart(16, '0');
}

function branch(process: Process, path: string, writable: boolean): Branch {
  const found = process.files.locate(path);
  if (!found.node) throw new SystemError('ENOENT', 'mount');
  if (found.node.kind !== 'dir') throw new SystemError('ENOTDIR', 'mount');
  return { fs: found.mount.fs, path: found.path, writable: writable && !found.mount.readOnly };
}
