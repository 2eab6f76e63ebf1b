/**
 * Directories of other file systems, mounted as one: what `mount -t overlay` and `mount -t aufs` make. The branches stay what they
 * are: a write to the union is a write to one of them, and what is written there shows through at once.
 */
import type { Content } from './content.ts';
import { FileError } from './errno.ts';
import type { FileSystem, StatFs } from './file-system.ts';
import { HeldFiles, NamelessFile, type HeldFile } from './held-files.ts';
import { noEntries, type Inode, type Meta, type VisibleNode } from './node.ts';
import { isWithin, pathText, type Path } from './path.ts';
import { aufsMarks, overlayMarks, type BranchMarks } from './branch-marks.ts';

export interface Branch {
  readonly fs: FileSystem;
  readonly path: Path;
  readonly writable: boolean;
}

/** One branch's part of a merged directory. */
interface Sheet {
  readonly layer: number;
  readonly path: Path; // inside its file system
}

interface Found {
  readonly node: Inode;
  readonly layer: number;
}

type Step = { readonly found: Found; readonly place: readonly Sheet[] };

export class BranchUnion implements FileSystem {
  readonly type: 'overlay' | 'aufs';
  /** Top first. */
  readonly branches: readonly Branch[];
  private readonly marks: BranchMarks;
  private readonly held = new HeldFiles(this);

  constructor(type: 'overlay' | 'aufs', branches: readonly Branch[]) {
    this.type = type;
    this.branches = branches;
    this.marks = type === 'overlay' ? overlayMarks : aufsMarks;
  }

  node(path: Path): Inode | undefined {
    return this.find(path)?.found.node;
  }

  list(path: Path): readonly string[] {
    const names = new Set<string>();
    const hidden = new Set<string>();
    for (const { layer, path: at } of this.directory(path)) {
      const { fs } = this.branches[layer]!;
      const here: string[] = [];
      const hiddenHere: string[] = [];
      for (const name of fs.list(at)) {
        const whiteout = this.marks.hiddenBy(fs, at, name);
        if (whiteout !== undefined) hiddenHere.push(whiteout);
        else if (!this.marks.isBook(name)) here.push(name);
      }
      for (const name of here) if (!hidden.has(name)) names.add(name);
      for (const name of hiddenHere) hidden.add(name);
    }
    return [...names].sort();
  }

  /** aufs adds up what its branches have. */
  dirLinks(path: Path): number {
    const place = this.directory(path);
    if (this.type === 'overlay' && place.length > 1) return 1;
    return 2 + place.reduce((sum, { layer, path: at }) => sum + this.branches[layer]!.fs.dirLinks(at) - 2, 0);
  }

  create(path: Path, node: VisibleNode, nowMs: number): void {
    if (this.marks.isBook(path.at(-1)!)) throw new FileError('EPERM', pathText(path));
    const place = this.directory(path.slice(0, -1), path);
    if (this.step(place, path.at(-1)!)) throw new FileError('EEXIST', pathText(path));
    const layer = this.layerForNew(path);
    this.makeParents(layer, path, nowMs);
    this.put(layer, path, node, nowMs);
  }

  write(path: Path, content: Content, nowMs: number): void {
    const { fs, at } = this.own(path, nowMs);
    fs.write(at, content, nowMs);
  }

  setMeta(path: Path, change: Partial<Meta>): void {
    const { fs, at } = this.own(path, 0);
    fs.setMeta(at, change);
  }

  unlink(path: Path, nowMs: number): void {
    const { found } = this.need(path);
    if (found.node.kind === 'dir') throw new FileError('EISDIR', pathText(path));
    this.drop(path, found, nowMs);
  }

  rmdir(path: Path, nowMs: number): void {
    const { found } = this.need(path);
    if (found.node.kind !== 'dir') throw new FileError('ENOTDIR', pathText(path));
    if (this.list(path).length > 0) throw new FileError('ENOTEMPTY', pathText(path));
    this.drop(path, found, nowMs);
  }

