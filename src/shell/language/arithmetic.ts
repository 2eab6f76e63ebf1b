/**
 * The shell's arithmetic: C's operators on 64-bit integers. Works on text after expansion, because a variable may hold an
 * expression of its own. Values are numbers while they are exact and BigInts beyond.
 */
import { ArithmeticError, depthMax, normalise, parseArithmetic, tooDeep, type ArithmeticNode, type Int, type Target } from './arithmetic-syntax.ts';

export { ArithmeticError, type Int };

export interface ArithmeticVariables {
  /** `depth` is that of an index, which is an expression too. */
  get(name: string, index: string | undefined, depth: number): string | undefined;
  set(name: string, index: string | undefined, value: string, depth: number): void;
}

const cache = new Map<string, ArithmeticNode>();

/** Evaluates the text; empty is zero. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): Int {
  if (depth > depthMax) throw new ArithmeticError(`${text}: ${tooDeep} (error token is "${text}")`);
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  let node = cache.get(text);
  if (!node) {
    node = parseArithmetic(text);
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
      variables.set(node.target.name, node.target.index, String(after), depth + 1);
      return node.before ? after : before;
    }
    case 'choose':
      return evaluate(truthy(evaluate(node.test, variables, depth, text)) ? node.then : node.else, variables, depth, text);
    case 'assign': {
      let value = evaluate(node.value, variables, depth, text);
      if (node.operator !== '=') value = binary(node.operator.slice(0, -1), valueOf(node.target, variables, depth), value, text);
      variables.set(node.target.name, node.target.index, String(value), depth + 1);
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
  const value = variables.get(target.name, target.index, depth + 1);
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

function afterOperator(text: string, operator: string): string {
  const at = text.lastIndexOf(operator);
  return at < 0 ? text : text.slice(at + operator.length).trimStart();
}
