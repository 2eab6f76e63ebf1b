/** Mounts: which file system shows where, by mount namespace. A mount comes into being when somebody first looks at it or past it. */
import { FileError, splitPath, type FileSystem, type Path } from '../../files/index.ts';
import { layoutOf, MountLayout } from './mount-layout.ts';

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
  readonly propagation?: 'private' | 'shared' | 'slave';
}

/** Mounts that are made one by one when they are looked at. Containers of one kind share the array of points. */
export interface LazyMounts {
  readonly points: readonly string[]; // the first is "/"
  make(index: number): MountSpec;
}

export type MountSource = readonly MountSpec[] | (() => readonly MountSpec[]) | LazyMounts;

export class Mount {
  readonly id: number;
  readonly spec: MountSpec;
  readonly from: Path;

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

export class MountNamespace {
  readonly inode: number;
  private source: MountSource;
  private lazy: LazyMounts | undefined;
  private layout: MountLayout | undefined;
  private made: (Mount | undefined)[] = noMounts;
  private lastId = 0;

  /** The first specification is that of "/". */
  constructor(inode: number, source: MountSource) {
    this.inode = inode;
    this.source = source;
  }

  /** In the order they were mounted. */
  get mounts(): readonly Mount[] {
    return this.ready().points.map((_, index) => this.mountAt(index));
  }

  /** A namespace of its own with the same mounts: what unshare(CLONE_NEWNS) gives. */
  copy(inode: number): MountNamespace {
    return new MountNamespace(inode, this.mounts.map((m) => m.spec));
  }

  mount(spec: MountSpec): Mount {
    const mounts = [...this.mounts];
    const mount = new Mount(++this.lastId, spec);
    this.reset([...mounts, mount]);
    return mount;
  }

  /** The topmost mount at the point. EINVAL when there is none; EBUSY when others are mounted inside it. */
  unmount(point: string): void {
    const mounts = this.mounts;
    const { node, rest } = this.layout!.place(splitPath(point));
    if (rest.length > 0 || !node.above) throw new FileError('EINVAL', point);
    if (node.below) throw new FileError('EBUSY', point);
    this.reset(mounts.filter((_, index) => index !== node.index));
  }

  /** All of them anew: pivot_root. */
  replace(specs: readonly MountSpec[]): void {
    this.reset(specs.map((spec) => new Mount(++this.lastId, spec)));
  }

  /** Where names from the namespace's root lead, over mounts but not over links. */
  spot(names: Path): Spot {
    if (!this.layout) this.ready();
    const { node, rest } = this.layout!.place(names);
    const mount = this.mountAt(node.index);
    return { mount, path: mount.from.length === 0 ? rest : [...mount.from, ...rest] };
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
    return (this.made[index] ??= new Mount(index + 1, this.lazy!.make(index)));
  }

  private reset(mounts: readonly Mount[]): void {
    this.made = [...mounts];
    this.lazy = { points: mounts.map((m) => m.spec.point), make: (index) => mounts[index]!.spec };
    this.layout = new MountLayout(this.lazy.points);
  }
}

function isLazy(source: readonly MountSpec[] | LazyMounts): source is LazyMounts {
  return 'make' in source;
}
