/** What changes in a mount namespace, and in those that are its peers: a mount more, one less, how it spreads. */
import { FileError, splitPath, type FileSystem, type Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Mount, MountNamespace, MountSpec } from './mount-namespace.ts';
import { enslave, follow, join, joinGroupsOf, leaveGroups, type PeerGroup, type Propagation } from './peer-group.ts';

/** A mount on its way to the peers of what it lies on; those that are new with it get no copies of it. */
interface Made {
  readonly spec: MountSpec;
  readonly group: PeerGroup;
  readonly fresh: Map<Mount, MountNamespace>;
}

export interface Bound {
  readonly spec: MountSpec;
  readonly like: Mount;
}

/** In one namespace. A tree that is bound into itself again and again doubles each time, and oftener where it is shared. */
const MOUNTS_MAX = 2_000;

/** ENOSPC when that would be more than a namespace takes: then nothing is mounted at all. */
export function addMount(space: MountNamespace, spec: MountSpec, like: Mount | undefined, inside: readonly Bound[]): Mount {
  const fresh = new Map<Mount, MountNamespace>();
  try {
    return attachAll(space, [{ spec, like }, ...inside], fresh);
  } catch (error) {
    for (const one of new Set(fresh.values())) one.drop(new Set([...fresh].filter(([, its]) => its === one).map(([mount]) => mount)));
    throw error;
  }
}

function attachAll(space: MountNamespace, wanted: readonly { readonly spec: MountSpec; readonly like: Mount | undefined }[], fresh: Map<Mount, MountNamespace>): Mount {
  const names = splitPath(wanted[0]!.spec.point);
  const { mount: below, path } = space.spot(names);
  const made = wanted.map((one) => {
    const mount = attach(space, one.spec, fresh);
    leaveGroups(mount);
    if (one.like) joinGroupsOf(mount, space, one.like);
    return mount;
  });
  const { group: around } = below;
  if (!around) return made[0]!;
  for (const mount of made) {
    const group = mount.group ?? space.newGroup();
    if (!mount.group) join(mount, space, group);
    const at = [...path, ...splitPath(mount.spec.point).slice(names.length)];
    pass(around, below, at, (other, point) => attachTo(other, group, { ...mount.spec, point }, fresh), { spec: mount.spec, group, fresh });
  }
  return made[0]!;
}

function attach(space: MountNamespace, spec: MountSpec, fresh: Map<Mount, MountNamespace>): Mount {
  if (space.mounts.length >= MOUNTS_MAX) throw new SystemError('ENOSPC', 'mount');
  const mount = space.attach(spec);
  fresh.set(mount, space);
  return mount;
}

export function removeMount(space: MountNamespace, point: string, all: boolean): void {
  const layout = space.layoutNow();
  const { node, rest } = layout.place(splitPath(point));
  if (rest.length > 0 || !node.above) throw new FileError('EINVAL', point);
  if (!all && node.below) throw new FileError('EBUSY', point);
  const gone = layout.subtree(node.index).map((index) => {
    const mount = space.mountAt(index);
    const below = space.mountAt(layout.nodeOf(index)!.above!.index);
    return { mount, below, group: below.group, at: insideOf(below, mount.spec.point) };
  });
  space.detach(node.index);
  for (const { mount, below, group, at } of gone.toReversed()) {
    if (group) pass(group, below, at, (other, there) => detachTwin(other, there, mount.fs));
  }
}

export function propagate(space: MountNamespace, mounts: readonly Mount[], kind: Propagation): void {
  for (const mount of mounts) {
    mount.unbindable = kind === 'unbindable';
    if (kind === 'shared') {
      if (!mount.group) join(mount, space, space.newGroup());
    } else if (kind === 'slave') enslave(mount, space);
    else leaveGroups(mount);
  }
}

/** Does to the peers of `below`, and to all who follow them, what was done at a path inside it. Followers of a follower's own group get it too. */
function pass(group: PeerGroup, below: Mount, path: Path, act: (space: MountNamespace, point: string) => void, made?: Made): void {
  for (const [peer, space] of [...group.members]) {
    if (peer === below || made?.fresh.has(peer)) continue;
    const point = pointIn(peer, path);
    if (point !== undefined) act(space, point);
  }
  for (const [follower, space] of [...group.followers]) {
    const point = made?.fresh.has(follower) ? undefined : pointIn(follower, path);
    if (point === undefined) continue;
    if (!made) act(space, point);
    else {
      const mount = attach(space, { ...made.spec, point }, made.fresh);
      follow(mount, space, made.group);
      if (follower.group) {
        const own = space.newGroup();
        join(mount, space, own);
        pass(follower.group, follower, path, (other, there) => attachTo(other, own, { ...made.spec, point: there }, made.fresh), { ...made, group: own });
      }
    }
  }
}

/** What is mounted inside it stays, and it with that. */
function detachTwin(space: MountNamespace, point: string, fs: FileSystem): void {
  const { node, rest } = space.layoutNow().place(splitPath(point));
  if (rest.length === 0 && node.above && !node.below && space.mountAt(node.index).fs === fs) space.detach(node.index);
}

function attachTo(space: MountNamespace, group: PeerGroup, spec: MountSpec, fresh: Map<Mount, MountNamespace>): void {
  join(attach(space, spec, fresh), space, group);
}

/** Where a path of the file system shows through this mount; undefined when it does not. */
function pointIn(mount: Mount, path: Path): string | undefined {
  if (!mount.from.every((name, i) => path[i] === name)) return undefined;
  const rest = path.slice(mount.from.length);
  const { point } = mount.spec;
  return rest.length === 0 ? point : `${point === '/' ? '' : point}/${rest.join('/')}`;
}

/** The path inside the mount's file system of a point in its namespace. */
function insideOf(mount: Mount, point: string): Path {
  return [...mount.from, ...splitPath(point).slice(splitPath(mount.spec.point).length)];
}
