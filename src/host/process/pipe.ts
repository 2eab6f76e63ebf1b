/** A pipe: 64 KiB between a writing and a reading end. A full one makes the writer wait, one without readers breaks, one without writers ends. */
import { SystemError } from '../errors.ts';
import type { Cancel } from '../../sim/index.ts';
import { ByteQueue, PIPE_BYTES } from './byte-queue.ts';
import { OpenFile, Waiters } from './open-file.ts';

const PAGE_BYTES = 4_096;

/** What both ends share. */
export class PipeBuffer {
  readonly queue: ByteQueue;
  readonly inode: number;
  private readonly readers = new Waiters();
  private readonly writers = new Waiters();
  private writerCount = 0;
  private readerCount = 0;
  writerGone = false; // there was one
  readerGone = false;

  constructor(inode: number, capacity = PIPE_BYTES) {
    this.inode = inode;
    this.queue = new ByteQueue(capacity);
  }

  read(max: number): Uint8Array | null | undefined {
    if (this.queue.size === 0) return this.writerGone ? null : undefined;
    const bytes = this.queue.shift(max);
    if (this.queue.room >= PAGE_BYTES || this.queue.size === 0) this.writers.wake(); // not for each byte that somebody takes
    return bytes;
  }

  write(bytes: Uint8Array): number {
    if (this.readerGone) throw new SystemError('EPIPE', 'write');
    const taken = this.queue.push(bytes);
    if (taken > 0) this.readers.wake();
    return taken;
  }

  get readable(): boolean {
    return this.queue.size > 0 || this.writerGone;
  }

  get writable(): boolean {
    return this.queue.room > 0 || this.readerGone;
  }

  onReadable(wake: () => void): Cancel {
    return this.readers.add(wake);
  }

  onWritable(wake: () => void): Cancel {
    return this.writers.add(wake);
  }

  addWriter(): void {
    this.writerCount++;
    this.writerGone = false;
  }

  addReader(): void {
    this.readerCount++;
    this.readerGone = false;
  }

  closeWriter(): void {
    if (--this.writerCount > 0) return;
    this.writerGone = true;
    this.readers.wake();
  }

  closeReader(): void {
    if (--this.readerCount > 0) return;
    this.readerGone = true;
    this.queue.clear();
    this.writers.wake();
  }
}

export class PipeReader extends OpenFile {
  readonly kind = 'pipe';
  readonly label: string;
  private readonly buffer: PipeBuffer;

  constructor(buffer: PipeBuffer) {
    super();
    this.buffer = buffer;
    this.label = `pipe:[${buffer.inode}]`;
    buffer.addReader();
  }

  override get access(): 'r' {
    return 'r';
  }

  override read(max: number): Uint8Array | null | undefined {
    return this.buffer.read(max);
  }

  override onReadable(wake: () => void): Cancel {
    return this.buffer.onReadable(wake);
  }

  override get readable(): boolean {
    return this.buffer.readable;
  }

  protected override closed(): void {
    this.buffer.closeReader();
  }
}

export class PipeWriter extends OpenFile {
  readonly kind = 'pipe';
  readonly label: string;
  private readonly buffer: PipeBuffer;

  constructor(buffer: PipeBuffer) {
    super();
    this.buffer = buffer;
    this.label = `pipe:[${buffer.inode}]`;
    buffer.addWriter();
  }

  override get access(): 'w' {
    return 'w';
  }

  override write(bytes: Uint8Array): number {
    return this.buffer.write(bytes);
  }

  override onWritable(wake: () => void): Cancel {
    return this.buffer.onWritable(wake);
  }

  override get writable(): boolean {
    return this.buffer.writable;
  }

  protected override closed(): void {
    this.buffer.closeWriter();
  }
}

export function makePipe(inode: number): [PipeReader, PipeWriter] {
  const buffer = new PipeBuffer(inode);
  return [new PipeReader(buffer), new PipeWriter(buffer)];
}
