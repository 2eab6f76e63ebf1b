/** The walk from a path to a file: name by name over links and mounts, with the rights of whoever asks, never above its root. */
import { encodeUtf8 } from '../../base/index.ts';
import { FileError, linksMax, splitPath, type ErrorCode, type Inode, type Meta, type Path } from '../../files/index.ts';
import type { Capability } from '../process/capabilities.ts';
import type { Tty } from '../process/tty.ts';
import { isLiveLinks } from './live-links.ts';
import type { Mount, MountNamespace } from './mount-namespace.ts';

/** Whose eyes a path is seen with. A process is one. */
export interface Viewer {
  readonly namespaces: { readonly mnt: MountNamespace };
  readonly root: string;
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly umask: number;
  readonly tty?: Tty | undefined;
  /** A process knows what it may do; without one, root may do everything. */
  capable?(capability: Capability): boolean;
  readonly bounding?: ReadonlySet<Capability>;
}

/** Where a walk has come to. Without a node only the last name is missing. */
export interface Found {
  readonly names: Path; // from the namespace's root
  readonly mount: Mount;
  readonly path: Path; // inside the mount's file system
  readonly node: Inode | undefined;
}

export const MAY_READ = 4;
export const MAY_WRITE = 2;
export const MAY_EXECUTE = 1;

/** `follow` is about the last name. Throws ENOENT, ENOTDIR, EACCES, ELOOP for the path as it was given. */
export function walkPath(viewer: Viewer, asked: string, follow: boolean): Found {
  const found = tryWalk(viewer, asked, follow);
  if (typeof found === 'string') throw new FileError(found, asked);
  return found;
}

/** The same, where a refusal is nothing to throw: a shell looks in each directory of PATH. */
export function tryWalk(viewer: Viewer, asked: string, follow: boolean): Found | ErrorCode {
  if (asked === '') return 'ENOENT';
  if (isTooLong(asked)) return 'ENAMETOOLONG';
  const space = viewer.namespaces.mnt;
  const rootNames = viewer.root === '/' ? top : namesOf(viewer.root);
  const wanted = namesOf(asked);
  const base = asked.startsWith('/') ? rootNames : viewer.cwd === '/' ? rootNames : [...rootNames, ...namesOf(viewer.cwd)];
  if (overrides(viewer)) {
    const direct = straight(viewer, space, rootNames, base.length === 0 ? wanted : [...base, ...wanted], follow && !asked.endsWith('/'));
    if (typeof direct === 'string') return direct;
    if (direct && 'links' in direct) return new Walk(viewer, space, rootNames, asked, follow, direct.links).run(rootNames, direct.names.slice(rootNames.length));
    if (direct && !(asked.endsWith('/') && direct.node && direct.node.kind !== 'dir')) return direct;
  }
  return new Walk(viewer, space, rootNames, asked, follow).run(base, wanted);
}

/** Where a true walk is due, after so many links at the ends of paths. */
interface Halfway {
  readonly names: Path;
  readonly links: number;
}

/** For root, on a path whose directories are no links: it is there, or something of it is missing. Undefined where a true walk is due from the beginning. */
function straight(viewer: Viewer, space: MountNamespace, rootNames: Path, names: Path, follow: boolean): Found | 'ENOENT' | Halfway | undefined {
  let at = names;
  for (let links = 0; links <= linksMax; links++) {
    const halfway = links > 0 ? { names: at, links } : undefined;
    if (at.includes('..')) return halfway;
    const found = foundAt(space, at);
    if (!found.node) {
      const own = ownDirectory(viewer, found);
      if (!own) return missing(space, found) ?? halfway;
      at = own;
      continue;
    }
    if (found.node.kind !== 'link' || !follow || opensItself(found)) return found;
    const target = linkTarget(viewer, found)!;
    if (target.endsWith('/')) return undefined;
    at = [...(target.startsWith('/') ? rootNames : at.slice(0, -1)), ...namesOf(target)];
  }
  return undefined;
}

/** A path below /proc/self, where every program's standard streams lead, with the number that this viewer has there. */
function ownDirectory(viewer: Viewer, { names, mount, path }: Found): Path | undefined {
  if (path.length < 2 || !isLiveLinks(mount.fs)) return undefined;
  const number = mount.fs.linkText(path.slice(0, 1), viewer);
  return number === undefined ? undefined : [...names.slice(0, -path.length), number, ...path.slice(1)];
}

const PATH_BYTES_MAX = 4_095;

/** For the kernel, which takes a path into one page. */
export function isTooLong(path: string): boolean {
  return path.length * 3 > PATH_BYTES_MAX && encodeUtf8(path).length > PATH_BYTES_MAX;
}

const splits = new Map<string, Path>();
const SPLITS_KEPT = 2_000;

