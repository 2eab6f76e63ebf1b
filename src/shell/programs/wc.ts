/** wc: lines, words, characters and bytes. */
import { chooseWord } from '../tool/choice.ts';
import { ByteReader, eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

export const wc: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'lwmcL', long: { lines: 'l', words: 'w', chars: 'm', bytes: 'c', 'max-line-length': 'L' }, longValues: ['files0-from', 'total'] },
  *run(call) {
    const list = call.options.value('files0-from');
    let names = call.operands;
    if (list !== undefined) {
      if (names.length > 0) return yield* refuse(call, `extra operand '${names[0]!}'\nfile operands cannot be combined with --files0-from`);
      const opened = tried(() => (list === '-' ? 0 : call.p.open(list)));
      if ('error' in opened) return yield* complain(call, `cannot open '${list}' for reading: ${reason(opened.error)}`);
      names = yield* readAllLines(opened.value, '\0');
    }
    const when = chooseWord('--total', call.options.value('total') ?? 'auto', [['auto'], ['always'], ['only'], ['never']]);
    if ('problem' in when) return yield* refuse(call, when.problem);
    const rows: [Counts, string][] = [];
    const good = yield* eachInput(call, names, function* ({ name, fd }) {
      const counter = new Counter();
      const reader = new ByteReader(fd);
      try {
        for (let chunk = yield* reader.next(); chunk; chunk = yield* reader.next()) counter.take(chunk);
      } finally {
        rows.push([counter.finish(), name]);
      }
    });
    yield* print(table(call, names, rows, when.word));
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

/** Columns are as wide as the largest number, and at least seven wide when a size is not known beforehand. */
function table(call: ToolCall, names: readonly string[], rows: readonly (readonly [Counts, string])[], when: string): string {
  const { options } = call;
  const chosen = (['l', 'w', 'm', 'c', 'L'] as const).filter((letter) => options.has(letter));
  const letters = chosen.length > 0 ? chosen : (['l', 'w', 'c'] as const);
  const of = (c: Counts, letter: string) => (letter === 'l' ? c.lines : letter === 'w' ? c.words : letter === 'm' ? c.chars : letter === 'c' ? c.bytes : c.longest);
  const total = sum(rows.map(([counts]) => counts));
  const withTotal = when === 'always' || when === 'only' || (when === 'auto' && names.length > 1);
  const shown = when === 'only' ? [] : rows;
  const single = letters.length === 1 && names.length <= 1;
  const width = single || when === 'only' ? 1 : call.flavour === 'busybox' ? 9 : isRegular(call, names) ? String(total.bytes).length : 7;
  return [...shown, ...(withTotal ? [[total, when === 'only' ? '-' : 'total'] as const] : [])]
    .map(([counts, name]) => `${letters.map((l) => String(of(counts, l)).padStart(width)).join(' ')}${name === '-' ? (names.length > 0 && when !== 'only' ? ' -' : '') : ` ${name}`}\n`)
    .join('');
}

/** Whether the size of all is known before they are read. */
function isRegular({ p }: ToolCall, names: readonly string[]): boolean {
  const kinds = (names.length > 0 ? names : ['-']).map((name) => {
    if (name === '-') return p.fds.get(0)?.kind;
    const stat = tried(() => p.files.stat(name));
    return 'value' in stat ? stat.value.kind : 'file';
  });
  return kinds.every((kind) => kind === 'file');
}
