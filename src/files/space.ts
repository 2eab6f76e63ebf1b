/** The room on a disk, shared by the file systems that live on it: layers of containers fill the same disk as the host's own files. */
import { FileError } from './errno.ts';
import { pathText, type Path } from './path.ts';

const root: Path = [];

export class Space {
  readonly totalBytes: number;
  private used = 0;

  constructor(totalBytes: number) {
    this.totalBytes = totalBytes;
  }

  get usedBytes(): number {
    return this.used;
  }

  /** Takes bytes, or gives them back when negative; ENOSPC for the path when there are not enough, and nothing is taken. */
  take(bytes: number, path: Path = root): void {
    if (bytes > 0 && this.used + bytes > this.totalBytes) throw new FileError('ENOSPC', pathText(path));
    this.used += bytes;
  }
}
