/** The seven namespaces of a process. A set is a value that processes share: a child has its parent's own, a container one of new parts. */
import type { Cgroup } from '../cpu/cgroup.ts';
import type { MountNamespace } from '../mounts/mount-namespace.ts';
import type { NetNamespace } from '../network/net-namespace.ts';
import type { PidNamespace } from './pid-namespace.ts';

export interface UtsNamespace {
  readonly inode: number;
  hostname: string;
  domainname: string;
}

export interface IpcNamespace {
  readonly inode: number;
}

/** Each line maps `count` ids from `inside` on to `outside` on in the parent. The host's maps all to themselves. */
export interface IdMap {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

export interface UserNamespace {
  readonly inode: number;
  readonly parent: UserNamespace | undefined;
  uidMap: readonly IdMap[];
  gidMap: readonly IdMap[];
}

export interface CgroupNamespace {
  readonly inode: number;
  /** What shows as "/" in /proc/PID/cgroup. */
  readonly root: Cgroup;
}

export interface Namespaces {
  readonly pid: PidNamespace;
  readonly mnt: MountNamespace;
  readonly net: NetNamespace;
  readonly uts: UtsNamespace;
  readonly ipc: IpcNamespace;
  readonly user: UserNamespace;
  readonly cgroup: CgroupNamespace;
}

export type NamespaceKind = keyof Namespaces;

/** In the order of /proc/PID/ns. */
export const namespaceKinds: readonly NamespaceKind[] = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];

/** The inode numbers that Linux gives to the namespaces it boots with; all later ones count on from `next`. */
export const initialInodes = {
  ipc: 4_026_531_839,
  uts: 4_026_531_838,
  user: 4_026_531_837,
  pid: 4_026_531_836,
  cgroup: 4_026_531_835,
  net: 4_026_531_840,
  mnt: 4_026_531_841,
  next: 4_026_532_168,
} as const;
