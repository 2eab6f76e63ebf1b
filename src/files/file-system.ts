/** What a mount needs of a file system. Paths are lists of names inside it and no link is followed: the host resolves, name by name, across mounts. */
import type { Content } from './content.ts';
import type { HeldFile } from './held-files.ts';
import type { Inode, Meta, VisibleNode } from './node.ts';
import type { Path } from './path.ts';

/** The read-write layer in a layer index; lower layers count from 0, top first. */
export const upperLayer = -1;

export type FileAct = 'create' | 'modify' | 'remove' | 'rename' | 'copy-up' | 'whiteout' | 'opaque';

/**
 * What really happened to a layer, one event a step, in order: the page animates these.
 * `from` is the layer that was copied from (copy-up) or is now hidden (whiteout, opaque), else the upper one.
 * `bytes` are those copied, hidden, written or freed. `to` is there for a rename.
 */
export type FileEvent = { readonly act: FileAct; readonly path: string; readonly from: number; readonly bytes: number; readonly to?: string };

export type StatFs = { readonly type: string; readonly totalBytes: number; readonly usedBytes: number; readonly availableBytes: number };

/** Every write throws a FileError when refused, and then nothing has changed. Permissions are the caller's affair. */
export interface FileSystem {
  /** As `mount` prints it: overlay, tmpfs, ext4, proc. */
  readonly type: string;
  /** Undefined when it does not exist. The empty path is the root. */
  node(path: Path): Inode | undefined;
  /** Names in byte order. */
  list(path: Path): readonly string[];
  /** A directory's names: its own, its ".", the ".." of each directory in it. Just 1 of one that overlay has merged. */
  dirLinks(path: Path): number;
  /** A new file, link, device or empty directory. EEXIST when the name is taken. */
  create(path: Path, node: VisibleNode, nowMs: number): void;
  /** Replaces the content of a file that exists. An append is `write(path, appendBytes(content, data), nowMs)`. */
  write(path: Path, content: Content, nowMs: number): void;
  /** chmod, chown, touch. */
  setMeta(path: Path, change: Partial<Meta>): void;
  /** Anything but a directory. */
  unlink(path: Path, nowMs: number): void;
  rmdir(path: Path, nowMs: number): void;
  rename(from: Path, to: Path, nowMs: number): void;
  /** A second name for the file at `existing`. */
  link(existing: Path, path: Path, nowMs: number): void;
  /** For whoever opens the file there, who lets it go in the end; undefined where nothing can be renamed or removed. */
  hold(path: Path): HeldFile | undefined;
  statfs(): StatFs;
  /** Calls back after each write, once an event, until cancelled. */
  watch(listener: (event: FileEvent) => void): () => void;
}
