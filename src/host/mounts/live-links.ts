/** Links that are more than their text: /proc/self depends on who looks, /proc/PID/fd/N opens the very file, though its text may be "pipe:[42]". */
import type { FileSystem, Path } from '../../files/index.ts';
import type { OpenFile } from '../process/open-file.ts';
import type { Found } from './path-walk.ts';

export interface LiveLinks extends FileSystem {
  openFile(path: Path): OpenFile | undefined;
  /** What the link says to this viewer; undefined when it says the same to all. */
  linkText(path: Path, viewer: object): string | undefined;
  /** Whether this user may read or follow the link there. */
  mayFollow(path: Path, uid: number): boolean;
}

export function openBehind({ mount, path, node }: Found): OpenFile | undefined {
  return node?.kind === 'link' && isLiveLinks(mount.fs) ? mount.fs.openFile(path) : undefined;
}

/** What a link to an open file leads to; undefined for files and folders, which are what they are by their names. */
export function kindOfOpen({ kind }: OpenFile): 'fifo' | 'socket' | 'char' | undefined {
  if (kind === 'pipe') return 'fifo';
  if (kind === 'socket') return 'socket';
  return kind === 'file' || kind === 'directory' ? undefined : 'char';
}

export function isLiveLinks(fs: FileSystem): fs is LiveLinks {
  return 'linkText' in fs;
}
