/** What root's power is made of. A container's root has some of it only, and root of a user namespace has it over what belongs to that namespace. */
import type { UserNamespace } from './namespaces.ts';
import type { Process } from './process.ts';

/** By their numbers on Linux. */
const names = [
  'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP', 'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'IPC_OWNER', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT', 'SYS_PTRACE',
  'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE', 'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD', 'LEASE', 'AUDIT_WRITE',
  'AUDIT_CONTROL', 'SETFCAP', 'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF', 'CHECKPOINT_RESTORE',
] as const;

export type Capability = (typeof names)[number];

export const allCapabilities: ReadonlySet<Capability> = new Set(names);

/** Those that container runtimes leave to root of a container unless they are told otherwise. */
export const containerCapabilities: ReadonlySet<Capability> = new Set<Capability>([
  'CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE',
]);

/** "CAP_SYS_ADMIN", "sys_admin"; undefined when there is none of this name. */
export function parseCapability(text: string): Capability | undefined {
  const name = text.toUpperCase().replace(/^CAP_/, '');
  return names.find((known) => known === name);
}

/** As /proc/PID/status shows a set. */
export function capabilityMask(set: ReadonlySet<Capability>): string {
  let mask = 0n;
  for (const [number, name] of names.entries()) if (set.has(name)) mask |= 1n << BigInt(number);
  return mask.toString(16).padStart(16, '0');
}

/** Those in effect: all that may be for root, of its own user namespace or of the host; none for anybody else. */
export function effectiveCapabilities(process: Process): ReadonlySet<Capability> {
  return uidInside(process.namespaces.user, process.uid) === 0 ? process.bounding : noCapabilities;
}

const noCapabilities: ReadonlySet<Capability> = new Set();

export function isCapable(process: Process, capability: Capability, owner: UserNamespace): boolean {
  const own = process.namespaces.user;
  for (let at: UserNamespace | undefined = owner; at; at = at.parent) {
    if (at === own) return process.bounding.has(capability) && uidInside(own, process.uid) === 0;
    if (at.parent === own && at.ownerUid === process.uid) return true;
  }
  return false;
}

export const OVERFLOW_ID = 65_534;

/** A user's number as it is seen in a user namespace; nobody's when it is not mapped there. `uid` is the kernel's own. */
export function uidInside(space: UserNamespace, uid: number): number {
  return inside(space.uidMap, uid);
}

export function gidInside(space: UserNamespace, gid: number): number {
  return inside(space.gidMap, gid);
}

function inside(map: UserNamespace['uidMap'], id: number): number {
  const line = map.find((l) => id >= l.outside && id < l.outside + l.count);
  return line ? line.inside + id - line.outside : OVERFLOW_ID;
}
