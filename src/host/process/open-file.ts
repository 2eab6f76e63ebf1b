/** Open files: what a descriptor stands for, always non-blocking underneath. Waiting is the system calls' affair, so that poll and read share one mechanism. */
import type { FileNode } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Cancel } from '../../sim/index.ts';

export type FileKind = 'file' | 'directory' | 'pipe' | 'tty' | 'socket' | 'device';

export abstract class OpenFile {
  abstract readonly kind: FileKind;
  /** As /proc/PID/fd shows it: a path, "pipe:[42]", "socket:[7]". */
  abstract readonly label: string;
  /** What its descriptor may be used for. */
  get access(): 'r' | 'w' | 'u' {
    return 'u';
  }

  /** The file that this one has open, when it has lost its last name. */
  get lost(): FileNode | undefined {
    return undefined;
  }

  protected references = 0;
  /** What ends with the file: the locks that it has. */
  atEnd: (() => void) | undefined;

  /** Bytes, null at the end of the file, undefined when there are none yet. At most `max` bytes. */
  read(_max: number): Uint8Array | null | undefined {
    throw new SystemError('EBADF', 'read');
  }

  /** How many of the bytes were taken; 0 when the other side is behind. */
  write(_bytes: Uint8Array): number {
    throw new SystemError('EBADF', 'write');
  }

  /** Calls `wake` once, when a read would give something or would fail. */
  onReadable(_wake: () => void): Cancel {
    throw new SystemError('EBADF', 'poll');
  }

  onWritable(_wake: () => void): Cancel {
    throw new SystemError('EBADF', 'poll');
  }

  /** Whether a read would answer at once. */
  get readable(): boolean {
    return true;
  }

  get writable(): boolean {
    return true;
  }

  /** One more descriptor stands for it. */
  hold(): this {
    this.references++;
    return this;
  }

  /** One descriptor less; the last one closes. */
  release(): void {
    if (--this.references > 0) return;
    this.closed();
    this.atEnd?.();
  }

  /** Called when the last descriptor is gone. */
  protected closed(): void {}
}

/** One that keeps nobody waiting: on a disk, made up by the kernel, or leading nowhere. */
export abstract class ReadyFile extends OpenFile {
  override onReadable(wake: () => void): Cancel {
    wake();
    return () => {};
  }

  override onWritable(wake: () => void): Cancel {
    wake();
    return () => {};
  }
}

const noSlots: (OpenFile | undefined)[] = [];

/** The descriptors of a process, by number. Each entry holds its open file. */
export class FdTable {
  private slots: (OpenFile | undefined)[] = noSlots;
  private closeOnExec: Set<number> | undefined;

  get(fd: number): OpenFile | undefined {
    return this.slots[fd];
  }

  has(fd: number): boolean {
    return this.slots[fd] !== undefined;
  }

  /** What was there before is closed. */
  set(fd: number, file: OpenFile): void {
    file.hold();
    this.delete(fd);
    if (this.slots === noSlots) this.slots = [undefined, undefined, undefined];
    while (this.slots.length < fd) this.slots.push(undefined);
    this.slots[fd] = file;
  }

  /** Under the lowest free number from `from` on. */
  add(file: OpenFile, from = 0): number {
    let fd = from;
    while (this.slots[fd] !== undefined) fd++;
    this.set(fd, file);
    return fd;
  }

  delete(fd: number): boolean {
    const file = this.slots[fd];
    if (!file) return false;
    this.slots[fd] = undefined;
    this.closeOnExec?.delete(fd);
    file.release();
    return true;
  }

  setCloseOnExec(fd: number, on: boolean): void {
    if (on) (this.closeOnExec ??= new Set()).add(fd);
    else this.closeOnExec?.delete(fd);
  }

  /** Ascending numbers. */
  *entries(): Generator<[number, OpenFile]> {
    for (let fd = 0; fd < this.slots.length; fd++) {
      const file = this.slots[fd];
      if (file) yield [fd, file];
    }
  }

  /** What a child inherits; a program that it executes does not get those marked close-on-exec. */
  inheritInto(child: FdTable): void {
    for (let fd = 0; fd < this.slots.length; fd++) {
      const file = this.slots[fd];
      if (file && !this.closeOnExec?.has(fd)) child.set(fd, file);
    }
  }

  closeMarked(): void {
    if (this.closeOnExec) for (const fd of this.closeOnExec) this.delete(fd);
  }

  closeAll(): void {
    for (let fd = 0; fd < this.slots.length; fd++) this.delete(fd);
    this.slots = noSlots;
  }
}

/** Those who wait for one readiness, each woken once, in the order they came. */
export class Waiters {
  private list: (() => void)[] = nobody; // seldom more than one

  get size(): number {
    return this.list.length;
  }

  add(wake: () => void): Cancel {
    if (this.list.length === 0) this.list = [wake];
    else this.list.push(wake);
    return () => {
      const at = this.list.indexOf(wake);
      if (at >= 0) this.list.splice(at, 1);
    };
  }

  wake(): void {
    const woken = this.list;
    this.list = nobody;
    for (const wake of woken) wake();
  }
}

const nobody: (() => void)[] = [];
