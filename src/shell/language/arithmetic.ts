/**
 * The shell's arithmetic: C's operators on 64-bit integers. Works on text after expansion, because a variable may hold an
 * expression of its own. Values are numbers while they are exact and BigInts beyond.
 */

export type Int = number | bigint;

/** What went wrong, in bash's words, and the rest of the text from where it did. */
export class ArithmeticError extends Error {
  override name = 'ArithmeticError';
}

export interface ArithmeticVariables {
  get(name: string, index: string | undefined): string | undefined;
  set(name: string, index: string | undefined, value: string): void;
}

export type ArithmeticNode =
  | { kind: 'number'; value: Int }
  | { kind: 'variable'; name: string; index: string | undefined }
  | { kind: 'unary'; operator: string; operand: ArithmeticNode }
  | { kind: 'step'; target: Target; by: 1 | -1; before: boolean }
  | { kind: 'binary'; operator: string; left: ArithmeticNode; right: ArithmeticNode }
  | { kind: 'assign'; target: Target; operator: string; value: ArithmeticNode }
  | { kind: 'choose'; test: ArithmeticNode; then: ArithmeticNode; else: ArithmeticNode };

interface Target {
  name: string;
  index: string | undefined;
}

const cache = new Map<string, ArithmeticNode>();
const depthMax = 200;

/** Evaluates the text; empty is zero. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): Int {
  if (depth > depthMax) throw new ArithmeticError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  let node = cache.get(text);
  if (!node) {
    node = new ArithmeticParser(text).parse();
    if (cache.size > 1000) cache.clear();
    cache.set(text, node);
  }
  return evaluate(node, variables, depth, text);
}

function evaluate(node: ArithmeticNode, variables: ArithmeticVariables, depth: number, text: string): Int {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'variable':
      return valueOf(node, variables, depth);
    case 'unary':
      return unary(node.operator, evaluate(node.operand, variables, depth, text));
    case 'step': {
      const before = valueOf(node.target, variables, depth);
      const after = binary('+', before, node.by, text);
      variables.set(node.target.name, node.target.index, String(after));
      return node.before ? after : before;
    }
    case 'choose':
      return evaluate(truthy(evaluate(node.test, variables, depth, text)) ? node.then : node.else, variables, depth, text);
    case 'assign': {
      let value = evaluate(node.value, variables, depth, text);
      if (node.operator !== '=') value = binary(node.operator.slice(0, -1), valueOf(node.target, variables, depth), value, text);
      variables.set(node.target.name, node.target.index, String(value));
      return value;
    }
    case 'binary': {
      const left = evaluate(node.left, variables, depth, text);
      if (node.operator === '&&') return truthy(left) && truthy(evaluate(node.right, variables, depth, text)) ? 1 : 0;
      if (node.operator === '||') return truthy(left) || truthy(evaluate(node.right, variables, depth, text)) ? 1 : 0;
      return binary(node.operator, left, evaluate(node.right, variables, depth, text), text);
    }
  }
}

function valueOf(target: Target, variables: ArithmeticVariables, depth: number): Int {
  const value = variables.get(target.name, target.index);
  if (value === undefined || value === '') return 0;
  return evaluateArithmetic(value, variables, depth + 1);
}

export function truthy(value: Int): boolean {
  return value !== 0 && value !== 0n;
}

function unary(operator: string, value: Int): Int {
  if (operator === '-') return normalise(-BigInt(value));
  if (operator === '!') return truthy(value) ? 0 : 1;
  if (operator === '~') return normalise(~BigInt(value));
  return value;
}

function binary(operator: string, left: Int, right: Int, text: string): Int {
  if (typeof left === 'number' && typeof right === 'number') {
    const fast = small(operator, left, right);
    if (fast !== undefined && Number.isSafeInteger(fast)) return fast;
  }
  return normalise(big(operator, BigInt(left), BigInt(right), text));
}

/** The common operators on exact numbers; undefined leaves it to BigInt. */
function small(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b === 0 ? 0 : a * b;
    case '/':
      return b === 0 ? undefined : Math.trunc(a / b) + 0;
    case '%':
      return b === 0 ? undefined : (a % b) + 0;
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a === b ? 0 : 1;
    case ',':
      return b;
    default:
      return undefined;
  }
}

function big(operator: string, a: bigint, b: bigint, text: string): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0n) throw new ArithmeticError(`${text}: division by 0 (error token is "${afterOperator(text, operator)}")`);
      return operator === '/' ? a / b : a % b;
    case '**':
      if (b < 0n) throw new ArithmeticError(`${text}: exponent less than 0 (error token is "${afterOperator(text, '**')}")`);
      return power(a, b);
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case ',':
      return b;
    default:
      return compareBig(operator, a, b) ? 1n : 0n;
  }
}

function compareBig(operator: string, a: bigint, b: bigint): boolean {
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  if (operator === '<=') return a <= b;
  if (operator === '>=') return a >= b;
  return operator === '==' ? a === b : a !== b;
}

/** By squaring, wrapped at each step, so that a huge exponent costs nothing. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function normalise(value: bigint): Int {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

function afterOperator(text: string, operator: string): string {
  const at = text.lastIndexOf(operator);
  return at < 0 ? text : text.slice(at + operator.length).trimStart();
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
    if (++this.depth > 500) this.fail('expression recursion level exceeded');
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
    return { kind: 'binary', operator: '**', left: base, right: this.power() };
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
      return { kind: 'unary', operator: operator[0]!, operand: this.prefix() };
    }
    if (operator !== '' && '+-!~'.includes(operator)) {
      this.take();
      if (++this.depth > 500) this.fail('expression recursion level exceeded');
      const operand = this.prefix();
      this.depth--;
      return { kind: 'unary', operator, operand };
    }
    const node = this.atom();
    if (node.kind === 'variable' && (this.operator === '++' || this.operator === '--')) {
      return { kind: 'step', target: node, by: this.take() === '++' ? 1 : -1, before: false };
    }
    return node;
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
      if (this.text[this.at] === '[') depth++;
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