  /** A directory that only the branch that would be written to has can move; any other would have to be copied: EXDEV. */
  rename(from: Path, to: Path, nowMs: number): void {
    const { found, place } = this.need(from);
    const isDir = found.node.kind === 'dir';
    if (isDir && to.length > from.length && isWithin(to, from)) throw new FileError('EINVAL', pathText(from));
    const target = this.step(this.directory(to.slice(0, -1), to), to.at(-1)!);
    if (isDir && (place.length > 1 || !this.branches[found.layer]!.writable)) throw new FileError('EXDEV', pathText(from));
    if (target && target.found.node.kind === 'dir' && !isDir) throw new FileError('EISDIR', pathText(to));
    if (target && target.found.node.kind !== 'dir' && isDir) throw new FileError('ENOTDIR', pathText(to));
    if (target && isDir && this.list(to).length > 0) throw new FileError('ENOTEMPTY', pathText(to));
    const { fs, at, layer } = this.own(from, nowMs);
    this.makeParents(layer, to, nowMs);
    if (target) this.drop(to, target.found, nowMs);
    const there = this.at(layer, to);
    this.marks.unhide(fs, there, nowMs);
    fs.rename(at, there, nowMs);
    this.held.moved(from, to);
    if (isDir && this.below(layer, to)) this.marks.makeOpaque(fs, there, nowMs);
    if (this.find(from)) this.hide(layer, from, nowMs);
  }

  link(existing: Path, path: Path, nowMs: number): void {
    const { found } = this.need(existing);
    if (found.node.kind === 'dir') throw new FileError('EPERM', pathText(existing));
    if (this.find(path)) throw new FileError('EEXIST', pathText(path));
    const { fs, at, layer } = this.own(existing, nowMs);
    this.makeParents(layer, path, nowMs);
    const there = this.at(layer, path);
    this.marks.unhide(fs, there, nowMs);
    fs.link(at, there, nowMs);
  }

  hold(path: Path): HeldFile {
    return this.held.hold(path);
  }

  statfs(): StatFs {
    return { ...this.branches[0]!.fs.statfs(), type: this.type };
  }

  watch(): () => void {
    return () => {};
  }

  private find(path: Path): Step | undefined {
    let place: readonly Sheet[] = this.branches.map((b, layer) => ({ layer, path: b.path }));
    const top = this.branches[0]!;
    let found: Found = { node: top.fs.node(top.path)!, layer: 0 };
    for (const name of path) {
      const next = this.step(place, name);
      if (!next) return undefined;
      ({ found, place } = next);
    }
    return { found, place };
  }

  private step(place: readonly Sheet[], name: string): Step | undefined {
    if (this.marks.isBook(name)) return undefined;
    let found: Found | undefined;
    const below: Sheet[] = [];
    for (const { layer, path } of place) {
      const { fs } = this.branches[layer]!;
      const at = [...path, name];
      const node = fs.node(at);
      if (node && !this.marks.isWhiteout(node)) {
        found ??= { node, layer };
        if (node.kind !== 'dir') break;
        if (found.node.kind !== 'dir') break;
        below.push({ layer, path: at });
        if (this.marks.isOpaque(fs, at, node)) break;
      }
      if (this.marks.hides(fs, path, name)) break;
    }
    return found && { found, place: below };
  }

  private need(path: Path): Step {
    const step = this.find(path);
    if (step) return step;
    this.directory(path.slice(0, -1), path);
    throw new FileError('ENOENT', pathText(path));
  }

  private directory(path: Path, asked = path): readonly Sheet[] {
    const step = this.find(path);
    if (!step) throw new FileError('ENOENT', pathText(asked));
    if (step.found.node.kind !== 'dir') throw new FileError('ENOTDIR', pathText(asked));
    return step.place;
  }

  private at(layer: number, path: Path): Path {
    return [...this.branches[layer]!.path, ...path];
  }

