/** The one place where files change: a holder whose value is an immutable tree, replaced by each write and told to whoever watches. */
import { keptBytes, type Content } from './content.ts';
import { upperLayer, type FileEvent, type FileSystem, type StatFs } from './file-system.ts';
import { HeldFiles, NamelessFile, otherName, type HeldFile } from './held-files.ts';
import { noEntries, type DirNode, type Inode, type Meta, type VisibleNode } from './node.ts';
import type { Path } from './path.ts';
import { Space } from './space.ts';
import { Trail } from './trail.ts';
import { find, linksOf, namesIn, openDir, type Layer, type Union } from './union.ts';
import { renameNode } from './union-rename.ts';
import { addHardLink, changeMeta, createNode, removeDir, unlinkNode, writeContent } from './union-write.ts';
import type { Write } from './upper.ts';
import { treeBytes } from './walk.ts';

type Options = {
  readonly type?: string;
  /** Where the bytes of the upper layer are counted; without it there is always room. */
  readonly space?: Space;
};

type UnionOptions = Options & {
  /** Top first, shared with every other container of the image. */
  readonly lowers: readonly Layer[];
  /** An empty one by default. */
  readonly upper?: DirNode;
  /** No upper layer at all: writes give EROFS. */
  readonly readOnly?: boolean;
};

/** An overlay mount: layers below, one read-write layer on top. Making one copies nothing. */
export class UnionFs implements FileSystem {
  readonly type: string;
  readonly space: Space;
  private state: Union;
  private listeners: readonly ((event: FileEvent) => void)[] = noListeners;
  private held: HeldFiles | undefined;
  private trail: Trail | undefined; // while nothing else was done than what a trail knows of

  constructor({ lowers, upper, readOnly, type = 'overlay', space }: UnionOptions) {
    this.type = type;
    this.space = space ?? boundless();
    const start = readOnly || upper ? undefined : startOn(lowers);
    const top = upper ?? start?.upper;
    this.trail = start?.trail;
    this.state = top ? { lowers, upper: top } : { lowers };
    if (top && top.entries.size > 0) this.space.take(treeBytes(top), treeBytes(top, keptBytes));
  }

  /** The value now; it never changes, so that a picture of this moment can be kept. */
  get union(): Union {
    return this.state;
  }

  node(path: Path): Inode | undefined {
    return find(this.state, path)?.node;
  }

  list(path: Path): readonly string[] {
    return namesIn(openDir(this.state, path));
  }

  dirLinks(path: Path): number {
    return linksOf(openDir(this.state, path));
  }

  create(path: Path, node: VisibleNode, nowMs: number): void {
    const { trail } = this;
    const known = trail?.find(path, node, nowMs);
    const write = known?.write ?? createNode(this.state, path, node, nowMs);
    this.accept(path, write);
    this.trail = known ? known.to : trail?.add(path, node, nowMs, write);
  }

  write(path: Path, content: Content, nowMs: number): void {
    const { trail } = this;
    const known = trail?.find(path, content, nowMs);
    const write = known?.write ?? writeContent(this.state, path, content, nowMs);
    this.accept(path, write);
    this.trail = known ? known.to : trail?.add(path, content, nowMs, write);
  }

  setMeta(path: Path, change: Partial<Meta>): void {
    this.accept(path, changeMeta(this.state, path, change));
  }

  unlink(path: Path, nowMs: number): void {
    this.accept(path, unlinkNode(this.state, path, nowMs), path);
  }

  rmdir(path: Path, nowMs: number): void {
    this.accept(path, removeDir(this.state, path, nowMs));
  }

  rename(from: Path, to: Path, nowMs: number): void {
    const write = renameNode(this.state, from, to, nowMs);
    this.accept(to, write, to);
    if (write.events.length > 0) this.held?.moved(from, to);
  }

  link(existing: Path, path: Path, nowMs: number): void {
    this.accept(path, addHardLink(this.state, existing, path, nowMs));
  }

  hold(path: Path): HeldFile {
    return (this.held ??= new HeldFiles(this)).hold(path);
  }

  statfs(): StatFs {
    const { totalBytes, usedBytes, availableBytes } = this.space;
    return { type: this.type, totalBytes, usedBytes, availableBytes };
  }

  watch(listener: (event: FileEvent) => void): () => void {
    this.listeners = this.listeners.concat(listener);
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  /** The mount is gone for good and its upper layer deleted: gives its bytes back. */
  release(): void {
    const { upper } = this.state;
    if (upper) this.space.take(-treeBytes(upper), -treeBytes(upper, keptBytes));
    this.state = { lowers: this.state.lowers };
  }

  /** `lost`: the name that goes, if anything has it. */
  private accept(path: Path, write: Write, lost?: Path): void {
    const nameless = lost && this.held?.at(lost) && write.events.length > 0 ? this.nameless(lost) : undefined;
    const [bytes, kept] = nameless?.own.taken ?? [0, 0];
    if (write.bytes + bytes !== 0 || write.kept + kept !== 0) this.space.take(write.bytes + bytes, write.kept + kept, path);
    if (nameless) this.held!.lose(lost!, nameless.other, nameless.own);
    this.trail = undefined;
    this.state = { lowers: this.state.lowers, upper: write.upper };
    for (const event of write.events) for (const listener of this.listeners) listener(event);
  }

  /** What somebody has open by a name that is about to go. */
  private nameless(path: Path): { readonly other: Path | undefined; readonly own: NamelessFile } | undefined {
    const { upper } = this.state;
    const found = find(this.state, path);
    if (!upper || found?.node.kind !== 'file') return undefined;
    const { node } = found;
    const isUpper = found.layer === upperLayer;
    const other = node.hard && isUpper ? otherName(upper, node.hard.inode, path) : undefined;
    return { other, own: new NamelessFile(path, node, this.space, isUpper && !other) };
  }
}

/** A plain file system (a disk, a tmpfs, a volume): a union with nothing below. */
export class TreeFs extends UnionFs {
  constructor(root: DirNode, { type = 'tmpfs', space }: Options = {}) {
    super(space ? { lowers: noLayers, upper: root, type, space } : { lowers: noLayers, upper: root, type });
  }

  get root(): DirNode {
    return this.union.upper ?? emptyRoot;
  }
}

const noLayers: readonly Layer[] = [];
const noListeners: readonly never[] = [];
const emptyRoot: DirNode = { kind: 'dir', meta: { mode: 0o755, uid: 0, gid: 0, mtimeMs: 0 }, entries: noEntries };

interface Start {
  readonly upper: DirNode;
  readonly trail: Trail;
}

const starts = new WeakMap<readonly Layer[], Start>();

/** The empty upper layer has the root of the layer below as its own; all containers of an image start from the same value. */
function startOn(lowers: readonly Layer[]): Start {
  let start = starts.get(lowers);
  if (!start) starts.set(lowers, (start = { upper: { ...emptyRoot, meta: lowers[0]?.tree.meta ?? emptyRoot.meta }, trail: new Trail() }));
  return start;
}

function boundless(): Space {
  return new Space(Number.MAX_SAFE_INTEGER);
}
