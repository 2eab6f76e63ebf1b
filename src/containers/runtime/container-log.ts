/**
 * What a container has printed, with times, as Docker's json-file and the CRI's log files keep it: lines of either stream in the
 * order in which they were finished. Chunks are kept as they came, and cut into lines only for those who read.
 */
import { concat, decodeUtf8 } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';

export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  readonly atMs: number; // since 1970
  readonly stream: LogStream;
  readonly text: string; // with its newline, unless the stream ended without one
  readonly bytes: Uint8Array;
  readonly number: number; // counts all lines there ever were, the first being 0
}

interface LogChunk {
  readonly atMs: number;
  readonly stream: LogStream;
  readonly bytes: Uint8Array;
}

const BYTES_KEPT = 1024 * 1024;
const LINE_BYTES_MAX = 16_384; // a longer line is kept in pieces
const NEWLINE = 10;
const nothing: ReadonlyMap<LogStream, Uint8Array[]> = new Map();

export class ContainerLog {
  private readonly bytesKept: number;
  private chunks: LogChunk[] = [];
  private first = 0; // chunks before it are gone
  private size = 0;
  private linesGone = 0;
  private partial: ReadonlyMap<LogStream, Uint8Array[]> = nothing; // left over from chunks that are gone
  private watchers: Set<() => void> | undefined;
  private over = false;

  constructor(bytesKept = BYTES_KEPT) {
    this.bytesKept = bytesKept;
  }

  add(atMs: number, stream: LogStream, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.chunks.push({ atMs, stream, bytes });
    this.size += bytes.length;
    while (this.size > this.bytesKept && this.chunks.length - this.first > 1) this.dropFirst();
    this.tell();
  }

  /** Its container has ended, or has begun anew: followers are told. */
  setEnded(ended: boolean): void {
    this.over = ended;
    if (ended) this.tell();
  }

  get ended(): boolean {
    return this.over;
  }

  /** Those that are finished, the oldest kept first; once the log has ended also what has no newline. */
  lines(fromNumber = 0): LogLine[] {
    const lines: LogLine[] = [];
    const cutter = new Cutter(this.partial, this.linesGone, (line) => line.number >= fromNumber && lines.push(line));
    for (let i = this.first; i < this.chunks.length; i++) cutter.push(this.chunks[i]!);
    if (this.over) cutter.end(this.chunks.at(-1)?.atMs ?? 0);
    return lines;
  }

  /** Calls `wake` after each addition and at the end, until cancelled. */
  onAdd(wake: () => void): Cancel {
    const watchers = (this.watchers ??= new Set());
    watchers.add(wake);
    return () => watchers.delete(wake);
  }

  /** Bytes kept now. */
  get bytes(): number {
    return this.size;
  }

  clear(): void {
    this.chunks = [];
    this.first = this.size = 0;
    this.partial = nothing;
  }

  private tell(): void {
    if (this.watchers) for (const wake of this.watchers) wake();
  }

  private dropFirst(): void {
    const chunk = this.chunks[this.first]!;
    const cutter = new Cutter(this.partial, this.linesGone, (line) => (this.linesGone = line.number + 1));
    cutter.push(chunk);
    this.partial = new Map((['stdout', 'stderr'] as const).map((stream) => [stream, cutter.rest(stream)]));
    this.size -= chunk.bytes.length;
    if (++this.first > 64) {
      this.chunks.splice(0, this.first);
      this.first = 0;
    }
  }
}

/** Puts the pieces of each stream together until a newline comes. */
class Cutter {
  private readonly pieces: Record<LogStream, Uint8Array[]>;
  private readonly take: (line: LogLine) => void;
  private number: number;

  constructor(partial: ReadonlyMap<LogStream, readonly Uint8Array[]>, number: number, take: (line: LogLine) => void) {
    this.pieces = { stdout: [...(partial.get('stdout') ?? [])], stderr: [...(partial.get('stderr') ?? [])] };
    this.number = number;
    this.take = take;
  }

  push({ atMs, stream, bytes }: LogChunk): void {
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
      this.finish(atMs, stream, bytes.subarray(start, at + 1));
      start = at + 1;
    }
    if (start === bytes.length) return;
    const pieces = this.pieces[stream];
    pieces.push(bytes.subarray(start));
    if (pieces.reduce((sum, piece) => sum + piece.length, 0) >= LINE_BYTES_MAX) this.finish(atMs, stream, new Uint8Array(0));
  }

  end(atMs: number): void {
    for (const stream of ['stdout', 'stderr'] as const) if (this.pieces[stream].length > 0) this.finish(atMs, stream, new Uint8Array(0));
  }

  rest(stream: LogStream): Uint8Array[] {
    return this.pieces[stream];
  }

  private finish(atMs: number, stream: LogStream, last: Uint8Array): void {
    const bytes = this.pieces[stream].length === 0 ? last : concat([...this.pieces[stream], last]);
    this.pieces[stream] = [];
    this.take({ atMs, stream, bytes, number: this.number++, get text() { return decodeUtf8(bytes); } });
  }
}
