/** Mounts: which file system shows where, by mount namespace. A mount comes into being when somebody first looks at it or past it. */
import type { UserNamespace } from '../process/namespaces.ts';
import { FileError, splitPath, type FileSystem, type Path } from '../../files/index.ts';
import { layoutOf, MountLayout } from './mount-layout.ts';
import { enslave, follow, join, joinGroupsOf, leaveGroups, PeerGroup, type Propagation } from './peer-group.ts';

export interface MountSpec {
  /** Absolute, without links: whoever mounts resolves it first. */
  readonly point: string;
  readonly fs: FileSystem;
  /** The part of the file system that shows: a bind mount of a directory or of a single file. Its root when left out. */
  readonly from?: Path;
  /** As `mount` prints it: a device, "overlay", "tmpfs". */
  readonly source: string;
  readonly readOnly?: boolean;
  /** Beyond ro/rw: "relatime", "lowerdir=…,upperdir=…,workdir=…". */
  readonly options?: string;
  readonly propagation?: 'shared';
  /** No mount at all, but a part of what it lies on, which the mount table does not tell of; what is mounted inside it, it does. */
  readonly part?: () => readonly MountSpec[];
}

/** Mounts that are made one by one when they are looked at. Containers of one kind share the array of points. */
export interface LazyMounts {
  readonly points: readonly string[]; // the first is "/"
  make(index: number): MountSpec;
}

export type MountSource = readonly MountSpec[] | (() => readonly MountSpec[]) | LazyMounts;

export class Mount {
  readonly id: number;
  spec: MountSpec;
  readonly from: Path;
  group: PeerGroup | undefined;
  master: PeerGroup | undefined;
  unbindable = false;

  constructor(id: number, spec: MountSpec) {
    this.id = id;
    this.spec = spec;
    this.from = spec.from ?? root;
  }

  get fs(): FileSystem {
    return this.spec.fs;
  }

  get readOnly(): boolean {
    return this.spec.readOnly === true;
  }
}

/** A mount, and a path inside its file system. */
export interface Spot {
  readonly mount: Mount;
  readonly path: Path;
}

const root: Path = [];
const noMounts: (Mount | undefined)[] = [];
type Counter = { last: number };

export class MountNamespace {
  readonly inode: number;
  /** The host's when left out. */
  owner?: UserNamespace;
  private source: MountSource;
  private lazy: LazyMounts | undefined;
  private layout: MountLayout | undefined;
  private made: (Mount | undefined)[] = noMounts;
  private lastId = 0;
  /** Of peer groups, counted over all namespaces that come from one. */
  private groups: Counter = { last: 0 };

  /** The first specification is that of "/". */
  constructor(inode: number, source: MountSource) {
    this.inode = inode;
    this.source = source;
  }

  /** In the order they were mounted. */
  get mounts(): readonly Mount[] {
    return this.ready().points.map((_, index) => this.mountAt(index));
  }

  /** A namespace of its own with the same mounts, in the same groups: what unshare(CLONE_NEWNS) gives. */
  copy(inode: number): MountNamespace {
    const mounts = this.mounts;
    const copy = new MountNamespace(inode, mounts.map((m) => m.spec));
    copy.groups = this.groups;
    copy.mounts.forEach((mount, i) => joinGroupsOf(mount, copy, mounts[i]!));
    return copy;
  }

  /** The mount that another is mounted on; undefined for the root. */
  parentOf(mount: Mount): Mount | undefined {
    const index = this.mounts.indexOf(mount);
    if (index < 0) return this.mounts[0];
    const above = this.layout!.nodeOf(index)?.above;
    return above && this.mountAt(above.index);
  }

  /** With `like`, the mount that is bound: the new one is in its groups. Peers of the mount below get the same. */
  mount(spec: MountSpec, like?: Mount): Mount {
    const { mount: below, path } = this.spot(splitPath(spec.point));
    const mount = this.attach(spec);
    leaveGroups(mount);
    if (like) joinGroupsOf(mount, this, like);
    if (below.group) {
      const group = mount.group ?? this.newGroup();
      if (!mount.group) join(mount, this, group);
      this.pass(below.group, below, path, (space, point) => join(space.attach({ ...spec, point }), space, group), group);
    }
    return mount;
  }

