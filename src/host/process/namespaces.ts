/** The seven namespaces of a process. A set is a value that processes share: a child has its parent's own, a container one of new parts. */
import type { Cgroup } from '../cpu/cgroup.ts';
import type { MountNamespace } from '../mounts/mount-namespace.ts';
import type { NetNamespace } from '../network/net-namespace.ts';
import { SystemError } from '../errors.ts';
import type { PidNamespace } from './pid-namespace.ts';
import type { Process } from './process.ts';

export interface UtsNamespace {
  readonly inode: number;
  owner?: UserNamespace;
  hostname: string;
  domainname: string;
}

export interface IpcNamespace {
  readonly inode: number;
  owner?: UserNamespace;
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
  /** The user who made it has all power over it from outside. */
  readonly ownerUid: number;
  /** Numbers outside are the kernel's own, not the parent's. */
  uidMap: readonly IdMap[];
  gidMap: readonly IdMap[];
}

export interface CgroupNamespace {
  readonly inode: number;
  owner?: UserNamespace;
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

/** unshare(2) and setns(2): EPERM without the right to it. A new user namespace is anybody's, but in a container, and all else may be made with it. */
export function enter(process: Process, given: Partial<Namespaces>): void {
  const madeHere = given.user?.parent === process.namespaces.user && given.user.ownerUid === process.uid;
  if (madeHere ? !process.bounding.has('SYS_ADMIN') : !process.capable('SYS_ADMIN', process.namespaces.user)) throw new SystemError('EPERM', 'unshare');
  for (const space of Object.values(given) as { readonly owner?: UserNamespace }[]) {
    if (!madeHere && space.owner && !process.capable('SYS_ADMIN', space.owner)) throw new SystemError('EPERM', 'setns');
    if (!space.owner && !madeHere && !('uidMap' in space) && !process.capable('SYS_ADMIN')) throw new SystemError('EPERM', 'setns');
  }
  const { pid, ...rest } = given;
  if (pid) process.childPidNamespace = pid;
  process.namespaces = { ...process.namespaces, ...rest };
}

/** The inode numbers that Linux gives to the namespaces it boots with; all later ones count on from `next`. */
export const initialInodes = {
  ipc: 4_026_531_839,
  uts: 4_026_531_838,
  user: 4_026_531_837,
  pid: 4_026_531_836,
  cgroup: 4_026_531_835,
  time: 4_026_531_834,
  net: 4_026_531_840,
  mnt: 4_026_531_841,
  next: 4_026_532_168,
} as const;
