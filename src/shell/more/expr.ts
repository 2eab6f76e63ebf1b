/** expr: arithmetic, comparison and patterns over its arguments. */
import { compilePosixPattern } from '../../base/index.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

class ExprError extends Error {}

const levels: readonly (readonly string[])[] = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

export const expr: Tool = {
  usage: 'EXPRESSION',
  usageCode: 2,
  options: { none: true },
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand', 2);
    try {
      const value = new Reader(call.operands).whole();
      yield* print(`${value}\n`);
      return isNull(value) ? 1 : 0;
    } catch (error) {
      if (error instanceof ExprError) return yield* complain(call, error.message, 2);
      throw error;
    }
  },
};

function isNull(value: string): boolean {
  return value === '' || /^-?0+$/.test(value);
}

const DEPTH_MAX = 200; // of parentheses and functions within each other

class Reader {
  private readonly words: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  whole(): string {
    const value = this.level(0);
    if (this.at < this.words.length) throw new ExprError(`syntax error: unexpected argument ‘${this.words[this.at]!}’`);
    return value;
  }

  private level(depth: number): string {
    const operators = levels[depth];
    if (!operators) return this.term();
    let left = this.level(depth + 1);
    while (operators.includes(this.words[this.at] ?? '')) {
      const operator = this.words[this.at++]!;
      left = apply(operator, left, this.level(depth + 1));
    }
    return left;
  }

  private next(): string {
    const word = this.words[this.at++];
    if (word === undefined) throw new ExprError(`syntax error: missing argument after ‘${this.words.at(-1) ?? ''}’`);
    return word;
  }

  private term(): string {
    if (++this.depth > DEPTH_MAX) throw new ExprError('syntax error: nested too deeply');
    const value = this.plainTerm();
    this.depth--;
    return value;
  }

  private plainTerm(): string {
    const word = this.next();
    if (word === '(') {
      const value = this.level(0);
      if (this.words[this.at++] !== ')') throw new ExprError(`syntax error: expecting ')' after ‘${this.words[this.at - 2] ?? ''}’`);
      return value;
    }
    if (word === '+' && this.at < this.words.length) return this.next();
    if (word === 'length' && this.at < this.words.length) return String([...this.term()].length);
    if (word === 'match' && this.at < this.words.length) return matched(this.term(), this.term());
    if (word === 'index' && this.at < this.words.length) {
      const text = this.term();
      const chars = this.term();
      return String([...text].findIndex((char) => chars.includes(char)) + 1);
    }
    if (word === 'substr' && this.at < this.words.length) {
      const text = this.term();
      const from = Number(this.term());
      const size = Number(this.term());
      return from > 0 && size > 0 ? [...text].slice(from - 1, from - 1 + size).join('') : '';
    }
    return word;
  }
}

function apply(operator: string, a: string, b: string): string {
  if (operator === '|') return isNull(a) ? (isNull(b) ? '0' : b) : a;
  if (operator === '&') return isNull(a) || isNull(b) ? '0' : a;
  if (operator === ':') return matched(a, b);
  if ('+-*/%'.includes(operator)) return compute(operator, whole(a), whole(b));
  const numbers = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  const order = numbers ? Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b)) : Number(a > b) - Number(a < b);
  const holds: Readonly<Record<string, boolean>> = { '<': order < 0, '<=': order <= 0, '=': order === 0, '==': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 };
  return holds[operator] ? '1' : '0';
}

function whole(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new ExprError('non-integer argument');
  return BigInt(text);
}

function compute(operator: string, a: bigint, b: bigint): string {
  if ((operator === '/' || operator === '%') && b === 0n) throw new ExprError('division by zero');
  return String(operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b);
}

/** The first group, or how many characters matched, from the beginning of the text. */
function matched(text: string, pattern: string): string {
  const answer = compilePosixPattern(`^${pattern.replace(/^\^/, '')}`, 'basic');
  if ('error' in answer) throw new ExprError(answer.error);
  const match = answer.pattern.exec(text);
  if (answer.pattern.groupCount > 0) return match?.groups[1] ?? '';
  return match ? String([...match.groups[0]!].length) : '0';
}
