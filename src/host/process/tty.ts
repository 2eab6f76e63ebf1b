/**
 * A terminal as programs have it. Lines are edited on the page, so they are not echoed here: whole lines come in, or, for a
 * pseudo-terminal whose master is another program, bytes. Output has a rate in virtual time: what a screen behind a line can
 * take; a page that is slower than that holds the clock, not the program.
 */
import { concat, encodeUtf8 } from '../../base/index.ts';
import type { Meta } from '../../files/index.ts';
import type { Cancel, Clock } from '../../sim/index.ts';
import { SystemError } from '../errors.ts';
import { OpenFile, Waiters } from './open-file.ts';
import type { Process } from './process.ts';
import type { Signal } from './signals.ts';

const OUTPUT_BURST_BYTES = 1_048_576;
const OUTPUT_BYTES_PER_MS = 4_096;
const CONTROL_SIGNALS: ReadonlyMap<number, Signal> = new Map([
  [0x03, 'SIGINT'],
  [0x1c, 'SIGQUIT'],
  [0x1a, 'SIGTSTP'],
]);
const CONTROL_D = 0x04;
const TIME_STEP_MS = 8_000; // who looks often must not learn how fast somebody types

export interface TtyMode {
  readonly canonical: boolean; // reads end at a line's end, and Ctrl-D is the end of the file
  readonly echo: boolean; // what is typed shows: the page's line editor minds it, for passwords; keys that are no lines show here
  readonly signals: boolean; // Ctrl-C, Ctrl-Z and Ctrl-\ are signals rather than bytes
}

/** Takes what programs write. False: it is behind, and `tty.drained()` will say when it no longer is. */
export type TtySink = (bytes: Uint8Array) => boolean | void;

