/** The file systems that a machine's kernel knows by name: what /proc/filesystems lists and what can be mounted. */
import type { HostFacts } from '../host.ts';

export function fileSystemNames({ cgroupVersion, fileSystems }: HostFacts): readonly string[] {
  return ['sysfs', 'tmpfs', 'proc', cgroupVersion === 1 ? 'cgroup' : 'cgroup2', 'devtmpfs', 'devpts', 'mqueue', 'overlay', ...fileSystems];
}
