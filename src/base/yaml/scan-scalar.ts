/** Scans the three shapes of scalars: plain words, text in quotes, and blocks under | or >. */
import { failAt, type Cursor, type Mark } from './cursor.ts';

export interface Scanned {
  readonly text: string;
  readonly end: Mark;
}

/** `indent` is that of the block around it. Says also whether a line break came last, after which a key may begin. */
export function scanPlain(cursor: Cursor, indent: number, isFlow: boolean): Scanned & { readonly endsLine: boolean } {
  const start = cursor.mark();
  const fold = new Fold();
  let text = '';
  let end = start;
  while (!cursor.isDocumentLine() && cursor.peek() !== '#') {
    const from = cursor.index;
    while (!cursor.isBlankOrEnd() && !endsPlain(cursor, isFlow)) cursor.skip();
    if (cursor.index > from) {
      text += fold.take() + cursor.text.slice(from, cursor.index);
      end = cursor.mark();
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break;
    fold.read(cursor, () => {
      if (cursor.peek() === '\t' && cursor.column <= indent) {
        failAt('found a tab character that violates indentation', cursor.mark(), start, 'scanner');
      }
    });
    if (!isFlow && cursor.column <= indent) break;
  }
  return { text, end, endsLine: fold.hasBreak() };
}

function endsPlain(cursor: Cursor, isFlow: boolean): boolean {
  const char = cursor.peek();
  if (char === ':' && cursor.isBlankOrEnd(1)) return true;
  return isFlow && ',?[]{}'.includes(char);
}

export function scanQuoted(cursor: Cursor): Scanned {
  const start = cursor.mark();
  const quote = cursor.peek();
  cursor.skip();
  const pieces: string[] = [];
  for (;;) {
    if (cursor.isDocumentLine()) failAt('found unexpected document indicator', cursor.mark(), start, 'scanner');
    if (cursor.isEnd()) failAt('found unexpected end of stream', cursor.mark(), start, 'scanner');
    const isJoined = quote === '"' ? readDouble(cursor, pieces, start) : readSingle(cursor, pieces);
    if (cursor.peek() === quote) break;
    const fold = new Fold(isJoined);
    fold.read(cursor);
    pieces.push(fold.take());
  }
  cursor.skip();
  return { text: pieces.join(''), end: cursor.mark() };
}

function readSingle(cursor: Cursor, pieces: string[]): false {
  while (!cursor.isBlankOrEnd()) {
    const from = cursor.index;
    if (cursor.peek() === "'") {
      if (cursor.peek(1) !== "'") return false;
      pieces.push("'");
      cursor.skip(2);
      continue;
    }
    while (!cursor.isBlankOrEnd() && cursor.peek() !== "'") cursor.skip();
    pieces.push(cursor.text.slice(from, cursor.index));
  }
  return false;
}

/** True when a backslash took the meaning from the line break that follows. */
function readDouble(cursor: Cursor, pieces: string[], start: Mark): boolean {
  while (!cursor.isBlankOrEnd() && cursor.peek() !== '"') {
    if (cursor.peek() === '\\') {
      if (cursor.isBreak(1)) {
        cursor.skip();
        cursor.readBreak();
        return true;
      }
      pieces.push(readEscape(cursor, start));
      continue;
    }
    const from = cursor.index;
    while (!cursor.isBlankOrEnd() && cursor.peek() !== '"' && cursor.peek() !== '\\') cursor.skip();
    pieces.push(cursor.text.slice(from, cursor.index));
  }
  return false;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'], ['a', '\x07'], ['b', '\b'], ['t', '\t'], ['\t', '\t'], ['n', '\n'], ['v', '\v'], ['f', '\f'], ['r', '\r'], ['e', '\x1b'],
  [' ', ' '], ['"', '"'], ["'", "'"], ['\\', '\\'], ['N', '\x85'], ['_', '\xa0'], ['L', '\u2028'], ['P', '\u2029'],
]);

function readEscape(cursor: Cursor, start: Mark): string {
  const letter = cursor.peek(1);
  const plain = escapes.get(letter);
  if (plain !== undefined) {
    cursor.skip(2);
    return plain;
  }
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits === 0) failAt('found unknown escape character', cursor.mark(), start, 'scanner');
  cursor.skip(2);
  const hex = cursor.text.slice(cursor.index, cursor.index + digits);
  if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) {
    failAt('did not find expected hexdecimal number', cursor.mark(), start, 'scanner');
  }
  const code = parseInt(hex, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    failAt('found invalid Unicode character escape code', cursor.mark(), start, 'scanner');
  }
  cursor.skip(digits);
  return String.fromCodePoint(code);
}

