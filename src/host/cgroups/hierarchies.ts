/** The hierarchies of cgroup v1: one for each controller, or for two that are mounted together. */
import type { Controller } from '../cpu/cgroup.ts';

/** As they are mounted, with the names that lead to them. */
export const hierarchies: Readonly<Record<string, readonly Controller[]>> = {
  blkio: ['blkio'],
  'cpu,cpuacct': ['cpu', 'cpuacct'],
  cpuset: ['cpuset'],
  devices: ['devices'],
  freezer: ['freezer'],
  memory: ['memory'],
  pids: ['pids'],
  systemd: ['systemd'],
};
