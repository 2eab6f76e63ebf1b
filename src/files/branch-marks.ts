/** How a branch of a union says that something below it does not show: overlayfs by a device 0:0 and an attribute of the directory, aufs by files named .wh. */
import { emptyContent } from './content.ts';
import type { FileSystem } from './file-system.ts';
import { deviceNode, fileNode, metaOf, type DirNode, type Inode } from './node.ts';
import type { Path } from './path.ts';

export interface BranchMarks {
  /** Names that are never seen through the union. */
  isBook(name: string): boolean;
  isWhiteout(node: Inode): boolean;
  /** Whether this directory of a branch hides the name in those below. */
  hides(fs: FileSystem, dir: Path, name: string): boolean;
  /** The name that this entry of a directory hides; undefined when it is no mark. */
  hiddenBy(fs: FileSystem, dir: Path, entry: string): string | undefined;
  isOpaque(fs: FileSystem, dir: Path, node: Inode): boolean;
  hide(fs: FileSystem, path: Path, nowMs: number): void;
  unhide(fs: FileSystem, path: Path, nowMs: number): void;
  makeOpaque(fs: FileSystem, dir: Path, nowMs: number): void;
}

function isZeroDevice(node: Inode | undefined): boolean {
  return node?.kind === 'char' && node.major === 0 && node.minor === 0;
}

export const overlayMarks: BranchMarks = {
  isBook: () => false,
  isWhiteout: isZeroDevice,
  hides: (fs, dir, name) => isZeroDevice(fs.node([...dir, name])),
  hiddenBy: (fs, dir, entry) => (isZeroDevice(fs.node([...dir, entry])) ? entry : undefined),
  isOpaque: (_fs, _dir, node) => (node as DirNode).opaque === true,
  hide: (fs, path, nowMs) => fs.create(path, deviceNode('char', metaOf(0, nowMs), 0, 0), nowMs),
  unhide: (fs, path, nowMs) => {
    if (isZeroDevice(fs.node(path))) fs.unlink(path, nowMs);
  },
  // trusted.overlay.opaque is an attribute of the directory itself, which only a new one can be given here.
  makeOpaque: (fs, dir, nowMs) => {
    const node = fs.node(dir) as DirNode;
    if (node.opaque || fs.list(dir).length > 0) return;
    fs.rmdir(dir, nowMs);
    fs.create(dir, { ...node, opaque: true }, nowMs);
  },
};

const PREFIX = '.wh.';
const OPAQUE = '.wh..wh..opq';

export const aufsMarks: BranchMarks = {
  isBook: (name) => name.startsWith(PREFIX),
  isWhiteout: () => false,
  hides: (fs, dir, name) => fs.node([...dir, PREFIX + name]) !== undefined,
  hiddenBy: (_fs, _dir, entry) => (entry.startsWith(PREFIX) && !entry.startsWith(PREFIX + PREFIX) ? entry.slice(PREFIX.length) : undefined),
  isOpaque: (fs, dir) => fs.node([...dir, OPAQUE]) !== undefined,
  hide: (fs, path, nowMs) => fs.create([...path.slice(0, -1), PREFIX + path.at(-1)!], fileNode(emptyContent, metaOf(0o444, nowMs)), nowMs),
  unhide: (fs, path, nowMs) => {
    const mark = [...path.slice(0, -1), PREFIX + path.at(-1)!];
    if (fs.node(mark)) fs.unlink(mark, nowMs);
  },
  makeOpaque: (fs, dir, nowMs) => fs.create([...dir, OPAQUE], fileNode(emptyContent, metaOf(0o444, nowMs)), nowMs),
};