/** The same few paths are asked for over and over: programs, libraries, configuration. */
function namesOf(path: string): Path {
  let names = splits.get(path);
  if (!names) {
    names = splitPath(path);
    if (splits.size >= SPLITS_KEPT) splits.clear();
    splits.set(path, names);
  }
  return names;
}

class Walk {
  private readonly viewer: Viewer;
  private readonly space: MountNamespace;
  private readonly rootNames: Path;
  private readonly asked: string;
  private readonly follow: boolean;
  private links: number;

  constructor(viewer: Viewer, space: MountNamespace, rootNames: Path, asked: string, follow: boolean, links = 0) {
    this.viewer = viewer;
    this.space = space;
    this.rootNames = rootNames;
    this.asked = asked;
    this.follow = follow || asked.endsWith('/');
    this.links = links;
  }

  run(base: Path, wanted: Path): Found | ErrorCode {
    const rest = [...wanted].reverse();
    let names = [...base];
    let found = foundAt(this.space, names);
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      const refusal = this.refusal(found);
      if (refusal) return refusal;
      if (name === '..') {
        if (names.length > this.rootNames.length) names = names.slice(0, -1);
        found = foundAt(this.space, names);
        continue;
      }
      const next = [...names, name];
      const step = foundAt(this.space, next);
      const last = rest.length === 0;
      if (!step.node) {
        return last ? step : 'ENOENT';
      }
      if (step.node.kind === 'link' && (!last || this.follow)) {
        if (!mayFollow(this.viewer, step)) return 'EACCES';
        if (last && opensItself(step)) return step;
        if (++this.links > linksMax) return 'ELOOP';
        const target = linkTarget(this.viewer, step)!;
        if (target.startsWith('/')) names = [...this.rootNames];
        rest.push(...[...splitPath(target)].reverse());
        found = foundAt(this.space, names);
      } else {
        names = next;
        found = step;
      }
    }
    return this.asked.endsWith('/') && found.node && found.node.kind !== 'dir' ? 'ENOTDIR' : found;
  }

  /** Why it cannot be entered. */
  private refusal({ node }: Found): ErrorCode | undefined {
    if (!node) return 'ENOENT';
    if (node.kind !== 'dir') return 'ENOTDIR';
    return allows(this.viewer, node.meta, MAY_EXECUTE) ? undefined : 'EACCES';
  }
}

const top: Path = [];

/** What the walk to something that is not there comes to; undefined when a link or a file was on the way. */
function missing(space: MountNamespace, found: Found): Found | 'ENOENT' | undefined {
  const before = (end: number): Inode | undefined => foundAt(space, found.names.slice(0, end)).node;
  const most = found.names.length - 1;
  let node = most < 0 ? undefined : before(most);
  const isParent = node !== undefined;
  for (let there = 0, gone = most; !node && there < gone; ) {
    const middle = (there + gone) >> 1;
    const at = before(middle);
    if (!at) gone = middle;
    else if (gone - middle > 1) there = middle;
    else node = at;
  }
  if (node?.kind !== 'dir' || (node.meta.mode & 0o111) === 0) return undefined;
  return isParent ? found : 'ENOENT';
}

export function foundAt(space: MountNamespace, names: Path): Found {
  const { mount, path } = space.spot(names);
  return { names, mount, path, node: mount.fs.node(path) };
}

/** The text of a symbolic link as this viewer reads it; undefined when the node is none. */
export function linkTarget(viewer: Viewer, { mount, path, node }: Found): string | undefined {
  if (node?.kind !== 'link') return undefined;
  return (isLiveLinks(mount.fs) ? mount.fs.linkText(path, viewer) : undefined) ?? node.target;
}

/** A link to an open file: following its text would lead nowhere. */
export function opensItself({ mount, path }: Found): boolean {
  return isLiveLinks(mount.fs) && mount.fs.openFile(path) !== undefined;
}

/** A process's links in /proc are for those who could trace it. */
export function mayFollow(viewer: Viewer, { mount, path }: Found): boolean {
  return overrides(viewer) || !isLiveLinks(mount.fs) || mount.fs.mayFollow(path, viewer.uid);
}

/** Root, unless the right to read and write everything was taken from it. */
function overrides({ uid, bounding }: Viewer): boolean {
  return uid === 0 && (bounding === undefined || bounding.has('DAC_OVERRIDE'));
}

/** Root may all but execute what nobody may execute. */
export function allows(viewer: Viewer, meta: Meta, wants: number): boolean {
  if (overrides(viewer)) return (wants & MAY_EXECUTE) === 0 || (meta.mode & 0o111) !== 0;
  if (viewer.uid === meta.uid) return ((meta.mode >> 6) & wants) === wants;
  if (viewer.gid === meta.gid || viewer.groups.includes(meta.gid)) return ((meta.mode >> 3) & wants) === wants;
  return (meta.mode & wants) === wants;
}
