/** Mounts: which file system shows where, by mount namespace. A mount comes into being when somebody first looks at it or past it. */
import type { UserNamespace } from '../process/namespaces.ts';
import type { FileSystem, Path } from '../../files/index.ts';
import { machineCode } from '../machine-code.ts';
import { layoutOf, MountLayout } from './mount-layout.ts';
import type { Bound } from './mount-changes.ts';
import { join, joinGroupsOf, leaveGroups, PeerGroup, type Propagation } from './peer-group.ts';

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
  /** Of aufs: its branches, top first, as its own files tell of them: "/A=rw". */
  readonly branches?: readonly string[];
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

  /** Whether it was mounted so that no program of it runs, none with its owner's rights, or no device opens. */
  forbids(what: 'noexec' | 'nosuid' | 'nodev'): boolean {
    const { options } = this.spec;
    return options !== undefined && options.includes(what) && options.split(',').includes(what);
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
  /** Its own, once its mounts have changed; before that they are shared by all of one kind. */
  private points: string[] | undefined;
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

  /** With `like`, the mount that is bound: the new one is in its groups. Peers of the mount below get the same, and what comes inside it. */
  mount(spec: MountSpec, like?: Mount, inside: readonly Bound[] = []): Mount {
    return machineCode.get().addMount(this, spec, like, inside);
  }

  /**
   * The topmost mount at the point, and its twins at the peers of what it lies on. EINVAL when there is none; EBUSY when others are mounted
   * inside it, unless all go at once.
   */
  unmount(point: string, all = false): void {
    machineCode.get().removeMount(this, point, all);
  }

  /** All of them anew, with other points: pivot_root, mount --move. The mounts stay who they are; the first is the root. */
  replace(placed: readonly { readonly mount: Mount; readonly point: string }[]): void {
    for (const { mount, point } of placed) mount.spec = { ...mount.spec, point };
    this.reset(placed.map((p) => p.mount));
  }

  setPropagation(mounts: readonly Mount[], kind: Propagation): void {
    machineCode.get().propagate(this, mounts, kind);
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

  layoutNow(): MountLayout {
    this.ready();
    return this.layout!;
  }

  attach(spec: MountSpec): Mount {
    if (!this.points) this.reset(this.mounts);
    const mount = new Mount(++this.lastId, spec);
    this.made.push(mount);
    this.points!.push(spec.point);
    this.layout!.add(spec.point);
    return mount;
  }

  /** With all that is mounted inside it. */
  detach(index: number): void {
    this.drop(new Set(this.layout!.subtree(index).map((i) => this.mountAt(i))));
  }

  drop(gone: ReadonlySet<Mount>): void {
    for (const mount of gone) leaveGroups(mount);
    this.reset(this.mounts.filter((mount) => !gone.has(mount)));
  }

  newGroup(): PeerGroup {
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

  mountAt(index: number): Mount {
    const made = this.made[index];
    if (made) return made;
    const mount = new Mount(index + 1, this.lazy!.make(index));
    this.made[index] = mount;
    if (mount.spec.propagation === 'shared') join(mount, this, this.newGroup());
    return mount;
  }

  private reset(mounts: readonly Mount[]): void {
    this.made = [...mounts];
    this.points = mounts.map((m) => m.spec.point);
    this.lazy = { points: this.points, make: (index) => this.made[index]!.spec };
    this.layout = new MountLayout(this.points);
  }
}


function isLazy(source: readonly MountSpec[] | LazyMounts): source is LazyMounts {
  return 'make' in source;
}
