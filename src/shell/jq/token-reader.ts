/** Steps through the words of a program and says which one was not expected. */
import { CompileError } from './syntax.ts';
import type { Token } from './tokens.ts';

const depthMax = 250;
export const reserved = new Set(['def', 'if', 'then', 'elif', 'else', 'end', 'as', 'reduce', 'foreach', 'try', 'catch', 'label', 'import', 'include', 'and', 'or', '__loc__']);

export class TokenReader {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  protected depth: number;

  constructor(tokens: readonly Token[], depth = 0) {
    this.tokens = tokens;
    this.depth = depth;
  }

  protected end(): void {
    if (this.token.kind !== 'end') throw this.unexpected();
  }

  protected get token(): Token {
    return this.tokens[this.at]!;
  }

  protected advance(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  protected is(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  protected isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text === word;
  }

  protected take(operator: string): boolean {
    if (!this.is(operator)) return false;
    this.at++;
    return true;
  }

  protected expect(operator: string): void {
    if (!this.take(operator)) throw this.unexpected();
  }

  protected expectWord(word: string): void {
    if (!this.isWord(word)) throw this.unexpected();
    this.at++;
  }

  protected unexpected(): CompileError {
    const { kind, text, line } = this.token;
    const names = { word: reserved.has(text) ? text : 'IDENT', field: 'FIELD', variable: "'$'", number: 'LITERAL', string: 'QQSTRING_START', format: 'FORMAT', operator: text.length === 1 ? `'${text}'` : text, end: text === ')' ? 'QQSTRING_INTERP_END' : 'end of file' };
    return new CompileError(`syntax error, unexpected ${names[kind]} (Unix shell quoting issues?)`, line);
  }

  protected deeper<T>(body: () => T): T {
    if (++this.depth > depthMax) throw new CompileError('syntax error, memory exhausted (Unix shell quoting issues?)', this.token.line);
    const result = body();
    this.depth--;
    return result;
  }
}
