/** The room on a disk, shared by the file systems that live on it: layers of containers fill the same disk as the host's own files. */
import { FileError } from './errno.ts';
import { pathText, type Path } from './path.ts';

const root: Path = [];

/**
 * What all files of a world may really keep in memory: beside a disk of gigabytes stands a tab that has fewer. Sizes are not what is
 * counted here: a hole keeps nothing.
 */
export class FileMemory {
  readonly limitBytes: number;
  private used = 0;
  private refused = false;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Somebody was refused, and since then nothing has been given back. */
  get isFull(): boolean {
    return this.refused;
  }

  /** False when there is not so much; then nothing is taken. */
  take(bytes: number): boolean {
    const isOver = bytes > 0 && this.used + bytes > this.limitBytes;
    this.refused = bytes > 0 && (this.refused || isOver);
    if (!isOver) this.used += bytes;
    return !isOver;
  }
}

export class Space {
  private total: number;
  private readonly memory: FileMemory;
  private used = 0;

  constructor(totalBytes: number, memory = new FileMemory(Infinity)) {
    this.total = totalBytes;
    this.memory = memory;
  }

  /** Another one, whose files are kept in the same memory. */
  beside(totalBytes: number): Space {
    return new Space(totalBytes, this.memory);
  }

  get totalBytes(): number {
    return this.total;
  }

  /** False when more than that is used. */
  resize(totalBytes: number): boolean {
    if (this.used > totalBytes) return false;
    this.total = totalBytes;
    return true;
  }

  get usedBytes(): number {
    return this.used;
  }

  /** What all files together may keep in memory, when it is that which was used up. */
  get fullMemoryBytes(): number | undefined {
    return this.memory.isFull ? this.memory.limitBytes : undefined;
  }

  /** For whoever wants to write: none when it could not be kept, whatever the disk has. */
  get availableBytes(): number {
    return this.memory.isFull ? 0 : this.totalBytes - this.used;
  }

  /** Takes bytes, or gives them back when negative, of which so many are kept in memory; ENOSPC for the path when there are not enough, and nothing is taken. */
  take(bytes: number, kept: number, path: Path = root): void {
    const isOver = bytes > 0 && this.used + bytes > this.totalBytes;
    if (isOver || (kept !== 0 && !this.memory.take(kept))) throw new FileError('ENOSPC', pathText(path));
    this.used += bytes;
  }
}
