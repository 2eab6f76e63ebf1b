/**
 * Files that somebody has open. One that is renamed is followed; one that has lost its last name lives on, with its bytes taken, until the last
 * who has it open lets go.
 */
import { emptyContent, keptBytes, type Content } from './content.ts';
import type { FileSystem } from './file-system.ts';
import type { DirNode, FileNode, SharedInode } from './node.ts';
import { isWithin, pathText, splitPath, type Path } from './path.ts';
import type { Space } from './space.ts';

/** What remains of a file without a name, wherever its bytes are. */
interface Remains {
  readonly node: FileNode | undefined;
  write(content: Content, nowMs: number): void;
  release(): void;
}

export class HeldFile implements Remains {
  private readonly fs: FileSystem;
  private readonly files: HeldFiles;
  private holders = 0;
  private at: Path | undefined;
  private remains: Remains | undefined;

  constructor(fs: FileSystem, files: HeldFiles, path: Path) {
    this.fs = fs;
    this.files = files;
    this.at = path;
  }

  /** Undefined when it has no name any more. */
  get path(): Path | undefined {
    return this.at;
  }

  /** Undefined when the whole file system is gone. */
  get node(): FileNode | undefined {
    if (!this.at) return this.remains?.node;
    const node = this.fs.node(this.at);
    return node?.kind === 'file' ? node : undefined;
  }

  write(content: Content, nowMs: number): void {
    if (this.at) this.fs.write(this.at, content, nowMs);
    else this.remains?.write(content, nowMs);
  }

  hold(): this {
    this.holders++;
    return this;
  }

  release(): void {
    if (--this.holders > 0) return;
    if (this.at) this.files.forget(this.at);
    this.remains?.release();
  }

  /** The file system's: another name, or none any more. */
  move(path: Path): void {
    this.at = path;
  }

  lose(remains: Remains): void {
    this.at = undefined;
    this.remains = remains;
  }
}

/** Those of one file system. */
export class HeldFiles {
  private readonly fs: FileSystem;
  private readonly byPath = new Map<string, HeldFile>();

  constructor(fs: FileSystem) {
    this.fs = fs;
  }

  hold(path: Path): HeldFile {
    const key = pathText(path);
    let held = this.byPath.get(key);
    if (!held) this.byPath.set(key, (held = new HeldFile(this.fs, this, path)));
    return held.hold();
  }

  at(path: Path): HeldFile | undefined {
    return this.byPath.size === 0 ? undefined : this.byPath.get(pathText(path));
  }

  forget(path: Path): void {
    this.byPath.delete(pathText(path));
  }

  /** What was open by this name goes on without: under another name of the same file, or with its remains. */
  lose(path: Path, other: Path | undefined, remains: Remains): void {
    const held = this.at(path)!;
    this.forget(path);
    const already = other && this.at(other);
    if (!other || already) return held.lose(already ? already.hold() : remains);
    held.move(other);
    this.byPath.set(pathText(other), held);
  }

  /** A file or a directory with all in it has another name. */
  moved(from: Path, to: Path): void {
    for (const [key, held] of [...this.byPath]) {
      const path = splitPath(key);
      if (!isWithin(path, from)) continue;
      this.byPath.delete(key);
      const there = [...to, ...path.slice(from.length)];
      held.move(there);
      this.byPath.set(pathText(there), held);
    }
  }
}

/** A file without a name. Its bytes are counted where they were; those of a lower layer were not, before somebody wrote. */
export class NamelessFile implements Remains {
  private readonly space: Space | undefined;
  private counted: Content;
  node: FileNode;

  constructor(path: Path, { meta, content, hard }: FileNode, space: Space | undefined, isCounted: boolean) {
    this.space = space;
    this.counted = isCounted ? content : emptyContent;
    this.node = { kind: 'file', meta, content, hard: { inode: hard?.inode ?? { firstName: pathText(path) }, links: 0 } };
  }

  get taken(): readonly [bytes: number, kept: number] {
    return [this.counted.size, keptBytes(this.counted)];
  }

  write(content: Content, nowMs: number): void {
    this.space?.take(content.size - this.counted.size, keptBytes(content) - keptBytes(this.counted));
    this.counted = content;
    this.node = { ...this.node, content, meta: { ...this.node.meta, mtimeMs: nowMs } };
  }

  release(): void {
    this.space?.take(-this.counted.size, -keptBytes(this.counted));
  }
}

/** Another name of the same file in this tree. */
export function otherName(root: DirNode, inode: SharedInode, path: Path, at: Path = []): Path | undefined {
  for (const [name, node] of root.entries) {
    const here = [...at, name];
    if (node.kind === 'dir') {
      const below = otherName(node, inode, path, here);
      if (below) return below;
    } else if (node.kind === 'file' && node.hard?.inode === inode && pathText(here) !== pathText(path)) return here;
  }
  return undefined;
}
