/** The mounts that a process can see, as /proc/PID/mountinfo and findmnt tell of them. */
import { splitPath, type FileSystem } from '../../files/index.ts';
import type { Process } from '../process/process.ts';
import { Mount, type MountSpec } from './mount-namespace.ts';
import { groupFields } from './peer-group.ts';

export interface ShownMount {
  readonly mount: Mount;
  /** Below the process's own root. */
  readonly point: string;
}

/** Those at and below its root directory; what lies outside is not told. */
export function shownMounts(process: Process): readonly ShownMount[] {
  const { root } = process;
  const mounts = process.namespaces.mnt.mounts.flatMap((mount) => (mount.spec.part ? partsOf(mount, mount.spec.part()) : [mount]));
  if (root === '/') return mounts.map((mount) => ({ mount, point: mount.spec.point }));
  const shown: ShownMount[] = [];
  for (const mount of mounts) {
    const { point } = mount.spec;
    if (point === root) shown.push({ mount, point: '/' });
    else if (point.startsWith(`${root}/`)) shown.push({ mount, point: point.slice(root.length) });
  }
  return shown;
}

function partsOf({ id }: Mount, specs: readonly MountSpec[]): readonly Mount[] {
  return specs.map((spec, i) => new Mount(PART_IDS * id + i, spec));
}

const PART_IDS = 100;
const PER_MOUNT = new Set(['relatime', 'noatime', 'nosuid', 'nodev', 'noexec']);
const numbers = new WeakMap<object, Map<FileSystem, number>>();
const FIRST_MINOR = 20;

/** "8:1" for the disk, "0:27" for what lies on none. */
export function deviceOf(process: Process, fs: FileSystem): string {
  if (fs === process.host.disk) return '8:1';
  let known = numbers.get(process.host);
  if (!known) numbers.set(process.host, (known = new Map()));
  let minor = known.get(fs);
  if (minor === undefined) known.set(fs, (minor = FIRST_MINOR + known.size));
  return `0:${minor}`;
}

export function infoLine(process: Process, { mount, point }: ShownMount): string {
  const { spec } = mount;
  const parent = process.namespaces.mnt.parentOf(mount);
  const options = (spec.options ?? '').split(',').filter((o) => o !== '');
  const own = [spec.readOnly ? 'ro' : 'rw', ...options.filter((o) => PER_MOUNT.has(o))].join(',');
  const whole = [isReadOnly(process, mount) ? 'ro' : 'rw', ...options.filter((o) => !PER_MOUNT.has(o))].join(',');
  const fields = groupFields(mount);
  const id = mount.id + FIRST_MINOR;
  return `${id} ${parent ? parent.id + FIRST_MINOR : 1} ${deviceOf(process, mount.fs)} /${mount.from.join('/')} ${point} ${own} ${fields === '' ? '' : `${fields} `}- ${mount.fs.type} ${spec.source} ${whole}\n`;
}

/** The file system itself: not when it can be written to elsewhere. */
function isReadOnly(process: Process, { fs, spec }: Mount): boolean {
  return spec.readOnly === true && !fs.type.startsWith('cgroup') && process.namespaces.mnt.mounts.every((other) => other.fs !== fs || other.readOnly);
}

/** Whether a path from the namespace's root lies at or below another. */
export function isUnder(path: string, root: string): boolean {
  const names = splitPath(path);
  return splitPath(root).every((name, i) => names[i] === name);
}
