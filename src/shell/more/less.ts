/** less and more: a text by pages, forwards and backwards, with a search. What is read is only as much as has been looked at. */
import { read, write } from '../../host/index.ts';
import { compilePosixPattern, displayWidth, encodeUtf8, type Pattern } from '../../base/index.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { withKeys, type Keys } from './keys.ts';

const LINES_MAX = 200_000;

export const less: Tool = {
  usage: '[options] [file]...',
  options: { flags: 'aABcCdeEfFgGiIJKLmMnNqQrRsSuUVwWX', values: 'bhjkopPtTxyz' },
  prepare: (args) => args.filter((arg) => !arg.startsWith('+')),
  *run(call) {
    const { p, options } = call;
    if (call.operands.length === 0 && p.isTty(0)) return yield* refuse(call, 'Missing filename ("less --help" for help)');
    const only = call.operands.length === 1 && call.operands[0] !== '-' && call.flavour === 'gnu' ? tried(() => p.files.stat(call.operands[0]!)) : undefined;
    if (only && 'error' in only) {
      yield write(2, bytesOfText(`${call.name === 'more' ? 'more: cannot open ' : ''}${call.operands[0]!}: ${reason(only.error)}\n`));
      return 1;
    }
    if (!p.isTty(1) || !p.tty) return yield* copy(call);
    const [name = '-'] = call.operands;
    const opened = name === '-' ? { value: 0 } : tried(() => p.open(name));
    if ('error' in opened) {
      yield* print(`${name}: ${reason(opened.error)}\n`);
      return 1;
    }
    const pages = new Pages(call, name, opened.value);
    if (options.has('F') && (yield* pages.fitsOneScreen())) return 0;
    return yield* withKeys(p, (keys) => pages.show(keys));
  },
};

function* copy(call: ToolCall): ToolRun {
  const good = yield* eachInput(call, call.operands, function* ({ fd }) {
    for (;;) {
      const chunk: Uint8Array | null = yield read(fd);
      if (chunk === null) return;
      yield* print(textOfBytes(chunk));
    }
  });
  return good ? 0 : 1;
}

class Pages {
  private readonly call: ToolCall;
  private readonly name: string;
  private readonly reader: LineReader;
  private readonly lines: string[] = [];
  private ended = false;
  private first = 0;
  private pattern: Pattern | undefined;
  private backwards = false;
  private message = '';

  constructor(call: ToolCall, name: string, fd: number) {
    this.call = call;
    this.name = name;
    this.reader = new LineReader(fd);
  }

  private get height(): number {
    return Math.max(1, (this.call.p.tty?.rows ?? 24) - 1);
  }

  /** Reads until there are so many lines, or no more. */
  private *need(count: number): ToolRun<void> {
    while (!this.ended && this.lines.length < Math.min(count, LINES_MAX)) {
      const more = yield* this.reader.next();
      if (more === null) this.ended = true;
      else for (const line of more) this.lines.push(line.replace(/\r$/, ''));
    }
  }

  *fitsOneScreen(): ToolRun<boolean> {
    yield* this.need(this.height + 1);
    if (!this.ended || this.rowsOf(0, this.lines.length) > this.height) return false;
    yield* print(this.lines.map((line) => `${line}\n`).join(''));
    return true;
  }

  *show(keys: Keys): ToolRun {
    yield* print('\x1b[?1049h');
    try {
      for (;;) {
        yield* this.draw();
        const key = yield* keys.next();
        if (key === null || key === 'q' || key === 'Q' || key === '\x03') return 0;
        yield* this.act(key ?? '', keys);
      }
    } finally {
      // Printed even when a signal ends it, so that the screen before comes back.
      this.call.p.tty?.write(encodeUtf8('\x1b[?1049l'));
    }
  }

