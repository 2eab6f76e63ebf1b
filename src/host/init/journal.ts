/** The journal: what units print and what init says about them, by line, kept over restarts of the machine up to a number of lines. */
import { Utf8Decoder } from '../../base/index.ts';
import type { TraceArgs } from '../../sim/index.ts';

export interface JournalLine {
  readonly sequence: number;
  readonly atMs: number; // since 1970
  readonly boot: number; // 0 is the first
  readonly unit: string;
  readonly identifier: string; // who says it: the program, or systemd
  readonly pid: number;
  readonly text: string;
}

const LINES_KEPT = 20_000;

export class Journal {
  private readonly lines: JournalLine[] = [];
  private readonly followers = new Set<(line: JournalLine) => void>();
  private sequence = 0;
  boot = 0;

  add(atMs: number, unit: string, identifier: string, pid: number, text: string): void {
    this.accept({ sequence: ++this.sequence, atMs, boot: this.boot, unit, identifier, pid, text });
  }

  /** A text that is worked out when somebody reads it: a busy daemon says more than anybody looks at. */
  addLate(said: Omit<LateFacts, 'sequence' | 'boot'>): void {
    this.accept(new LateLine(++this.sequence, this.boot, said));
  }

  private accept(line: JournalLine): void {
    this.lines.push(line);
    if (this.lines.length > 2 * LINES_KEPT) this.lines.splice(0, LINES_KEPT);
    for (const follow of this.followers) follow(line);
  }

  /** Oldest first. */
  read(filter: { readonly unit?: string; readonly boot?: number; readonly sinceMs?: number } = {}): readonly JournalLine[] {
    return this.lines.filter(
      (l) =>
        (filter.unit === undefined || l.unit === filter.unit) &&
        (filter.boot === undefined || l.boot === filter.boot) &&
        (filter.sinceMs === undefined || l.atMs >= filter.sinceMs),
    );
  }

  /** Calls `fn` with each line to come. It only takes note. */
  follow(fn: (line: JournalLine) => void): () => void {
    this.followers.add(fn);
    return () => this.followers.delete(fn);
  }
}

/** What such a line is made of: a code with values, and who puts them into words. */
interface LateFacts extends Omit<JournalLine, 'text'> {
  readonly code: string;
  readonly args: TraceArgs;
  readonly words: (line: LateFacts) => string;
}

class LateLine implements JournalLine, LateFacts {
  readonly sequence: number;
  readonly atMs: number;
  readonly boot: number;
  readonly unit: string;
  readonly identifier: string;
  readonly pid: number;
  readonly code: string;
  readonly args: TraceArgs;
  readonly words: (line: LateFacts) => string;

  constructor(sequence: number, boot: number, { atMs, unit, identifier, pid, code, args, words }: Omit<LateFacts, 'sequence' | 'boot'>) {
    this.sequence = sequence;
    this.atMs = atMs;
    this.boot = boot;
    this.unit = unit;
    this.identifier = identifier;
    this.pid = pid;
    this.code = code;
    this.args = args;
    this.words = words;
  }

  get text(): string {
    return this.words(this);
  }
}

/** Cuts bytes into lines. What is left without an end becomes a line when the writer goes. */
export class LineCutter {
  private readonly decoder = new Utf8Decoder();
  private readonly take: (line: string) => void;
  private rest = '';

  constructor(take: (line: string) => void) {
    this.take = take;
  }

  push(bytes: Uint8Array): void {
    const parts = (this.rest + this.decoder.push(bytes)).split('\n');
    this.rest = parts.pop()!;
    for (const part of parts) this.take(part);
  }

  end(): void {
    if (this.rest !== '') this.take(this.rest);
    this.rest = '';
  }
}
