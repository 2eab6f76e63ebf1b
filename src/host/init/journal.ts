/** The journal: what units print and what init says about them, by line, kept over restarts of the machine up to a number of lines. */
import { Utf8Decoder } from '../../base/index.ts';

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

  /** A text that is a function is worked out when somebody reads it: a busy daemon says more than anybody looks at. */
  add(atMs: number, unit: string, identifier: string, pid: number, text: string | (() => string)): void {
    const entry = { sequence: ++this.sequence, atMs, boot: this.boot, unit, identifier, pid };
    const line: JournalLine = typeof text === 'string' ? { ...entry, text } : new LateLine(entry, text);
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

class LateLine implements JournalLine {
  readonly sequence: number;
  readonly atMs: number;
  readonly boot: number;
  readonly unit: string;
  readonly identifier: string;
  readonly pid: number;
  private readonly render: () => string;

  constructor({ sequence, atMs, boot, unit, identifier, pid }: Omit<JournalLine, 'text'>, render: () => string) {
    this.sequence = sequence;
    this.atMs = atMs;
    this.boot = boot;
    this.unit = unit;
    this.identifier = identifier;
    this.pid = pid;
    this.render = render;
  }

  get text(): string {
    return this.render();
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
