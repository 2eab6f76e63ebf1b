/** Reads awk's expressions, each level of precedence by the one above it. */
import { AwkError, type Expression, type LValue } from './syntax.ts';
import type { Token } from './tokens.ts';

const depthMax = 200; // of parentheses, operators and blocks: more is no program but an attack on the reader
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const comparisons = new Set(['<', '<=', '==', '!=', '>', '>=']);

export class ExpressionReader {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  /** Functions that are called, by the line of the first call. */
  protected readonly called = new Map<string, number>();
  private noGreater = false; // behind print, > is a redirection
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
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

  protected isKeyword(word: string): boolean {
    return this.token.kind === 'keyword' && this.token.text === word;
  }

  protected newlines(): void {
    while (this.token.kind === 'newline') this.advance();
  }

  protected expect(operator: string): void {
    if (!this.is(operator)) throw this.unexpected();
    this.advance();
  }

  protected unexpected(offset = 0): AwkError {
    const token = this.tokens[this.at + offset]!;
    const near = token.kind === 'end' || token.kind === 'newline' ? (this.at + offset >= this.tokens.length - 2 ? 'end of file' : 'end of line') : token.kind === 'string' ? `"${token.text}"` : token.kind === 'regex' ? `/${token.text}/` : token.text;
    return new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }

  protected withoutGreater<T>(body: () => T): T {
    const before = this.noGreater;
    this.noGreater = true;
    const result = body();
    this.noGreater = before;
    return result;
  }

  protected list(): Expression[] {
    const items = [this.expression()];
    while (this.is(',')) {
      this.advance();
      this.newlines();
      items.push(this.expression());
    }
    return items;
  }

  protected subscripts(): Expression[] {
    this.expect('[');
    const before = this.noGreater;
    this.noGreater = false;
    const items = this.list();
    this.noGreater = before;
    this.expect(']');
    return items;
  }

  /** With assignments, which bind weakest and to the right. */
  expression(): Expression {
    this.deeper();
    const left = this.conditional();
    let value = left;
    if (isTarget(left) && this.token.kind === 'operator' && assignments.has(this.token.text)) {
      const operator = this.advance().text.slice(0, -1);
      this.newlines();
      value = { kind: 'assign', operator, target: left, value: this.expression() };
    }
    this.shallower();
    return value;
  }

  protected deeper(): void {
    if (++this.depth > depthMax) throw new AwkError(`line ${this.token.line}: program nested too deeply`);
  }

  protected shallower(): void {
    this.depth--;
  }

