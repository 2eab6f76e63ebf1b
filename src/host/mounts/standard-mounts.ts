/** What every Linux machine has mounted beside its disk: proc, sysfs, devices, run. */
import { deviceNode, dirNode, linkNode, metaOf, TreeFs, type DirNode, type FileSystem, type Node } from '../../files/index.ts';
import { hierarchies } from '../cgroups/hierarchies.ts';
import type { Cgroup, Controller } from '../cpu/cgroup.ts';
import type { Host } from '../host.ts';
import { machineCode } from '../machine-code.ts';
import type { PidNamespace } from '../process/pid-namespace.ts';
import type { MountSpec } from './mount-namespace.ts';

const DEVFS_BYTES = 204_800;
const BOOT_DIRECTORIES = ['proc', 'sys', 'dev', 'run', 'tmp'];

/** Those of the host itself; the mount points are made on its disk. */
export function bootMounts(host: Host): readonly MountSpec[] {
  const { disk } = host;
  if (host.facts.kernel === 'Darwin') {
    return [
      { point: '/', fs: disk, source: '/dev/disk1s1', options: 'local,journaled' },
      { point: '/dev', fs: new TreeFs(devices, { type: 'devfs', space: disk.space.beside(DEVFS_BYTES) }), source: 'devfs', options: 'local,nobrowse' },
    ];
  }
  for (const name of BOOT_DIRECTORIES) {
    if (!disk.node([name])) disk.create([name], dirNode(metaOf(name === 'tmp' ? 0o1777 : 0o755, host.wallMs)), host.wallMs);
  }
  return [
    { point: '/', fs: disk, source: '/dev/sda1', options: 'relatime' },
    procMount(host, () => host.namespaces.pid, 'nosuid,nodev,noexec,relatime', 'shared'),
    ...sysMounts(host),
    { point: '/dev', fs: new TreeFs(devices, { type: 'devtmpfs', space: disk.space.beside(host.facts.memoryBytes / 2) }), source: 'udev', options: 'nosuid,relatime' },
    lateMount({ point: '/dev/pts', source: 'devpts', options: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000' }, () => new (machineCode.get().DevptsFs)(host)),
    { point: '/run', fs: new TreeFs(directory(0o755), { space: disk.space.beside(Math.floor(host.facts.memoryBytes / 10)) }), source: 'tmpfs', options: 'nosuid,nodev,relatime' },
    ...cgroupMounts(host, () => host.cgroups, false, 'shared'),
  ].map((spec): MountSpec => (spec.propagation ? spec : { ...spec, propagation: 'shared' }));
}

function sysMounts(host: Host): MountSpec[] {
  const hasAufs = host.facts.fileSystems.includes('aufs');
  const sys = lateMount({ point: '/sys', source: 'sysfs', options: CGROUP_OPTIONS }, () => new (machineCode.get().SysFs)(host, () => host.namespaces.net));
  return hasAufs ? [sys, lateMount({ point: '/sys/fs/aufs', source: 'sysfs', part: () => [] }, () => new (machineCode.get().AufsInfo)(host))] : [sys];
}

export function procMount(host: Host, space: () => PidNamespace, options: string, propagation?: MountSpec['propagation']): MountSpec {
  return lateMount({ point: '/proc', source: 'proc', options, ...(propagation && { propagation }) }, () => new (machineCode.get().ProcFs)(host, space));
}

/** Its file system is made when somebody first looks into it. */
export function lateMount(spec: Omit<MountSpec, 'fs'>, make: () => FileSystem): MountSpec {
  let fs: FileSystem | undefined;
  return {
    ...spec,
    get fs() {
      return (fs ??= make());
    },
  };
}

const CGROUP_OPTIONS = 'nosuid,nodev,noexec,relatime';

/** Version 2 is one tree; version 1 has a tmpfs with a mount for each hierarchy. */
export function cgroupMounts(host: Host, root: () => Cgroup, readOnly = false, propagation?: MountSpec['propagation']): MountSpec[] {
  const common = { readOnly, ...(propagation && { propagation }) };
  const mount = (point: string, source: string, options: string, controllers?: readonly Controller[]): MountSpec =>
    lateMount({ ...common, point, source, options }, () => new (machineCode.get().CgroupFs)(host, root, controllers));
  if (host.facts.cgroupVersion === 2) return [mount('/sys/fs/cgroup', readOnly ? 'cgroup' : 'cgroup2', CGROUP_OPTIONS)];
  const names = Object.keys(hierarchies);
  return [
    { point: '/sys/fs/cgroup', fs: new TreeFs(hierarchyTree, { space: host.disk.space.beside(Math.floor(host.facts.memoryBytes / 2)) }), source: 'tmpfs', readOnly: true, options: 'nosuid,nodev,noexec,mode=755' },
    ...names.map((name) => mount(`/sys/fs/cgroup/${name}`, 'cgroup', `${CGROUP_OPTIONS},${name === 'systemd' ? 'name=systemd' : name}`, hierarchies[name])),
  ];
}

/** The tree of /dev: the same value for every host and container, until one of them writes to its own. */
function deviceTree(): DirNode {
  const char = (major: number, minor: number): Node => deviceNode('char', metaOf(0o666, 0), major, minor);
  return directory(0o755, {
    console: deviceNode('char', metaOf(0o600, 0), 5, 1),
    fd: linkNode('/proc/self/fd', metaOf(0o777, 0)),
    full: char(1, 7),
    mqueue: directory(0o1777),
    null: char(1, 3),
    ptmx: linkNode('pts/ptmx', metaOf(0o777, 0)),
    pts: directory(0o755),
    random: char(1, 8),
    shm: directory(0o1777),
    stderr: linkNode('/proc/self/fd/2', metaOf(0o777, 0)),
    stdin: linkNode('/proc/self/fd/0', metaOf(0o777, 0)),
    stdout: linkNode('/proc/self/fd/1', metaOf(0o777, 0)),
    tty: char(5, 0),
    urandom: char(1, 9),
    zero: char(1, 5),
  });
}

function directory(mode: number, entries: Readonly<Record<string, Node>> = {}): DirNode {
  return dirNode(metaOf(mode, 0), new Map(Object.entries(entries)));
}

const hierarchyTree: DirNode = directory(0o755, {
  ...Object.fromEntries(Object.keys(hierarchies).map((name) => [name, directory(0o755)])),
  cpu: linkNode('cpu,cpuacct', metaOf(0o777, 0)),
  cpuacct: linkNode('cpu,cpuacct', metaOf(0o777, 0)),
});

export const devices: DirNode = deviceTree();
