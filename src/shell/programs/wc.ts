/** wc: lines, words, characters and bytes. */
import { ByteReader, eachInput } from '../tool/inputs.ts';
import { print, type Tool, type ToolCall } from '../tool/tool.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

export const wc: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'lwmcL', long: { lines: 'l', words: 'w', chars: 'm', bytes: 'c', 'max-line-length': 'L' } },
  *run(call) {
    const rows: [Counts, string][] = [];
    const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
      const counter = new Counter();
      const reader = new ByteReader(fd);
      for (;;) {
        const chunk = yield* reader.next();
        if (chunk === null) break;
        counter.take(chunk);
      }
      rows.push([counter.finish(), name]);
    });
    const total = call.operands.length > 1;
    if (total) rows.push([sum(rows.map(([c]) => c)), 'total']);
    yield* print(table(call, rows));
    return good ? 0 : 1;
  },
};

class Counter {
  private readonly counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  private inWord = false;
  private width = 0;

  take(chunk: Uint8Array): void {
    const { counts } = this;
    counts.bytes += chunk.length;
    for (const byte of chunk) {
      if ((byte & 0xc0) !== 0x80) counts.chars++;
      if (byte === 10) {
        counts.lines++;
        this.endLine();
      } else if (byte === 9) this.width += 8 - (this.width % 8);
      else if ((byte & 0xc0) !== 0x80 && byte >= 32) this.width++;
      const space = byte === 32 || (byte >= 9 && byte <= 13);
      if (!space && !this.inWord) counts.words++;
      this.inWord = !space;
    }
  }

  finish(): Counts {
    this.endLine();
    return this.counts;
  }

  private endLine(): void {
    this.counts.longest = Math.max(this.counts.longest, this.width);
    this.width = 0;
  }
}

function sum(all: readonly Counts[]): Counts {
  const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  for (const one of all) {
    total.lines += one.lines;
    total.words += one.words;
    total.chars += one.chars;
    total.bytes += one.bytes;
    total.longest = Math.max(total.longest, one.longest);
  }
  return total;
}

/** Columns are as wide as the largest number, and seven wide when a size is not known beforehand. */
function table(call: ToolCall, rows: readonly (readonly [Counts, string])[]): string {
  const { options } = call;
  const chosen = (['l', 'w', 'm', 'c', 'L'] as const).filter((letter) => options.has(letter));
  const letters = chosen.length > 0 ? chosen : (['l', 'w', 'c'] as const);
  const of = (c: Counts, letter: string) => (letter === 'l' ? c.lines : letter === 'w' ? c.words : letter === 'm' ? c.chars : letter === 'c' ? c.bytes : c.longest);
  const regular = call.operands.length > 0 && call.operands.every((name) => name !== '-');
  const total = rows.length === 0 ? 0 : call.operands.length > 1 ? rows[rows.length - 1]![0].bytes : rows[0]![0].bytes;
  const single = letters.length === 1 && rows.length === 1;
  const width = single ? 1 : call.flavour === 'busybox' ? 9 : regular ? String(total).length : 7;
  return rows
    .map(([counts, name]) => `${letters.map((l) => String(of(counts, l)).padStart(width)).join(' ')}${name === '-' ? (call.operands.length > 0 ? ' -' : '') : ` ${name}`}\n`)
    .join('');
}

