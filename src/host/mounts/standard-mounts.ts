/** What every Linux machine has mounted beside its disk: proc, sysfs, devices, run. */
import { deviceNode, dirNode, linkNode, metaOf, TreeFs, type DirNode, type Node } from '../../files/index.ts';
import type { Host } from '../host.ts';
import { ProcFs } from './proc-fs.ts';
import type { MountSpec } from './mount-namespace.ts';

const BOOT_DIRECTORIES = ['proc', 'sys', 'dev', 'run', 'tmp'];

/** Those of the host itself; the mount points are made on its disk. */
export function bootMounts(host: Host): readonly MountSpec[] {
  const { disk } = host;
  for (const name of BOOT_DIRECTORIES) {
    if (!disk.node([name])) disk.create([name], dirNode(metaOf(name === 'tmp' ? 0o1777 : 0o755, host.wallMs)), host.wallMs);
  }
  return [
    { point: '/', fs: disk, source: '/dev/sda1', options: 'relatime' },
    { point: '/proc', fs: new ProcFs(host, () => host.namespaces.pid), source: 'proc', options: 'nosuid,nodev,noexec,relatime' },
    { point: '/sys', fs: new TreeFs(emptySys, { type: 'sysfs' }), source: 'sysfs', options: 'nosuid,nodev,noexec,relatime' },
    { point: '/dev', fs: new TreeFs(devices, { type: 'devtmpfs' }), source: 'udev', options: 'nosuid,relatime' },
    { point: '/run', fs: new TreeFs(directory(0o755)), source: 'tmpfs', options: 'nosuid,nodev,relatime' },
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

export const devices: DirNode = deviceTree();
export const emptySys: DirNode = directory(0o555, { fs: directory(0o755, { cgroup: directory(0o755) }) });
