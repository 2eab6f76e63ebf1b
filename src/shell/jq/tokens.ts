/** Words of a jq program. A text with filters in it carries the words of those. */
import { CompileError } from './syntax.ts';

export interface Token {
  readonly kind: 'word' | 'field' | 'variable' | 'number' | 'string' | 'format' | 'operator' | 'end';
  readonly text: string;
  readonly line: number;
  readonly parts?: readonly (string | readonly Token[])[];
}

const operators = ['?//=', '?//', '|=', '+=', '-=', '*=', '/=', '%=', '//=', '==', '!=', '<=', '>=', '//', '..', '.', '[', ']', '(', ')', '{', '}', '|', ',', ':', ';', '=', '<', '>', '+', '-', '*', '/', '%', '?', '$'].sort((a, b) => b.length - a.length);
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\\': '\\', '/': '/', '"': '"' };
const depthMax = 100; // of texts within texts

export function tokenize(source: string): readonly Token[] {
  return new Tokenizer(source).words(0);
}

class Tokenizer {
  private readonly source: string;
  private at = 0;
  private line = 1;

  constructor(source: string) {
    this.source = source;
  }

  /** Up to the end, or within a text up to the parenthesis that closes the filter. */
  words(depth: number): readonly Token[] {
    const tokens: Token[] = [];
    let open = 0;
    for (;;) {
      this.blank();
      const char = this.source[this.at];
      if (char === undefined) {
        tokens.push({ kind: 'end', text: '', line: this.line });
        return tokens;
      }
      if (depth > 0 && char === ')' && open === 0) {
        this.at++;
        tokens.push({ kind: 'end', text: ')', line: this.line });
        return tokens;
      }
      if (char === '(') open++;
      if (char === ')') open--;
      tokens.push(this.word(char, depth));
    }
  }

  private blank(): void {
    for (;;) {
      const char = this.source[this.at];
      if (char === '#') while (this.at < this.source.length && this.source[this.at] !== '\n') this.at++;
      else if (char === '\n' || char === ' ' || char === '\t' || char === '\r') {
        if (char === '\n') this.line++;
        this.at++;
      } else return;
    }
  }

  private word(char: string, depth: number): Token {
    const { line } = this;
    if (char === '"') {
      this.at++;
      return { kind: 'string', text: '', line, parts: this.text(depth + 1) };
    }
    const rest = this.source.slice(this.at, this.at + 500);
    const match = /^(?:(\.[A-Za-z_]\w*)|(\$(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)|(@\w+)|((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|((?:[A-Za-z_]\w*::)*[A-Za-z_]\w*))/.exec(rest);
    if (match) {
      this.at += match[0].length;
      if (match[1] !== undefined) return { kind: 'field', text: match[1].slice(1), line };
      if (match[2] !== undefined) return { kind: 'variable', text: match[2].slice(1), line };
      if (match[3] !== undefined) return { kind: 'format', text: match[3], line };
      return { kind: match[4] === undefined ? 'word' : 'number', text: match[0], line };
    }
    const operator = operators.find((o) => rest.startsWith(o));
    if (operator === undefined) throw new CompileError('syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)', line);
    this.at += operator.length;
    return { kind: 'operator', text: operator, line };
  }

  private text(depth: number): readonly (string | readonly Token[])[] {
    if (depth > depthMax) throw new CompileError('syntax error, texts nested too deeply', this.line);
    const parts: (string | readonly Token[])[] = [];
    let text = '';
    for (;;) {
      const char = this.source[this.at++];
      if (char === undefined) throw new CompileError('syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?)', this.line);
      if (char === '\n') this.line++;
      if (char === '"') return [...parts, text];
      if (char !== '\\') {
        text += char;
        continue;
      }
      const next = this.source[this.at++] ?? '';
      if (next === '(') {
        parts.push(text, this.words(depth));
        text = '';
        continue;
      }
      const hex = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(this.source.slice(this.at, this.at + 4))?.[0] : undefined;
      if (hex !== undefined) {
        this.at += 4;
        text += String.fromCharCode(parseInt(hex, 16));
      } else if (Object.hasOwn(escapes, next)) text += escapes[next]!;
      else throw new CompileError('syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)', this.line);
    }
  }
}
