/** Advisory locks of files: flock(2). A lock belongs to an open file, so that all who have inherited it hold it together, and ends with it. */
import { pathText, type FileSystem } from '../../files/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { Waiters, type OpenFile } from '../process/open-file.ts';
import type { RegularFile } from './regular-file.ts';

const byFs = new WeakMap<FileSystem, Map<string, FileLock>>();

/** All who open one name lock the same, whichever mount they come through. */
export function lockOf(file: RegularFile): FileLock {
  const { fs } = file.mount;
  let locks = byFs.get(fs);
  if (!locks) byFs.set(fs, (locks = new Map()));
  const key = pathText(file.path);
  let lock = locks.get(key);
  if (!lock) locks.set(key, (lock = new FileLock()));
  return lock;
}

export class FileLock {
  private readonly holders = new Set<OpenFile>();
  private shared = true;
  private readonly waiters = new Waiters();

  /** False when others hold it in a way that does not go together with this. */
  take(file: OpenFile, shared: boolean): boolean {
    const alone = this.holders.size === 0 || (this.holders.size === 1 && this.holders.has(file));
    if (!alone && !(shared && this.shared)) return false;
    this.holders.add(file);
    this.shared = shared;
    file.atEnd = () => this.give(file);
    if (shared) this.waiters.wake();
    return true;
  }

  give(file: OpenFile): void {
    if (this.holders.delete(file)) this.waiters.wake();
  }

  /** Calls `wake` once, when it is worth trying again. */
  onChange(wake: () => void): Cancel {
    return this.waiters.add(wake);
  }
}
