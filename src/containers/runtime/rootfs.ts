/** The file system of a container: the image's layers, an init layer of mount points, a read-write layer; and what is mounted over it. */
import type {
  UnionFs} from '../../files/index.ts';
import {
  dirNode,
  emptyContent,
  FileError,
  fileNode,
  linkNode,
  metaOf,
  resolve,
  splitPath,
  textContent,
  TreeFs,
  treeOf,
  type FileSystem,
  type Layer,
  type Path,
  type Placed,
  type VisibleNode,
} from '../../files/index.ts';
import { cgroupMounts, devices, machineCode, type Cgroup, type Host, type LazyMounts, type MountSpec, type Namespaces } from '../../host/index.ts';
import type { Image } from '../images/image.ts';
import type { ContainerMount } from './container-spec.ts';
import type { ContainerOwner } from './rows.ts';
import { RuntimeError } from './runtime-error.ts';

/** Its id, where layers are told apart by theirs. It is no layer of any image. */
export const initLayerId = 'init';

function initLayer(owner: ContainerOwner): Layer {
  const meta = metaOf(0o755, 0);
  const dir = (path: string): Placed => ({ path, node: dirNode(meta) });
  const file = (path: string): Placed => ({ path, node: fileNode(emptyContent, meta) });
  const mtab: Placed = { path: '/etc/mtab', node: linkNode('/proc/mounts', metaOf(0o777, 0)) };
  const placed = [dir('/dev/pts'), dir('/dev/shm'), file('/dev/console'), dir('/proc'), dir('/sys'), file('/etc/hostname'), file('/etc/hosts'), mtab, file('/etc/resolv.conf')];
  return { id: initLayerId, tree: treeOf(owner === 'docker' ? [...placed, file('/.dockerenv')] : placed, meta) };
}

const initLayers: Readonly<Record<ContainerOwner, Layer>> = { docker: initLayer('docker'), cri: initLayer('cri') };
const stacks: Readonly<Record<ContainerOwner, WeakMap<Image, readonly Layer[]>>> = { docker: new WeakMap(), cri: new WeakMap() };

/** What stands below the read-write layer, top first: one array for all containers of an image, so that its lookups are shared. */
export function lowersOf(image: Image, owner: ContainerOwner): readonly Layer[] {
  let lowers = stacks[owner].get(image);
  if (!lowers) stacks[owner].set(image, (lowers = [initLayers[owner], ...image.lowers]));
  return lowers;
}

/** /etc/hostname, /etc/hosts and /etc/resolv.conf, which live on the host and are bound into a container, or into all of a pod. */
export class EtcFiles {
  private readonly host: Host;
  private readonly first: () => EtcTexts;
  private readonly madeMs: number;
  private made: TreeFs | undefined;

  /** The texts are asked for once, when somebody first looks: they are to be as they would have been now. */
  constructor(host: Host, texts: () => EtcTexts) {
    this.host = host;
    this.first = texts;
    this.madeMs = host.wallMs;
  }

  /** As it has been from the beginning, though it is put together when somebody first looks there. */
  get fs(): TreeFs {
    return (this.made ??= this.make());
  }

  setHosts(text: string): void {
    this.fs.write(['hosts'], textContent(text), this.host.wallMs);
  }

  setResolvConf(text: string): void {
    this.fs.write(['resolv.conf'], textContent(text), this.host.wallMs);
  }

  get mounts(): readonly MountSpec[] {
    return ['resolv.conf', 'hostname', 'hosts'].map((name) => ({ point: `/etc/${name}`, fs: this.fs, from: [name], source: '/dev/sda1', options: 'relatime' }));
  }

  private make(): TreeFs {
    const { madeMs } = this;
    const first = this.first();
    const meta = metaOf(0o644, madeMs);
    const entries = new Map<string, VisibleNode>([
      ['hostname', fileNode(textContent(`${first.hostname}\n`), meta)],
      ['hosts', fileNode(textContent(first.hosts), meta)],
      ['resolv.conf', fileNode(textContent(first.resolvConf), meta)],
    ]);
    return new TreeFs(dirNode(metaOf(0o755, madeMs), entries), { type: 'ext4', space: this.host.disk.space });
  }
}

interface EtcTexts {
  readonly hostname: string;
  readonly hosts: string;
  readonly resolvConf: string;
}

const DEV_BYTES = 65_536 * 1_024;
const NO_EXEC = 'nosuid,nodev,noexec,relatime';

const FIRST_POINTS = ['/', '/proc', '/dev', '/sys'] as const;
const ETC_POINTS = ['/etc/resolv.conf', '/etc/hostname', '/etc/hosts'];

interface StandardPoints {
  readonly base: readonly string[];
  readonly withEtc: readonly string[];
}

const standardPoints = new Map<1 | 2, StandardPoints>();

/** One array for all containers, so that they share a layout. Only the version of cgroups makes a difference. */
function pointsOn(host: Host): StandardPoints {
  const version = host.facts.cgroupVersion;
  let points = standardPoints.get(version);
  if (!points) {
    const base = [...FIRST_POINTS, ...cgroupMounts(host, () => host.cgroups).map((m) => m.point)];
    standardPoints.set(version, (points = { base, withEtc: [...base, ...ETC_POINTS] }));
  }
  return points;
}

