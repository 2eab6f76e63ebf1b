// The lines typed at one place (a host's shell, or a shell inside something) in this session: walked by the arrows, searched by Ctrl-R.

const KEPT = 1_000;

export class LineHistory {
  private readonly lines: string[] = [];

  add(text: string): void {
    if (text.trim() === '' || text === this.lines.at(-1)) return;
    this.lines.push(text);
    if (this.lines.length > KEPT) this.lines.shift();
  }

  get size(): number {
    return this.lines.length;
  }

  at(index: number): string {
    return this.lines[index] ?? '';
  }

  /** The newest line before `below` that holds `query`; -1 for none. */
  find(query: string, below = this.lines.length): number {
    for (let i = Math.min(below, this.lines.length) - 1; i >= 0; i--) if (this.lines[i]!.includes(query)) return i;
    return -1;
  }

  /** The last word of the newest line: Alt-. */
  get lastWord(): string {
    return /\S+$/.exec(this.lines.at(-1)?.trimEnd() ?? '')?.[0] ?? '';
  }
}

/** Where one is in the history, and what stood in the line before going there. */
export class HistoryWalk {
  private readonly history: LineHistory;
  private index: number;
  private draft = '';

  constructor(history: LineHistory) {
    this.history = history;
    this.index = history.size;
  }

  /** The line one step older (-1) or newer (1) than `text`; undefined at the ends. */
  step(by: -1 | 1, text: string): string | undefined {
    const to = this.index + by;
    if (to < 0 || to > this.history.size) return undefined;
    if (this.index >= this.history.size) this.draft = text;
    this.index = to;
    return to === this.history.size ? this.draft : this.history.at(to);
  }
}