  private conditional(): Expression {
    const test = this.or();
    if (!this.is('?')) return test;
    this.advance();
    this.newlines();
    const then = this.expression();
    this.newlines();
    this.expect(':');
    this.newlines();
    return { kind: 'conditional', test, then, otherwise: this.expression() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.is('||')) {
      this.advance();
      this.newlines();
      left = { kind: 'logical', operator: '||', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.membership();
    while (this.is('&&')) {
      this.advance();
      this.newlines();
      left = { kind: 'logical', operator: '&&', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expression {
    let left = this.match();
    while (this.isKeyword('in')) {
      this.advance();
      if (this.token.kind !== 'name') throw this.unexpected();
      left = { kind: 'in', subscripts: left.kind === 'group' ? left.items : [left], array: this.advance().text };
    }
    if (left.kind === 'group' && left.items.length > 1 && !(this.noGreater || this.is('>') || this.is('|') || this.is('>>') || this.token.kind === 'newline' || this.is(';') || this.is('}'))) throw this.unexpected();
    return left;
  }

  private match(): Expression {
    let left = this.comparison();
    while (this.is('~') || this.is('!~')) {
      const negated = this.advance().text === '!~';
      left = { kind: 'match', negated, text: left, pattern: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    let left = this.concatenation();
    for (;;) {
      if (this.is('|') && this.tokens[this.at + 1]?.text === 'getline' && this.tokens[this.at + 1]?.kind === 'keyword') {
        this.at += 2;
        left = { kind: 'getline', from: 'command', source: left, target: this.target() };
        continue;
      }
      if (this.token.kind !== 'operator' || !comparisons.has(this.token.text) || (this.noGreater && this.is('>'))) return left;
      const operator = this.advance().text;
      left = { kind: 'binary', operator, left, right: this.concatenation() };
    }
  }

  protected concatenation(): Expression {
    let left = this.sum();
    while (this.beginsOperand()) left = { kind: 'binary', operator: 'cat', left, right: this.sum() };
    return left;
  }

  private beginsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'number' || kind === 'string' || kind === 'regex' || kind === 'name' || kind === 'function' || kind === 'builtin') return true;
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text);
  }

  private sum(): Expression {
    let left = this.product();
    while (this.is('+') || this.is('-')) left = { kind: 'binary', operator: this.advance().text, left, right: this.product() };
    return left;
  }

  private product(): Expression {
    let left = this.unary();
    while (this.is('*') || this.is('/') || this.is('%')) left = { kind: 'binary', operator: this.advance().text, left, right: this.unary() };
    return left;
  }

  private unary(): Expression {
    if (!this.is('!') && !this.is('-') && !this.is('+')) return this.power();
    this.deeper();
    const operator = this.advance().text as '!' | '-' | '+';
    const value = this.unary();
    this.shallower();
    return { kind: 'unary', operator, value };
  }

  private power(): Expression {
    const base = this.postfix();
    if (!this.is('^')) return base;
    this.advance();
    this.deeper();
    const exponent = this.is('-') || this.is('+') || this.is('!') ? this.unary() : this.power();
    this.shallower();
    return { kind: 'binary', operator: '^', left: base, right: exponent };
  }

  private postfix(): Expression {
    const value = this.primary();
    if (!isTarget(value) || !(this.is('++') || this.is('--'))) return value;
    return { kind: 'step', target: value, by: this.advance().text === '++' ? 1 : -1, before: false };
  }

  private primary(): Expression {
    const token = this.advance();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', text: token.text };
      case 'regex':
        return { kind: 'regex', source: token.text };
      case 'name':
        if (this.is('[')) return { kind: 'element', array: token.text, subscripts: this.subscripts() };
        return { kind: 'variable', name: token.text };
      case 'function':
        if (!this.called.has(token.text)) this.called.set(token.text, token.line);
        return { kind: 'call', name: token.text, args: this.arguments(), line: token.line };
      case 'builtin':
        return { kind: 'builtin', name: token.text, args: this.is('(') ? this.arguments() : this.noArguments(token.text) };
      case 'keyword':
        if (token.text === 'getline') return this.getline();
        break;
      case 'operator':
        return this.prefixed(token.text);
      case 'newline':
      case 'end':
        break;
    }
    throw this.unexpected(token.kind === 'end' ? 0 : -1);
  }

  private noArguments(name: string): [] {
    if (name !== 'length') throw this.unexpected();
    return [];
  }

  private prefixed(operator: string): Expression {
    if (operator === '$') {
      this.deeper();
      const index = this.fieldIndex();
      this.shallower();
      return { kind: 'field', index };
    }
    if (operator === '++' || operator === '--') {
      const target = this.primary();
      if (!isTarget(target)) throw this.unexpected(-1);
      return { kind: 'step', target, by: operator === '++' ? 1 : -1, before: true };
    }
    if (operator !== '(') throw this.unexpected(-1);
    const before = this.noGreater;
    this.noGreater = false;
    const items = this.list();
    this.noGreater = before;
    this.newlines();
    this.expect(')');
    return { kind: 'group', items };
  }

  private fieldIndex(): Expression {
    return this.is('-') || this.is('+') || this.is('!') ? this.unary() : this.primary();
  }

  private arguments(): Expression[] {
    this.expect('(');
    const before = this.noGreater;
    this.noGreater = false;
    this.newlines();
    const args = this.is(')') ? [] : this.list();
    this.newlines();
    this.noGreater = before;
    this.expect(')');
    return args;
  }

  private getline(): Expression {
    const target = this.target();
    if (!this.is('<')) return { kind: 'getline', from: 'input', source: undefined, target };
    this.advance();
    return { kind: 'getline', from: 'file', source: this.postfix(), target };
  }

  private target(): LValue | undefined {
    if (this.token.kind !== 'name' && !this.is('$')) return undefined;
    const value = this.primary();
    return isTarget(value) ? value : undefined;
  }
}

function isTarget(expression: Expression): expression is LValue {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element';
}
