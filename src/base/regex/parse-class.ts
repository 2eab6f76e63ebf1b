/** Reads what stands in the square brackets of a regular expression. */
import { invertRanges, namedRanges, type CharClass } from './char-class.ts';
import { RegexError } from './nodes.ts';
import { isEscapeStart, readEscape, readProperty } from './parse-escape.ts';

export class ClassReader {
  at: number;
  private readonly source: string;
  private readonly start: number;
  private readonly ignoreCase: boolean;
  private readonly ranges: number[] = [];
  private readonly properties: CharClass['properties'][number][] = [];

  constructor(source: string, at: number, flags: { readonly ignoreCase: boolean }) {
    this.source = source;
    this.start = at;
    this.at = at + 1;
    this.ignoreCase = flags.ignoreCase;
  }

  read(): CharClass {
    const isNegated = this.source[this.at] === '^';
    if (isNegated) this.at++;
    for (let isFirst = true; isFirst || this.source[this.at] !== ']'; isFirst = false) {
      if (this.at >= this.source.length) this.unclosed();
      if (!this.named()) this.range();
    }
    this.at++;
    return { ranges: this.ranges, properties: this.properties, isNegated, ignoreCase: this.ignoreCase };
  }

  /** [:alpha:], \d, \p{L}. */
  private named(): boolean {
    const posix = /^\[:(\^?)(.*?):\]/s.exec(this.source.slice(this.at, this.at + 40));
    if (posix !== null) {
      const ranges = posix[2]!.length > 1 ? namedRanges.get(posix[2]!) : undefined;
      if (ranges === undefined) throw new RegexError('invalid character class range', posix[0]);
      this.add(ranges, posix[1] === '^');
      this.at += posix[0].length;
      return true;
    }
    const letter = this.source[this.at] === '\\' ? (this.source[this.at + 1] ?? '') : '';
    if (letter !== '' && 'dDsSwW'.includes(letter)) {
      this.add(namedRanges.get(letter.toLowerCase())!, letter < 'a');
      this.at += 2;
      return true;
    }
    if (letter !== 'p' && letter !== 'P') return false;
    const { property, end } = readProperty(this.source, this.at);
    this.properties.push(property);
    this.at = end;
    return true;
  }

  private add(ranges: readonly number[], isNegated: boolean): void {
    this.ranges.push(...(isNegated ? invertRanges(ranges) : ranges));
  }

  private range(): void {
    const from = this.at;
    const low = this.char();
    let high = low;
    if (this.source[this.at] === '-' && this.source[this.at + 1] !== undefined && this.source[this.at + 1] !== ']') {
      this.at++;
      high = this.char();
    }
    if (high < low) throw new RegexError('invalid character class range', this.source.slice(from, this.at));
    this.ranges.push(low, high);
  }

  private char(): number {
    if (this.at >= this.source.length) this.unclosed();
    if (this.source[this.at] !== '\\') {
      const code = this.source.codePointAt(this.at)!;
      this.at += code > 0xffff ? 2 : 1;
      return code;
    }
    const letter = this.source[this.at + 1];
    if (letter === undefined) throw new RegexError('trailing backslash at end of expression', '');
    if (!isEscapeStart(letter)) throw new RegexError('invalid escape sequence', `\\${letter}`);
    const { code, end } = readEscape(this.source, this.at);
    this.at = end;
    return code;
  }

  private unclosed(): never {
    throw new RegexError('missing closing ]', this.source.slice(this.start));
  }
}