  /** Where a new name goes: the highest writable branch that has its directory, else the highest at all. EROFS without one. */
  private layerForNew(path: Path): number {
    const writable = [...this.branches.keys()].filter((layer) => this.branches[layer]!.writable);
    const parent = this.find(path.slice(0, -1));
    const holding = parent?.place.map((sheet) => sheet.layer).find((layer) => writable.includes(layer));
    const layer = holding ?? writable[0];
    if (layer === undefined) throw new FileError('EROFS', pathText(path));
    return layer;
  }

  /** What is at the path in a branch that may be written to, copied up into one if need be. */
  private own(path: Path, nowMs: number): { readonly fs: FileSystem; readonly at: Path; readonly layer: number } {
    const { found } = this.need(path);
    let { layer } = found;
    if (!this.branches[layer]!.writable) {
      layer = this.layerForNew(path);
      if (layer > found.layer) throw new FileError('EROFS', pathText(path));
      this.makeParents(layer, path, nowMs);
      const { node } = found;
      this.put(layer, path, node.kind === 'dir' ? { ...node, entries: noEntries } : plain(node), nowMs, true);
    }
    return { fs: this.branches[layer]!.fs, at: this.at(layer, path), layer };
  }

  private makeParents(layer: number, path: Path, nowMs: number): void {
    const { fs } = this.branches[layer]!;
    for (let depth = 1; depth < path.length; depth++) {
      const dir = path.slice(0, depth);
      const at = this.at(layer, dir);
      if (fs.node(at)?.kind === 'dir') continue;
      const { found } = this.need(dir);
      fs.create(at, { kind: 'dir', meta: found.node.meta, entries: noEntries }, nowMs);
    }
  }

  /** In place of a whiteout a directory must be opaque, or what was deleted would show again. */
  private put(layer: number, path: Path, node: VisibleNode, nowMs: number, copiedUp = false): void {
    const { fs } = this.branches[layer]!;
    const at = this.at(layer, path);
    this.marks.unhide(fs, at, nowMs);
    fs.create(at, node, nowMs);
    if (node.kind === 'dir' && !copiedUp && this.below(layer, path)) this.marks.makeOpaque(fs, at, nowMs);
    if (copiedUp) fs.setMeta(at, { mtimeMs: node.meta.mtimeMs });
  }

  private drop(path: Path, found: Found, nowMs: number): void {
    const branch = this.branches[found.layer]!;
    let { layer } = found;
    if (this.held.at(path) && found.node.kind === 'file') {
      this.held.lose(path, undefined, (branch.writable ? branch.fs.hold(this.at(layer, path)) : undefined) ?? new NamelessFile(path, found.node, undefined, false));
    }
    if (branch.writable) removeAll(branch.fs, this.at(layer, path), nowMs);
    else layer = this.layerForNew(path);
    if (layer > found.layer) throw new FileError('EROFS', pathText(path));
    if (this.find(path)) this.hide(layer, path, nowMs);
  }

  private hide(layer: number, path: Path, nowMs: number): void {
    this.makeParents(layer, path, nowMs);
    this.marks.hide(this.branches[layer]!.fs, this.at(layer, path), nowMs);
  }

  /** Whether a branch below has anything of this name that would show but for this one. */
  private below(layer: number, path: Path): boolean {
    return this.branches.slice(layer + 1).some((b) => {
      const node = b.fs.node([...b.path, ...path]);
      return node !== undefined && !this.marks.isWhiteout(node);
    });
  }
}

/** With whatever books and whiteouts a directory holds. */
function removeAll(fs: FileSystem, path: Path, nowMs: number): void {
  if (fs.node(path)?.kind !== 'dir') return fs.unlink(path, nowMs);
  for (const name of fs.list(path)) removeAll(fs, [...path, name], nowMs);
  fs.rmdir(path, nowMs);
}

/** A copy has an inode of its own. */
function plain(node: Exclude<Inode, { kind: 'dir' }>): VisibleNode {
  return node.kind === 'file' ? { kind: 'file', meta: node.meta, content: node.content } : node;
}