  /**
   * The topmost mount at the point, and its twins at the peers of what it lies on. EINVAL when there is none; EBUSY when others are mounted
   * inside it, unless all go at once.
   */
  unmount(point: string, all = false): void {
    this.ready();
    const { node, rest } = this.layout!.place(splitPath(point));
    if (rest.length > 0 || !node.above) throw new FileError('EINVAL', point);
    if (!all && node.below) throw new FileError('EBUSY', point);
    const below = this.mountAt(node.above.index);
    const mount = this.mountAt(node.index);
    const at = insideOf(below, point);
    this.detach(node.index);
    if (!below.group) return;
    this.pass(below.group, below, at, (space, there) => {
      space.ready();
      const twin = space.layout!.place(splitPath(there));
      if (twin.rest.length > 0 || !twin.node.above || space.mountAt(twin.node.index).fs !== mount.fs) return;
      if (all || !twin.node.below) space.detach(twin.node.index);
    });
  }

  /** All of them anew, with other points: pivot_root, mount --move. The mounts stay who they are; the first is the root. */
  replace(placed: readonly { readonly mount: Mount; readonly point: string }[]): void {
    for (const { mount, point } of placed) mount.spec = { ...mount.spec, point };
    this.reset(placed.map((p) => p.mount));
  }

  /** Of one mount, or of all in and below the point. */
  setPropagation(mounts: readonly Mount[], kind: Propagation): void {
    for (const mount of mounts) {
      mount.unbindable = kind === 'unbindable';
      if (kind === 'shared') {
        if (!mount.group) join(mount, this, this.newGroup());
      } else if (kind === 'slave') enslave(mount, this);
      else leaveGroups(mount);
    }
  }

  /** Mount options of one that is there: `mount -o remount,ro`. */
  remount(mount: Mount, change: Partial<MountSpec>): void {
    mount.spec = { ...mount.spec, ...change };
  }

  /** Where names from the namespace's root lead, over mounts but not over links. */
  spot(names: Path): Spot {
    if (!this.layout) this.ready();
    const { node, rest } = this.layout!.place(names);
    const mount = this.mountAt(node.index);
    return { mount, path: mount.from.length === 0 ? rest : [...mount.from, ...rest] };
  }

  /** Does to the peers of `below`, and to all who follow them, what was done at a path inside it. Followers of a follower's own group get it too. */
  private pass(group: PeerGroup, below: Mount, path: Path, act: (space: MountNamespace, point: string) => void, made?: PeerGroup): void {
    for (const [peer, space] of [...group.members]) {
      if (peer === below) continue;
      const point = pointIn(peer, path);
      if (point !== undefined) act(space, point);
    }
    for (const [follower, space] of [...group.followers]) {
      const point = pointIn(follower, path);
      if (point === undefined) continue;
      if (!made) act(space, point);
      else {
        const original = made.members.keys().next().value!;
        const mount = space.attach({ ...original.spec, point });
        follow(mount, space, made);
        if (follower.group) {
          const own = space.newGroup();
          join(mount, space, own);
          space.pass(follower.group, follower, path, (other, there) => join(other.attach({ ...original.spec, point: there }), other, own), own);
        }
      }
    }
  }

  private attach(spec: MountSpec): Mount {
    const mounts = this.mounts;
    const mount = new Mount(++this.lastId, spec);
    this.reset([...mounts, mount]);
    return mount;
  }

  /** With all that is mounted inside it. */
  private detach(index: number): void {
    const gone = new Set(this.layout!.subtree(index));
    const mounts = this.mounts;
    for (const i of gone) leaveGroups(mounts[i]!);
    this.reset(mounts.filter((_, i) => !gone.has(i)));
  }

  private newGroup(): PeerGroup {
    return new PeerGroup(++this.groups.last);
  }

  private ready(): LazyMounts {
    if (!this.lazy) {
      const source = typeof this.source === 'function' ? this.source() : this.source;
      this.lazy = isLazy(source) ? source : { points: source.map((s) => s.point), make: (index) => source[index]! };
      this.layout = layoutOf(this.lazy.points);
      this.lastId = this.lazy.points.length;
      this.made = this.lazy.points.map(() => undefined);
    }
    return this.lazy;
  }

  private mountAt(index: number): Mount {
    const made = this.made[index];
    if (made) return made;
    const mount = new Mount(index + 1, this.lazy!.make(index));
    this.made[index] = mount;
    if (mount.spec.propagation === 'shared') join(mount, this, this.newGroup());
    return mount;
  }

  private reset(mounts: readonly Mount[]): void {
    this.made = [...mounts];
    this.lazy = { points: mounts.map((m) => m.spec.point), make: (index) => mounts[index]!.spec };
    this.layout = new MountLayout(this.lazy.points);
  }
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

function isLazy(source: readonly MountSpec[] | LazyMounts): source is LazyMounts {
  return 'make' in source;
}
