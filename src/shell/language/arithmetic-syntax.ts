/** The shell's arithmetic as a tree: C's operators, read by recursive descent. */
import { isDeeperThan } from '../../base/index.ts';

export type Int = number | bigint;

/** What went wrong, in bash's words, and the rest of the text from where it did. */
export class ArithmeticError extends Error {
  override name = 'ArithmeticError';
}

export type ArithmeticNode =
  | { kind: 'number'; value: Int }
  | { kind: 'variable'; name: string; index: string | undefined }
  | { kind: 'unary'; operator: string; operand: ArithmeticNode }
  | { kind: 'step'; target: Target; by: 1 | -1; before: boolean }
  | { kind: 'binary'; operator: string; left: ArithmeticNode; right: ArithmeticNode }
  | { kind: 'assign'; target: Target; operator: string; value: ArithmeticNode }
  | { kind: 'choose'; test: ArithmeticNode; then: ArithmeticNode; else: ArithmeticNode };

export interface Target {
  name: string;
  index: string | undefined;
}

export const depthMax = 200; // of names that stand for names, of parentheses and signs within each other
export const tooDeep = 'expression recursion level exceeded';
const chainMax = 1000; // of operators after each other

/** Throws ArithmeticError. */
export function parseArithmetic(text: string): ArithmeticNode {
  return new ArithmeticParser(text).parse();
}

export function normalise(value: bigint): Int {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

/** From the loosest to the tightest. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const operatorPattern = /(?:<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:,()])/y;

/** Recursive descent over one expression; positions are kept for the error token. */
class ArithmeticParser {
  private readonly text: string;
  private at = 0;
  private lastAt = 0; // of the last operator taken: the culprit when nothing follows it
  private operator = ''; // the operator at `at`, '' when something else stands there
  private depth = 0;

  constructor(text: string) {
    this.text = text.replace(/"/g, '');
  }

  parse(): ArithmeticNode {
    this.look();
    if (this.at >= this.text.length) return { kind: 'number', value: 0 };
    const node = this.comma();
    if (this.at < this.text.length) this.fail('syntax error in expression');
    if (this.text.length > chainMax && isDeeperThan(chainMax, node)) this.fail(tooDeep);
    return node;
  }

  private fail(message: string): never {
    const token = this.text.slice(this.at < this.text.length ? this.at : this.lastAt);
    throw new ArithmeticError(`${this.text.trimStart()}: ${message} (error token is "${token}")`);
  }

  private look(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
    operatorPattern.lastIndex = this.at;
    this.operator = operatorPattern.exec(this.text)?.[0] ?? '';
  }

  private get isClosed(): boolean {
    return this.operator === ')';
  }

  private get isColon(): boolean {
    return this.operator === ':';
  }

  private take(): string {
    const operator = this.operator;
    this.lastAt = this.at;
    this.at += operator.length;
    this.look();
    return operator;
  }

  private comma(): ArithmeticNode {
    let left = this.choice();
    while (this.operator === ',') {
      const operator = this.take();
      left = { kind: 'binary', operator, left, right: this.choice() };
    }
    return left;
  }

  /** Assignment and `?:`, which group to the right, then the binary operators. */
  private choice(): ArithmeticNode {
    this.deeper();
    const test = this.logical(0);
    let node = test;
    if (/^(?:[-+*/%&|^]|<<|>>)?=$/.test(this.operator)) {
      if (test.kind !== 'variable') this.fail('attempted assignment to non-variable');
      const operator = this.take();
      node = { kind: 'assign', target: { name: test.name, index: test.index }, operator, value: this.choice() };
    } else if (this.operator === '?') {
      this.take();
      const then = this.comma();
      if (!this.isColon) this.fail("`:' expected for conditional expression");
      this.take();
      node = { kind: 'choose', test, then, else: this.choice() };
    }
    this.depth--;
    return node;
  }

  private logical(n: number): ArithmeticNode {
    if (n === levels.length) return this.power();
    let left = this.logical(n + 1);
    while (levels[n]!.includes(this.operator)) {
      const operator = this.take();
      left = { kind: 'binary', operator, left, right: this.logical(n + 1) };
    }
    return left;
  }

  private power(): ArithmeticNode {
    const base = this.prefix();
    if (this.operator !== '**') return base;
    this.take();
    this.deeper();
    const right = this.power();
    this.depth--;
    return { kind: 'binary', operator: '**', left: base, right };
  }

  private prefix(): ArithmeticNode {
    const operator = this.operator;
    if (operator === '++' || operator === '--') {
      const from = this.at;
      this.take();
      if (/[A-Za-z_]/.test(this.text[this.at] ?? '')) {
        const target = this.atom();
        if (target.kind === 'variable') return { kind: 'step', target, by: operator === '++' ? 1 : -1, before: true };
      }
      this.at = from + 2; // `--5` is two signs
      this.look();
      return this.signed(operator[0]!);
    }
    if (operator !== '' && '+-!~'.includes(operator)) {
      this.take();
      return this.signed(operator);
    }
    const node = this.atom();
    if (node.kind === 'variable' && (this.operator === '++' || this.operator === '--')) {
      return { kind: 'step', target: node, by: this.take() === '++' ? 1 : -1, before: false };
    }
    return node;
  }

  private signed(operator: string): ArithmeticNode {
    this.deeper();
    const operand = this.prefix();
    this.depth--;
    return { kind: 'unary', operator, operand };
  }

  private deeper(): void {
    if (++this.depth > depthMax) this.fail(tooDeep);
  }

  private atom(): ArithmeticNode {
    if (this.operator === '(') {
      this.take();
      const inner = this.comma();
      if (!this.isClosed) this.fail("missing `)'");
      this.take();
      return inner;
    }
    const rest = this.text.slice(this.at);
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name !== undefined) {
      this.at += name.length;
      const index = this.text[this.at] === '[' ? this.index() : undefined;
      this.look();
      return { kind: 'variable', name, index };
    }
    const digits = /^[0-9][\w#@]*/.exec(rest)?.[0];
    if (digits === undefined) return this.fail('syntax error: operand expected');
    const value = this.number(digits);
    this.at += digits.length;
    this.look();
    return { kind: 'number', value };
  }

  private index(): string {
    const from = this.at + 1;
    for (let depth = 0; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === '[' && ++depth > depthMax) this.fail(tooDeep);
      else if (this.text[this.at] === ']' && --depth === 0) return this.text.slice(from, this.at++);
    }
    return this.fail('bad array subscript');
  }

  /** Decimal, 0x…, octal, or base#digits. */
  private number(text: string): Int {
    let base = 10;
    let digits = text;
    const hash = text.indexOf('#');
    if (hash > 0) {
      base = Number(text.slice(0, hash));
      digits = text.slice(hash + 1);
      if (!(base >= 2 && base <= 64)) this.fail('invalid arithmetic base');
    } else if (/^0[xX]/.test(text)) {
      base = 16;
      digits = text.slice(2);
    } else if (text[0] === '0') base = 8;
    let value = 0n;
    for (const digit of digits) {
      const d = digitValue(digit, base);
      if (d < 0 || d >= base) this.fail('value too great for base');
      value = BigInt.asIntN(64, value * BigInt(base) + BigInt(d));
    }
    return normalise(value);
  }
}

function digitValue(char: string, base: number): number {
  if (char >= '0' && char <= '9') return Number(char);
  const code = char.charCodeAt(0);
  if (char >= 'a' && char <= 'z') return code - 87;
  if (char >= 'A' && char <= 'Z') return base <= 36 ? code - 55 : code - 29;
  return char === '@' ? 62 : char === '_' ? 63 : -1;
}
