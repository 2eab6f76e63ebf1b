/** Mounts: which file system shows where, by mount namespace. The table of a container is made from its specification only when somebody looks. */
import { FileError, splitPath, type FileSystem, type Path } from '../../files/index.ts';

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

export class Mount {
  readonly id: number;
  readonly spec: MountSpec;
  readonly above: Mount | undefined; // the mount that holds its mount point
  readonly from: Path;
  /** By the place of their mount points inside this mount; '' is another mount right over this one. */
  below: Map<string, Mount> | undefined;

  constructor(id: number, spec: MountSpec, above: Mount | undefined) {
    this.id = id;
    this.spec = spec;
    this.above = above;
    this.from = spec.from ?? root;
  }

  get fs(): FileSystem {
    return this.spec.fs;
  }

  get readOnly(): boolean {
    return this.spec.readOnly === true;
  }
}

/** A mount, and a path inside it. */
export interface Spot {
  readonly mount: Mount;
  readonly path: Path;
}

const root: Path = [];

export class MountNamespace {
  readonly inode: number;
  private specs: readonly MountSpec[] | (() => readonly MountSpec[]);
  private table: Mount[] | undefined;
  private lastId = 0;

  /** The first specification is that of "/". */
  constructor(inode: number, specs: readonly MountSpec[] | (() => readonly MountSpec[])) {
    this.inode = inode;
    this.specs = specs;
  }

  /** In the order they were mounted. */
  get mounts(): readonly Mount[] {
    return (this.table ??= this.build());
  }

  /** A namespace of its own with the same mounts: what unshare(CLONE_NEWNS) gives. */
  copy(inode: number): MountNamespace {
    return new MountNamespace(inode, this.table ? this.table.map((m) => m.spec) : this.specs);
  }

  mount(spec: MountSpec): Mount {
    const mounts = this.mounts as Mount[];
    return this.attach(mounts, spec);
  }

  /** The topmost mount at the point. EINVAL when there is none; EBUSY when others are mounted inside it. */
  unmount(point: string): void {
    const mounts = this.mounts as Mount[];
    const spot = this.spot(splitPath(point));
    const { mount } = spot;
    if (spot.path.length > 0 || !mount.above) throw new FileError('EINVAL', point);
    if (mount.below && mount.below.size > 0) throw new FileError('EBUSY', point);
    for (const [key, value] of mount.above.below!) if (value === mount) mount.above.below!.delete(key);
    mounts.splice(mounts.indexOf(mount), 1);
  }

  /** pivot_root and chroot's stronger kin: what shows at `point` becomes the root. */
  rebuild(specs: readonly MountSpec[]): void {
    this.specs = specs;
    this.table = undefined;
  }

  /** Where names from the namespace's root lead, over mounts but not over links. */
  spot(names: Path): Spot {
    let mount = top(this.mounts[0]!);
    let start = 0;
    for (let end = 1; mount.below && end <= names.length; end++) {
      const inner = mount.below.get(names.slice(start, end).join('/'));
      if (!inner) continue;
      mount = top(inner);
      start = end;
    }
    const rest = start === 0 ? names : names.slice(start);
    return { mount, path: mount.from.length === 0 ? rest : [...mount.from, ...rest] };
  }

  private build(): Mount[] {
    const specs = typeof this.specs === 'function' ? this.specs() : this.specs;
    const mounts: Mount[] = [];
    this.table = mounts;
    for (const spec of specs) this.attach(mounts, spec);
    return mounts;
  }

  private attach(mounts: Mount[], spec: MountSpec): Mount {
    const id = ++this.lastId;
    if (mounts.length === 0) {
      const first = new Mount(id, spec, undefined);
      mounts.push(first);
      return first;
    }
    const names = splitPath(spec.point);
    const { mount: above, path } = this.spot(names);
    const mount = new Mount(id, spec, above);
    (above.below ??= new Map()).set(path.slice(above.from.length).join('/'), mount);
    mounts.push(mount);
    return mount;
  }
}

/** Mounts may lie on one another. */
function top(mount: Mount): Mount {
  let at = mount;
  for (let over = at.below?.get(''); over; over = at.below?.get('')) at = over;
  return at;
}
