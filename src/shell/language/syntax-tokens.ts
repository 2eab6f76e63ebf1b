/** The tokens of shell source: words with their quotations whole, operators, line ends. Here-documents are stepped over. */
import { skipParentheses, skipQuoted } from './source-scan.ts';

export interface Token {
  readonly text: string; // 'newline' for a line end, as messages have it
  readonly at: number;
  readonly kind: 'word' | 'operator' | 'end';
  /** A redirection's descriptor stands before it: "2>", "{fd}>". */
  readonly prefix?: true;
}

const operators = ['&>>', '<<<', '<<-', ';;&', '&&', '||', ';;', ';&', '|&', '<<', '>>', '<&', '>&', '<>', '>|', '&>', '|', '&', ';', '<', '>', '(', ')'];

export class TokenReader {
  readonly source: string;
  /** Where the next token is looked for. */
  at = 0;
  private ended = false;
  private hereDocs: { readonly word: string; readonly tabs: boolean }[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** The document of a `<<` begins on the next line and ends at this word, as it was written. */
  expectHereDoc(word: string, tabs: boolean): void {
    this.hereDocs.push({ word: word.replace(/\\(.)|['"]/gs, '$1'), tabs });
  }

  next(): Token {
    const { source } = this;
    for (;;) {
      const char = source[this.at];
      if (char === ' ' || char === '\t') this.at++;
      else if (char === '\\' && source[this.at + 1] === '\n') this.at += 2;
      else if (char === '#') while (this.at < source.length && source[this.at] !== '\n') this.at++;
      else break;
    }
    const at = this.at;
    if (at >= source.length) {
      if (this.ended || source.endsWith('\n')) return { text: 'end', at, kind: 'end' };
      this.ended = true; // a text ends with a line's end, whether it is written or not
      return { text: 'newline', at, kind: 'operator' };
    }
    if (source[at] === '\n') {
      this.at++;
      this.skipHereDocs();
      return { text: 'newline', at, kind: 'operator' };
    }
    const numbered = /^(?:\d+|\{\w+\})(?=[<>])/.exec(source.slice(at, at + 20))?.[0].length ?? 0;
    const operator = operators.find((o) => source.startsWith(o, at + numbered));
    const isProcess = (operator === '<' || operator === '>') && source[at + numbered + 1] === '(';
    if (operator !== undefined && !isProcess) {
      this.at = at + numbered + operator.length;
      return { text: operator, at, kind: 'operator', ...(numbered > 0 && { prefix: true }) };
    }
    return this.readWord(at);
  }

  /** A regular expression: in it, parentheses and bars are part of the word. */
  nextPattern(): Token {
    const { source } = this;
    while (source[this.at] === ' ' || source[this.at] === '\t') this.at++;
    const at = this.at;
    let i = at;
    while (i < source.length && !/[ \t\n;&<>)]/.test(source[i]!)) i = source[i] === '(' ? skipParentheses(source, i) : stepOver(source, i);
    if (i === at && (i >= source.length || source[i] === '\n')) return this.next();
    this.at = i;
    return { text: source.slice(at, i), at, kind: 'word' };
  }

  private readWord(at: number): Token {
    const { source } = this;
    let i = at;
    for (;;) {
      if (i < source.length && !/[ \t\n;&|()<>]/.test(source[i]!)) i = stepOver(source, i);
      else if ((source[i] === '<' || source[i] === '>') && source[i + 1] === '(') i = skipParentheses(source, i + 1);
      else if (source[i] === '(' && i > at && '?*+@!'.includes(source[i - 1]!)) i = skipParentheses(source, i);
      else break;
    }
    this.at = i;
    return { text: source.slice(at, i), at, kind: 'word' };
  }

  private skipHereDocs(): void {
    const { source } = this;
    for (const { word, tabs } of this.hereDocs) {
      while (this.at < source.length) {
        const end = source.indexOf('\n', this.at);
        const line = source.slice(this.at, end < 0 ? source.length : end);
        this.at = end < 0 ? source.length : end + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) === word) break;
      }
    }
    this.hereDocs = [];
  }
}

function stepOver(source: string, at: number): number {
  const skipped = skipQuoted(source, at);
  return skipped > at ? skipped : at + 1;
}
