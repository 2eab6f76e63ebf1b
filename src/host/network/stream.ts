/** One direction of a connection: bytes from a writer to a reader, with credit, so that whoever reads slowly makes the writer wait. */
import type { Cancel, TraceId } from '../../sim/index.ts';
import { NetError } from '../errors.ts';
import { OpenFile, Waiters } from '../process/open-file.ts';
import { ByteQueue, PIPE_BYTES } from '../process/byte-queue.ts';
import type { Connection } from './connection.ts';

export class Stream {
  private readonly connection: Connection;
  private readonly toServer: boolean;
  private readonly target: string;
  private readonly arrived = new ByteQueue(Infinity);
  private readonly readers = new Waiters();
  private readonly writers = new Waiters();
  private underway = 0; // written and not read: what the credit counts
  private ended = false; // the writer is done
  private atEnd = false; // and the reader has been told
  private broken = false;
  private deaf = false; // the reader is done
  /** What its writer worked for when it wrote what has come last. */
  cause: TraceId = 0;

  constructor(connection: Connection, target: string, toServer: boolean) {
    this.connection = connection;
    this.toServer = toServer;
    this.target = target;
  }

  /** Takes all of it. False: the reader is behind. */
  push(bytes: Uint8Array): boolean {
    if (this.ended || bytes.length === 0) return this.hasCredit;
    this.underway += bytes.length; // for good when the reader has closed: until the writer hears of that, it may send no more than it could anyhow
    if (this.deaf) return this.hasCredit;
    this.connection.count(this.toServer, bytes.length);
    const { cause } = this.connection;
    this.connection.carry(() => {
      if (this.deaf) return;
      this.cause = cause;
      this.arrived.push(bytes);
      this.readers.wake();
    });
    return this.hasCredit;
  }

  /** Takes as much as there is credit for. */
  write(bytes: Uint8Array): number {
    if (this.broken || this.deaf) return bytes.length; // the other end will not read it
    const taken = Math.min(bytes.length, Math.max(0, PIPE_BYTES - this.underway));
    if (taken > 0) this.push(bytes.slice(0, taken));
    return taken;
  }

  get hasCredit(): boolean {
    return this.underway < PIPE_BYTES;
  }

  /** The writer's half-close. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.connection.carry(() => {
      this.atEnd = true;
      this.readers.wake();
    });
  }

  get isEnded(): boolean {
    return this.ended;
  }

  /** Undefined when nothing has come yet, null at the end. ECONNRESET when the connection broke before it. */
  read(max: number): Uint8Array | null | undefined {
    if (this.arrived.size > 0) {
      const bytes = this.arrived.shift(max);
      this.underway -= bytes.length;
      if (this.hasCredit) this.writers.wake();
      return bytes;
    }
    if (this.atEnd) return null;
    if (this.broken) throw new NetError('ECONNRESET', this.target);
    return undefined;
  }

  get readable(): boolean {
    return this.arrived.size > 0 || this.atEnd || this.broken;
  }

  get finished(): boolean {
    return this.atEnd && this.arrived.size === 0;
  }

  onReadable(wake: () => void): Cancel {
    return this.readers.add(wake);
  }

  onWritable(wake: () => void): Cancel {
    return this.writers.add(wake);
  }

  /** The reader will read no more. */
  close(): void {
    this.deaf = true;
    this.arrived.clear();
    this.underway = 0;
    this.writers.wake();
  }

  break(): void {
    if (this.broken) return;
    this.broken = true;
    this.readers.wake();
    this.writers.wake();
  }
}

/** The reading side as an open file, for poll and for descriptors. */
export class StreamFile extends OpenFile {
  readonly kind = 'socket';
  readonly label: string;
  private readonly stream: Stream;

  constructor(stream: Stream, label: string) {
    super();
    this.stream = stream;
    this.label = label;
  }

  override read(max: number): Uint8Array | null | undefined {
    return this.stream.read(max);
  }

  override get readable(): boolean {
    return this.stream.readable;
  }

  override onReadable(wake: () => void): Cancel {
    return this.stream.onReadable(wake);
  }
}