export interface Stage {
  readonly privileged: boolean;
  readonly host: Host;
  readonly rootFs: UnionFs;
  /** As the mount table tells of it. */
  readonly rootOptions: () => string;
  readonly readOnly: boolean;
  readonly spaces: () => Namespaces;
  readonly cgroup: Cgroup;
  readonly etc: EtcFiles | undefined;
  readonly mounts: readonly MountSpec[];
}

/** All mounts of a container, in the order in which runc mounts them; each made when somebody looks there. */
export class ContainerMounts implements LazyMounts {
  readonly points: readonly string[];
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
    const { base, withEtc } = pointsOn(stage.host);
    const standard = stage.etc ? withEtc : base;
    this.points = stage.mounts.length === 0 ? standard : standard.concat(stage.mounts.map((mount) => mount.point));
  }

  make(index: number): MountSpec {
    const { host, rootFs, rootOptions, privileged, readOnly, spaces, cgroup, etc, mounts } = this.stage;
    switch (index) {
      case 0:
        return { point: '/', fs: rootFs, source: rootFs.type === 'aufs' ? 'none' : rootFs.type, readOnly, options: rootOptions() };
      case 1:
        return { point: '/proc', fs: new (machineCode.get().ProcFs)(host, () => spaces().pid), source: 'proc', options: NO_EXEC };
      case 2:
        return { point: '/dev', fs: new TreeFs(devices, { space: host.disk.space.beside(DEV_BYTES) }), source: 'tmpfs', options: 'nosuid,size=65536k,mode=755' };
      case 3:
        return { point: '/sys', fs: new (machineCode.get().SysFs)(host, () => spaces().net), source: 'sysfs', readOnly: !privileged, options: NO_EXEC };
      default:
        return [...cgroupMounts(host, () => cgroup, !privileged), ...(etc?.mounts ?? []), ...mounts][index - FIRST_POINTS.length]!;
    }
  }
}

/** Turns what was asked for into mounts, and makes their mount points, as runc does, in the read-write layer. */
export function resolveMounts(host: Host, rootFs: UnionFs, asked: readonly ContainerMount[]): MountSpec[] {
  return asked.map((mount) => {
    const spec = specOf(host, mount);
    const point = makePoint(rootFs, spec, host.wallMs);
    return point === spec.point ? spec : { ...spec, point };
  });
}

function specOf(host: Host, mount: ContainerMount): MountSpec {
  if ('fs' in mount) return mount;
  if ('tmpfs' in mount) {
    const size = mount.sizeBytes === undefined ? '' : `,size=${Math.floor(mount.sizeBytes / 1024)}k`;
    const root = dirNode(metaOf(mount.mode ?? 0o1777, host.wallMs));
    const space = host.disk.space.beside(mount.sizeBytes ?? Math.floor(host.facts.memoryBytes / 2));
    return { point: mount.point, fs: new TreeFs(root, { space }), source: 'tmpfs', options: `nosuid,nodev,noexec,relatime${size}` };
  }
  try {
    const found = host.files.locate(mount.bind);
    if (!found.node) throw new FileError('ENOENT', mount.bind);
    return { point: mount.point, fs: found.mount.fs, from: found.path, source: found.mount.spec.source, readOnly: mount.readOnly ?? false, options: 'relatime' };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new RuntimeError('mount', `invalid mount config for type "bind": bind source path does not exist: ${mount.bind}`);
  }
}

/** Where a mount point is in a tree, and what has to be made for it. */
interface Plan {
  readonly tree: UnionFs['union'];
  readonly isDir: boolean;
  readonly nowMs: number;
  readonly point: string;
  readonly missing: { readonly at: Path; readonly node: VisibleNode } | undefined;
}

const plans = new Map<string, Plan>(); // the last of each point that was asked for: the containers of a pod's template ask for the same
const PLANS_KEPT = 64;

/** The mount point over the container's own links; what is missing of it is made, all of it at once. */
function makePoint(rootFs: UnionFs, spec: MountSpec, nowMs: number): string {
  const tree = rootFs.union;
  const isDir = kindAt(spec.fs, spec.from ?? []) === 'dir';
  let plan = plans.get(spec.point);
  if (!plan || plan.tree.upper !== tree.upper || plan.tree.lowers !== tree.lowers || plan.isDir !== isDir || plan.nowMs !== nowMs) {
    plan = { tree, isDir, nowMs, ...planned(rootFs, spec.point, isDir, nowMs) };
    if (plans.size >= PLANS_KEPT) plans.clear();
    plans.set(spec.point, plan);
  }
  if (plan.missing) rootFs.create(plan.missing.at, plan.missing.node, nowMs);
  return plan.point;
}

function planned(rootFs: UnionFs, point: string, isDir: boolean, nowMs: number): Pick<Plan, 'point' | 'missing'> {
  let at: Path = [];
  const names = splitPath(point);
  for (const [i, name] of names.entries()) {
    const found = resolve(rootFs, [...at, name]);
    at = found.path;
    if (found.node) continue;
    const missing = names.slice(i + 1);
    let node: VisibleNode = isDir ? dirNode(metaOf(0o755, nowMs)) : fileNode(emptyContent, metaOf(0o755, nowMs));
    for (const inner of missing.toReversed()) node = dirNode(metaOf(0o755, nowMs), new Map([[inner, node]]));
    return { point: `/${[...at, ...missing].join('/')}`, missing: { at, node } };
  }
  return { point: `/${at.join('/')}`, missing: undefined };
}

function kindAt(fs: FileSystem, path: Path): string {
  return fs.node(path)?.kind ?? 'dir';
}

