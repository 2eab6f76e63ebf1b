/** A place in YAML text that moves forward, counting lines and columns, and the errors that speak of such places. */

export interface Mark {
  readonly index: number;
  readonly line: number; // from 0
  readonly column: number; // from 0, in UTF-16 units
}

/** `line` in the message is counted as Go's library counts, which is not always where the mark is. */
export class YamlFailure extends Error {
  readonly mark: Mark;

  constructor(message: string, mark: Mark) {
    super(message);
    this.mark = mark;
  }
}

/** Go's library prints a scanner's line from 1 and a parser's from 0, and says nothing of the very first line. */
export function failAt(problem: string, mark: Mark, context: Mark | undefined, kind: 'scanner' | 'parser'): never {
  let line = mark.line;
  if (line !== 0) line += kind === 'scanner' ? 1 : 0;
  else line = context?.line ?? 0;
  throw new YamlFailure(line === 0 ? problem : `line ${line}: ${problem}`, mark);
}

export class Cursor {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith('\ufeff')) this.index = 1;
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  peek(ahead = 0): string {
    return this.text[this.index + ahead] ?? '';
  }

  isEnd(): boolean {
    return this.index >= this.text.length;
  }

  /** Moves within a line. */
  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** Moves over a line break and returns it as a scalar holds it: a carriage return becomes a line feed. */
  readBreak(): string {
    const char = this.peek();
    this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.line++;
    this.column = 0;
    return char === '\u2028' || char === '\u2029' ? char : '\n';
  }

  isBlank(ahead = 0): boolean {
    const char = this.peek(ahead);
    return char === ' ' || char === '\t';
  }

  isBreak(ahead = 0): boolean {
    return isBreakChar(this.peek(ahead));
  }

  isBreakOrEnd(ahead = 0): boolean {
    const char = this.peek(ahead);
    return char === '' || isBreakChar(char);
  }

  isBlankOrEnd(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead);
  }

  /** Is this the beginning of a line that separates documents? */
  isDocumentLine(): boolean {
    if (this.column !== 0) return false;
    const three = this.text.slice(this.index, this.index + 3);
    return (three === '---' || three === '...') && this.isBlankOrEnd(3);
  }
}

function isBreakChar(char: string): boolean {
  return char === '\n' || char === '\r' || char === '\x85' || char === '\u2028' || char === '\u2029';
}