/** Blanks and line breaks between the words of a flowing scalar: one break is a blank, more of them are breaks less one. */
class Fold {
  private blanks = '';
  private firstBreak: string;
  private breaks = '';
  private isEscaped: boolean;

  /** With the first break escaped, it means nothing itself, but what follows it is at the beginning of a line. */
  constructor(isEscaped = false) {
    this.isEscaped = isEscaped;
    this.firstBreak = isEscaped ? '\n' : '';
  }

  hasBreak(): boolean {
    return this.firstBreak !== '';
  }

  read(cursor: Cursor, onLeadingBlank?: () => void): void {
    while (cursor.isBlank() || cursor.isBreak()) {
      if (cursor.isBreak()) {
        const line = cursor.readBreak();
        if (this.firstBreak === '') this.firstBreak = line;
        else this.breaks += line;
        continue;
      }
      if (this.firstBreak === '') this.blanks += cursor.peek();
      else onLeadingBlank?.();
      cursor.skip();
    }
  }

  /** What it means in the text; empties it. */
  take(): string {
    let meant = this.blanks;
    if (this.isEscaped) meant = this.breaks;
    else if (this.firstBreak === '\n') meant = this.breaks === '' ? ' ' : this.breaks;
    else if (this.firstBreak !== '') meant = this.firstBreak + this.breaks;
    this.blanks = this.firstBreak = this.breaks = '';
    this.isEscaped = false;
    return meant;
  }
}

export function scanBlock(cursor: Cursor, parentIndent: number): Scanned {
  const start = cursor.mark();
  const isLiteral = cursor.peek() === '|';
  cursor.skip();
  const header = readBlockHeader(cursor, start);
  let indent = header.increment > 0 ? Math.max(parentIndent, 0) + header.increment : 0;
  let end = cursor.mark();
  const first = readBlockBreaks(cursor, start, indent, parentIndent);
  indent = first.indent;
  let trailing = first.breaks;
  let lineBreak = '';
  let text = '';
  let wasIndented = false;
  while (cursor.column === indent && !cursor.isEnd()) {
    const isIndented = cursor.isBlank();
    const folds = !isLiteral && lineBreak === '\n' && !wasIndented && !isIndented;
    text += folds ? (trailing === '' ? ' ' : '') : lineBreak;
    text += trailing;
    wasIndented = isIndented;
    const from = cursor.index;
    while (!cursor.isBreakOrEnd()) cursor.skip();
    text += cursor.text.slice(from, cursor.index);
    lineBreak = cursor.isEnd() ? '' : cursor.readBreak();
    end = cursor.mark();
    trailing = readBlockBreaks(cursor, start, indent, parentIndent).breaks;
  }
  if (header.chomping !== '-') text += lineBreak;
  if (header.chomping === '+') text += trailing;
  return { text, end };
}

function readBlockHeader(cursor: Cursor, start: Mark): { chomping: string; increment: number } {
  let chomping = '';
  let increment = 0;
  for (let i = 0; i < 2; i++) {
    const char = cursor.peek();
    if ((char === '+' || char === '-') && chomping === '') chomping = char;
    else if (char >= '0' && char <= '9' && increment === 0) {
      if (char === '0') failAt('found an indentation indicator equal to 0', cursor.mark(), start, 'scanner');
      increment = Number(char);
    } else break;
    cursor.skip();
  }
  while (cursor.isBlank()) cursor.skip();
  if (cursor.peek() === '#') while (!cursor.isBreakOrEnd()) cursor.skip();
  if (!cursor.isBreakOrEnd()) failAt('did not find expected comment or line break', cursor.mark(), start, 'scanner');
  if (!cursor.isEnd()) cursor.readBreak();
  return { chomping, increment };
}

/** Eats empty lines and indentation; where the block's indentation is not known yet (0), the first line with text sets it. */
function readBlockBreaks(cursor: Cursor, start: Mark, indent: number, parentIndent: number): { breaks: string; indent: number } {
  const limit = indent === 0 ? Infinity : indent;
  let breaks = '';
  let widest = 0;
  for (;;) {
    while (cursor.column < limit && cursor.peek() === ' ') cursor.skip();
    widest = Math.max(widest, cursor.column);
    if (cursor.column < limit && cursor.peek() === '\t') {
      failAt('found a tab character where an indentation space is expected', cursor.mark(), start, 'scanner');
    }
    if (!cursor.isBreak()) break;
    breaks += cursor.readBreak();
  }
  return { breaks, indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent };
}
