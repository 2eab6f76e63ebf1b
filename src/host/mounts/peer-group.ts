/** Mounts that show the same: what is mounted or unmounted in one member of a group happens in all, and in those that only follow it. */
import type { Mount, MountNamespace } from './mount-namespace.ts';

export class PeerGroup {
  readonly id: number;
  readonly members = new Map<Mount, MountNamespace>();
  /** They receive, but do not send. */
  readonly followers = new Map<Mount, MountNamespace>();

  constructor(id: number) {
    this.id = id;
  }
}

export type Propagation = 'private' | 'shared' | 'slave' | 'unbindable';

/** Leaves all groups, as private mounts do. */
export function leaveGroups(mount: Mount): void {
  mount.group?.members.delete(mount);
  mount.master?.followers.delete(mount);
  mount.group = undefined;
  mount.master = undefined;
}

/** The same groups as another: a bind mount of it, or its copy in a new namespace. */
export function joinGroupsOf(mount: Mount, space: MountNamespace, other: Mount): void {
  if (other.group) join(mount, space, other.group);
  if (other.master) follow(mount, space, other.master);
}

export function join(mount: Mount, space: MountNamespace, group: PeerGroup): void {
  mount.group = group;
  group.members.set(mount, space);
}

export function follow(mount: Mount, space: MountNamespace, group: PeerGroup): void {
  mount.master = group;
  group.followers.set(mount, space);
}

/** A mount that was shared follows those it shared with; alone, it is private. */
export function enslave(mount: Mount, space: MountNamespace): void {
  const { group } = mount;
  if (!group) return;
  group.members.delete(mount);
  mount.group = undefined;
  if (group.members.size > 0 && !mount.master) follow(mount, space, group);
}

/** "shared:5 master:2": the optional fields of mountinfo. */
export function groupFields(mount: Mount): string {
  const fields = [mount.group ? `shared:${mount.group.id}` : '', mount.master ? `master:${mount.master.id}` : '', mount.unbindable ? 'unbindable' : ''];
  return fields.filter((f) => f !== '').join(' ');
}

/** As findmnt's PROPAGATION column says it. */
export function propagationText(mount: Mount): string {
  if (mount.unbindable) return 'private,unbindable';
  return [mount.group ? 'shared' : 'private', ...(mount.master ? ['slave'] : [])].join(',');
}