  private *act(key: string, keys: Keys): ToolRun<void> {
    const page = this.height;
    switch (key) {
      case ' ':
      case 'f':
      case '\x06':
      case 'page-down':
        return yield* this.move(this.first + page);
      case 'b':
      case '\x02':
      case 'page-up':
        return yield* this.move(this.first - page);
      case 'd':
        return yield* this.move(this.first + (page >> 1));
      case 'u':
        return yield* this.move(this.first - (page >> 1));
      case 'j':
      case '\r':
      case '\n':
      case 'down':
        return yield* this.move(this.first + 1);
      case 'k':
      case 'y':
      case 'up':
        return yield* this.move(this.first - 1);
      case 'g':
      case '<':
      case 'home':
        return yield* this.move(0);
      case 'G':
      case '>':
      case 'end':
        return yield* this.move(Infinity);
      case '/':
      case '?':
        this.backwards = key === '?';
        return yield* this.search(keys, key);
      case 'n':
        return yield* this.seek(this.backwards);
      case 'N':
        return yield* this.seek(!this.backwards);
      case 'h':
        this.message = 'space: next page  b: page before  j k: lines  g G: beginning, end  /: search  n N: next, one before  q: quit';
        return;
      default:
        return;
    }
  }

  private *move(line: number): ToolRun<void> {
    yield* this.need(line + this.height + 1);
    this.first = Math.max(0, Math.min(line, this.lines.length - this.height));
  }

  private *search(keys: Keys, prompt: string): ToolRun<void> {
    let text = '';
    for (;;) {
      yield* print(`\r\x1b[K${prompt}${text}`);
      const key = yield* keys.next();
      if (key === null || key === undefined || key === '\x1b' || key === '\x03') return;
      if (key === '\r' || key === '\n') break;
      if (key === '\x7f' || key === '\b') text = text.slice(0, -1);
      else if (key.length <= 2) text += key;
    }
    const answer = compilePosixPattern(text, 'extended', { ignoreCase: /[iI]/.test(this.call.options.order.join('')) });
    if ('error' in answer) this.message = answer.error;
    else {
      if (text !== '') this.pattern = answer.pattern;
      yield* this.seek(this.backwards);
    }
  }

  private *seek(backwards: boolean): ToolRun<void> {
    const { pattern } = this;
    if (!pattern) {
      this.message = 'No previous regular expression';
      return;
    }
    for (let i = this.first + (backwards ? -1 : 1); i >= 0; i += backwards ? -1 : 1) {
      yield* this.need(i + 1);
      const line = this.lines[i];
      if (line === undefined) break;
      if (!pattern.test(line)) continue;
      yield* this.need(i + this.height);
      this.first = i;
      return;
    }
    this.message = 'Pattern not found  (press RETURN)';
  }

  private rowsOf(from: number, to: number): number {
    const cols = this.call.p.tty?.cols ?? 80;
    let rows = 0;
    for (let i = from; i < to; i++) rows += this.call.options.has('S') ? 1 : Math.max(1, Math.ceil(displayWidth(this.lines[i]!) / cols));
    return rows;
  }

  private *draw(): ToolRun<void> {
    yield* this.need(this.first + this.height + 1);
    const cols = this.call.p.tty?.cols ?? 80;
    const numbered = this.call.options.has('N');
    let rows = 0;
    let text = '\x1b[H\x1b[2J';
    let at = this.first;
    for (; at < this.lines.length; at++) {
      const size = this.rowsOf(at, at + 1);
      if (rows + size > this.height) break;
      rows += size;
      const shown = this.call.options.has('S') ? [...this.lines[at]!].slice(0, cols).join('') : this.lines[at]!;
      text += `${numbered ? `${String(at + 1).padStart(7)} ` : ''}${this.highlighted(shown)}\r\n`;
    }
    for (; rows < this.height; rows++) text += '~\r\n';
    const isEnd = this.ended && at >= this.lines.length;
    const status = this.message || (isEnd ? '(END)' : this.first === 0 && this.name !== '-' ? this.name : ':');
    this.message = '';
    yield* print(`${text}${isEnd || status.length > 1 ? `\x1b[7m${status}\x1b[0m` : status}`);
  }

  private highlighted(line: string): string {
    return this.pattern ? this.pattern.replaceAll(line, (match) => `\x1b[7m${match.groups[0]!}\x1b[27m`) : line;
  }
}
