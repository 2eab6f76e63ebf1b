/** A pipe: 64 KiB between a writing and a reading end. A full one makes the writer wait, one without readers breaks, one without writers ends. */
import { SystemError } from '../errors.ts';
import type { Cancel } from '../../sim/index.ts';
import { OpenFile, Waiters } from './open-file.ts';

export const PIPE_BYTES = 65_536;

/** The bytes in flight. Sockets and terminals are made of it too. */
export class ByteQueue {
  private readonly chunks: Uint8Array[] = [];
  private first = 0; // chunks before it have been read
  private skip = 0; // bytes of the first chunk that have been read
  readonly capacity: number;
  size = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get room(): number {
    return Math.max(0, this.capacity - this.size);
  }

  /** Takes what fits and says how much that was. The bytes are not copied: whoever hands them over does not write to them again. */
  push(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.room);
    if (taken === 0) return 0;
    this.chunks.push(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    this.size += taken;
    return taken;
  }

  /** At most `max` bytes, joined from as many chunks as it takes. */
  shift(max: number): Uint8Array {
    const head = this.chunks[this.first]!;
    const left = head.length - this.skip;
    if (left >= max || this.size === left) return this.take(Math.min(max, left));
    const joined = new Uint8Array(Math.min(max, this.size));
    for (let at = 0; at < joined.length; ) {
      const part = this.take(joined.length - at);
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  clear(): void {
    this.chunks.length = 0;
    this.first = this.skip = this.size = 0;
  }

  private take(max: number): Uint8Array {
    const head = this.chunks[this.first]!;
    const end = Math.min(head.length, this.skip + max);
    const part = this.skip === 0 && end === head.length ? head : head.subarray(this.skip, end);
    this.size -= part.length;
    if (end < head.length) this.skip = end;
    else this.dropFirst();
    return part;
  }

  private dropFirst(): void {
    this.skip = 0;
    this.first++;
    if (this.first === this.chunks.length) {
      this.chunks.length = 0;
      this.first = 0;
    } else if (this.first > 64) {
      this.chunks.splice(0, this.first);
      this.first = 0;
    }
  }
}

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
    this.writers.wake();
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

/** Output that engine code takes as it comes, such as a journal or a log driver. It never makes the writer wait. */
export class SinkFile extends OpenFile {
  readonly kind = 'pipe';
  readonly label: string;
  private readonly take: (bytes: Uint8Array) => void;
  private readonly onClosed: () => void;

  constructor(label: string, take: (bytes: Uint8Array) => void, onClosed: () => void = () => {}) {
    super();
    this.label = label;
    this.take = take;
    this.onClosed = onClosed;
  }

  override write(bytes: Uint8Array): number {
    this.take(bytes);
    return bytes.length;
  }

  override onWritable(wake: () => void): Cancel {
    wake();
    return () => {};
  }

  protected override closed(): void {
    this.onClosed();
  }
}

/** /dev/null, and standard input of a service. */
export class NullFile extends OpenFile {
  readonly kind = 'device';
  readonly label = '/dev/null';

  override read(): null {
    return null;
  }

  override write(bytes: Uint8Array): number {
    return bytes.length;
  }

  override onReadable(wake: () => void): Cancel {
    wake();
    return () => {};
  }

  override onWritable(wake: () => void): Cancel {
    wake();
    return () => {};
  }
}