export class Tty {
  readonly name: string; // /dev/pts/0
  private readonly clock: Clock;
  rows = 24;
  cols = 80;
  mode: TtyMode = { canonical: true, echo: true, signals: true };
  /** The numbers of the leader of the process group that gets input and signals. */
  foreground: readonly number[] = [];
  /** The numbers of the leader of the session it controls. */
  session: Process | undefined;
  private readonly input: (Uint8Array | 'end')[] = [];
  private partial: number[] = [];
  private readonly readers = new Waiters();
  private readonly writers = new Waiters();
  private readonly modeWatchers = new Set<(mode: TtyMode) => void>();
  private sink: TtySink = () => true;
  private sinkFull = false;
  private credit = OUTPUT_BURST_BYTES;
  private creditAtMs = 0;
  private refill: Cancel | undefined;
  hungUp = false;
  /** What was changed of its file's owner, mode and times by hand. */
  meta: Partial<Meta> = {};
  /** When something was last written, in the steps of eight seconds in which the kernel tells it. */
  writtenMs: number;
  /** Counts what has come in, lines and ends of file. */
  received = 0;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.clock = clock;
    this.writtenMs = clock.now;
  }

  /** Where output goes. Before there is a sink it goes nowhere. */
  onOutput(sink: TtySink): void {
    this.sink = sink;
    this.sinkFull = false;
  }

  /** Tells whoever has the other end that the mode has changed. */
  onMode(watcher: (mode: TtyMode) => void): Cancel {
    this.modeWatchers.add(watcher);
    return () => this.modeWatchers.delete(watcher);
  }

  /** A sink that was behind can take more. */
  drained(): void {
    this.sinkFull = false;
    this.writers.wake();
  }

  /** A whole line, without its end. */
  line(text: string): void {
    this.push(encodeUtf8(`${text}\n`));
  }

  /** Bytes as keys give them: control characters act as the mode says. */
  key(bytes: Uint8Array | string): void {
    for (const byte of typeof bytes === 'string' ? encodeUtf8(bytes) : bytes) this.keyByte(byte);
    if (!this.mode.canonical) this.flush();
  }

  /** Ctrl-D. */
  eof(): void {
    this.keyByte(CONTROL_D);
    if (!this.mode.canonical) this.flush();
  }

  /** Ctrl-C: a signal to the foreground group, or a byte for the program when it wants its keys raw. */
  interrupt(): void {
    this.control(0x03);
  }

  quit(): void {
    this.control(0x1c);
  }

  suspend(): void {
    this.control(0x1a);
  }

  resize(rows: number, cols: number): void {
    if (rows === this.rows && cols === this.cols) return;
    this.rows = rows;
    this.cols = cols;
    this.signal('SIGWINCH');
  }

  /** The other side is gone: SIGHUP to the session, the end of the file to readers. */
  hangUp(): void {
    if (this.hungUp) return;
    this.hungUp = true;
    const leader = this.session;
    if (leader?.alive) leader.host.kernel.send(leader, 'SIGHUP');
    this.signal('SIGHUP');
    this.readers.wake();
    this.writers.wake();
  }

  setMode(mode: Partial<TtyMode>): void {
    this.mode = { ...this.mode, ...mode };
    for (const watcher of this.modeWatchers) watcher(this.mode);
    if (!this.mode.canonical) this.flush();
  }

  /** What programs hold as descriptors. */
  openFile(): TtyFile {
    return new TtyFile(this);
  }

  /** False: the process is in the background, and has been stopped for trying. */
  admitRead(process: Process): boolean {
    if (process.tty !== this || this.foreground.length === 0 || process.groupPids[0] === this.foreground[0]) return true;
    if (process.dispositions?.get('SIGTTIN') === 'ignore') throw new SystemError('EIO', 'read');
    process.host.kernel.signalGroup(process.host, process.groupPids, 'SIGTTIN');
    return !process.stopped;
  }

  read(max: number): Uint8Array | null | undefined {
    const head = this.input[0];
    if (head === undefined) return this.hungUp ? null : undefined;
    if (head === 'end') {
      this.input.shift();
      return null;
    }
    if (!this.mode.canonical) return this.readRaw(max);
    if (head.length <= max) return this.input.shift() as Uint8Array;
    this.input[0] = head.subarray(max);
    return head.subarray(0, max);
  }

  write(bytes: Uint8Array): number {
    if (this.hungUp) throw new SystemError('EIO', 'write');
    if (this.sinkFull) return 0;
    const taken = Math.min(bytes.length, this.takeCredit());
    if (taken === 0) {
      this.refill ??= this.clock.after(1, 'tty', () => {
        this.refill = undefined;
        this.writers.wake();
      });
      return 0;
    }
    this.credit -= taken;
    if (Math.floor(this.clock.now / TIME_STEP_MS) !== Math.floor(this.writtenMs / TIME_STEP_MS)) this.writtenMs = this.clock.now;
    if (this.sink(taken === bytes.length ? bytes : bytes.subarray(0, taken)) === false) this.sinkFull = true;
    return taken;
  }

  get readable(): boolean {
    return this.input.length > 0 || this.hungUp;
  }

  /** Somebody waits for input, and all that came has been read. */
  get awaited(): boolean {
    return this.readers.size > 0 && this.input.length === 0;
  }

  get writable(): boolean {
    return this.hungUp || (!this.sinkFull && this.takeCredit() > 0);
  }

  onReadable(wake: () => void): Cancel {
    return this.readers.add(wake);
  }

  onWritable(wake: () => void): Cancel {
    return this.writers.add(wake);
  }

  private takeCredit(): number {
    const elapsed = this.clock.now - this.creditAtMs;
    this.creditAtMs = this.clock.now;
    this.credit = Math.min(OUTPUT_BURST_BYTES, this.credit + elapsed * OUTPUT_BYTES_PER_MS);
    return this.credit;
  }

  private keyByte(byte: number): void {
    const signal = CONTROL_SIGNALS.get(byte);
    if (signal && this.mode.signals) {
      this.partial = [];
      this.signal(signal);
    } else if (this.mode.canonical && byte === CONTROL_D) {
      if (this.partial.length > 0) this.flush();
      else this.enqueue('end');
    } else {
      if (!this.mode.canonical && this.mode.echo) this.show(byte);
      const end = this.mode.canonical && (byte === 0x0a || byte === 0x0d);
      this.partial.push(end ? 0x0a : byte);
      if (end) this.flush();
    }
  }

  /** A key on its way to a program that takes keys, as the line discipline shows it. */
  private show(byte: number): void {
    const isControl = byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;
    if (!this.hungUp) this.sink(Uint8Array.from(isControl ? [0x5e, byte + 0x40] : byte === 0x0d ? [0x0a] : [byte]));
  }

  private control(byte: number): void {
    this.keyByte(byte);
    if (!this.mode.signals) this.flush(); // the program at the other end is to see it now
  }

  private flush(): void {
    if (this.partial.length === 0) return;
    this.push(Uint8Array.from(this.partial));
    this.partial = [];
  }

  private push(bytes: Uint8Array): void {
    this.enqueue(bytes);
  }

  private enqueue(item: Uint8Array | 'end'): void {
    this.input.push(item);
    this.received++;
    this.readers.wake();
  }

  private readRaw(max: number): Uint8Array {
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size < max && this.input[0] instanceof Uint8Array) {
      const head = this.input[0];
      const part = head.subarray(0, max - size);
      if (part.length === head.length) this.input.shift();
      else this.input[0] = head.subarray(part.length);
      chunks.push(part);
      size += part.length;
    }
    return concat(chunks);
  }

  private signal(signal: Signal): void {
    const { session, foreground } = this;
    if (session && foreground.length > 0) session.host.kernel.signalGroup(session.host, foreground, signal);
  }
}

/** A descriptor of a terminal. */
export class TtyFile extends OpenFile {
  readonly kind = 'tty';
  readonly tty: Tty;

  constructor(tty: Tty) {
    super();
    this.tty = tty;
  }

  get label(): string {
    return this.tty.name;
  }

  override read(max: number): Uint8Array | null | undefined {
    return this.tty.read(max);
  }

  override write(bytes: Uint8Array): number {
    return this.tty.write(bytes);
  }

  override get readable(): boolean {
    return this.tty.readable;
  }

  override get writable(): boolean {
    return this.tty.writable;
  }

  override onReadable(wake: () => void): Cancel {
    return this.tty.onReadable(wake);
  }

  override onWritable(wake: () => void): Cancel {
    return this.tty.onWritable(wake);
  }
}
