/** How grep shows a line: with name, number and offset before it, what matches in colour, and the lines around it. */
import { bytesOfText } from '../language/byte-text.ts';
import type { Matcher } from './grep-matcher.ts';
import type { ToolCall } from './tool.ts';

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number; // in bytes
}

const colours = { match: '01;31', name: '35', number: '32', mark: '36' } as const;

export class GrepOutput {
  readonly after: number;
  private readonly before: number;
  private readonly call: ToolCall;
  private readonly head: string | undefined;
  private readonly matcher: Matcher;
  private readonly coloured: boolean;
  private readonly separator: string | undefined;
  private readonly end: string;
  private readonly held: Line[] = [];
  private left = 0;
  private lastShown = 0;
  private number = 0;
  private offset = 0;

  constructor(call: ToolCall, head: string | undefined, matcher: Matcher) {
    const { options, p } = call;
    this.call = call;
    this.head = head;
    this.matcher = matcher;
    const both = Number(options.value('C') ?? 0);
    this.before = Number(options.value('B') ?? both);
    this.after = Number(options.value('A') ?? both);
    const colour = options.value('color') ?? options.value('colour');
    this.coloured = colour === 'always' || ((colour === 'auto' || colour === '') && p.isTty(1));
    this.separator = options.has('no-group-separator') ? undefined : (options.value('group-separator') ?? '--');
    this.end = options.has('z') ? '\0' : '\n';
  }

  match(text: string): string {
    const line = this.next(text);
    const first = this.held[0]?.number ?? line.number;
    const apart = (this.before > 0 || this.after > 0) && this.lastShown > 0 && first > this.lastShown + 1;
    let out = apart && this.separator !== undefined ? `${this.paint('mark', this.separator)}\n` : '';
    for (const held of this.held) out += this.whole(held, '-');
    this.held.length = 0;
    this.left = this.after;
    this.lastShown = line.number;
    return out + (this.call.options.has('o') ? this.parts(line) : this.whole(line, ':'));
  }

  other(text: string): string {
    const line = this.next(text);
    if (this.left > 0) {
      this.left--;
      this.lastShown = line.number;
      return this.whole(line, '-');
    }
    if (this.before > 0) {
      this.held.push(line);
      if (this.held.length > this.before) this.held.shift();
    }
    return '';
  }

  private next(text: string): Line {
    const { offset } = this;
    if (this.call.options.has('b')) this.offset += bytesOfText(text).length + 1;
    return { text, number: ++this.number, offset };
  }

  private whole(line: Line, mark: string): string {
    if (this.call.options.has('o') && mark === '-') return '';
    const shown = this.coloured && mark === ':' && !this.call.options.has('v') ? this.painted(line.text) : line.text;
    return this.prefix(line, line.offset, mark) + shown + this.end;
  }

  /** -o: each part that matches, on a line of its own. */
  private parts(line: Line): string {
    if (this.call.options.has('v')) return '';
    const spans = this.matcher.spans(line.text);
    return spans.map(([from, to]) => this.prefix(line, line.offset + (this.call.options.has('b') ? bytesOfText(line.text.slice(0, from)).length : 0), ':') + this.paint('match', line.text.slice(from, to)) + this.end).join('');
  }

  private prefix(line: Line, offset: number, mark: string): string {
    const { options } = this.call;
    const shownMark = this.paint('mark', mark);
    const tabbed = options.has('T');
    let out = '';
    if (this.head !== undefined) out += this.paint('name', this.head) + (options.has('Z') ? '\0' : shownMark);
    if (options.has('n')) out += this.paint('number', String(line.number)) + shownMark;
    if (options.has('b')) out += this.paint('number', String(offset)) + shownMark;
    return tabbed && out !== '' ? `${out}\t` : out;
  }

  private painted(text: string): string {
    let out = '';
    let at = 0;
    for (const [from, to] of this.matcher.spans(text)) {
      out += text.slice(at, from) + this.paint('match', text.slice(from, to));
      at = to;
    }
    return out + text.slice(at);
  }

  private paint(what: keyof typeof colours, text: string): string {
    return this.coloured ? `\x1b[${colours[what]}m\x1b[K${text}\x1b[m\x1b[K` : text;
  }
}
