/** Links that are more than their text: /proc/self depends on who looks, /proc/PID/fd/N opens the very file, though its text may be "pipe:[42]". */
import type { FileSystem, Path } from '../../files/index.ts';
import type { OpenFile } from '../process/open-file.ts';

export interface LiveLinks extends FileSystem {
  openFile(path: Path): OpenFile | undefined;
  /** What the link says to this viewer; undefined when it says the same to all. */
  linkText(path: Path, viewer: object): string | undefined;
}

export function isLiveLinks(fs: FileSystem): fs is LiveLinks {
  return 'linkText' in fs;
}
