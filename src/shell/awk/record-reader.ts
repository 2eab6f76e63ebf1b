/** Records from a stream, by whatever separates them: a character, blank lines, or a pattern. */
import { concat } from '../../base/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import type { ToolRun } from '../tool/tool.ts';
import { hold } from '../tool/inputs.ts';
import { patternOf } from './pattern-text.ts';

export class RecordReader {
  private readonly fill: () => ToolRun<Uint8Array | null>;
  private text = '';
  private at = 0;
  private tail: Uint8Array = new Uint8Array(); // the beginning of a character whose end has not come yet
  private ended = false;

  constructor(fill: () => ToolRun<Uint8Array | null>) {
    this.fill = fill;
  }

  /** Null at the end. */
  *next(separator: string): ToolRun<string | null> {
    for (;;) {
      const record = this.take(separator);
      if (record !== undefined) return record;
      if (this.ended) return null;
      const begin = this.text.slice(this.at);
      const rest = yield* this.untilSeparator(separator, begin.length);
      this.text = begin + rest;
      this.at = 0;
    }
  }

  /** What comes until there may be a whole record. One that does not end is held; each piece of it is looked at once, or, where a pattern separates, as often as it doubles. */
  private *untilSeparator(separator: string, before: number): ToolRun<string> {
    const pieces: string[] = [];
    let held = 0;
    for (;;) {
      const chunk = yield* this.fill();
      const piece = this.decoded(chunk);
      pieces.push(piece);
      yield* hold(piece.length);
      held += piece.length;
      if (chunk === null || (separator.length === 1 ? piece.includes(separator) : held >= before)) break;
    }
    yield* hold(-held);
    return pieces.join('');
  }

  private decoded(chunk: Uint8Array | null): string {
    if (chunk === null) {
      this.ended = true;
      const { tail } = this;
      this.tail = new Uint8Array();
      return textOfBytes(tail);
    }
    const bytes = this.tail.length > 0 ? concat([this.tail, chunk]) : chunk;
    const whole = wholeCharacters(bytes);
    this.tail = bytes.slice(whole);
    return textOfBytes(bytes.subarray(0, whole));
  }

  private take(separator: string): string | undefined {
    if (separator === '') return this.paragraph();
    if (separator.length === 1) {
      const end = this.text.indexOf(separator, this.at);
      return end < 0 ? this.rest() : this.cut(end, end + 1);
    }
    const match = patternOf(separator).exec(this.text, this.at);
    // A match at the end of what has come might go on.
    if (match && match.end > match.index && (match.end < this.text.length || this.ended)) return this.cut(match.index, match.end);
    return this.rest();
  }

  private paragraph(): string | undefined {
    while (this.text[this.at] === '\n') this.at++;
    const end = this.text.indexOf('\n\n', this.at);
    if (end >= 0) return this.cut(end, end + 2);
    const rest = this.rest();
    return rest?.replace(/\n$/, '');
  }

  private cut(end: number, next: number): string {
    const record = this.text.slice(this.at, end);
    this.at = next;
    return record;
  }

  /** What the stream ended with. */
  private rest(): string | undefined {
    if (!this.ended || this.at >= this.text.length) return undefined;
    const record = this.text.slice(this.at);
    this.at = this.text.length;
    return record;
  }
}

/** How many of the bytes make whole characters. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
