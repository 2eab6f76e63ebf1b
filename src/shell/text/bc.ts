/** bc: a calculator of any precision, a statement a line: expressions, assignments, comparisons, sqrt, length and scale. */
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { print, type Tool, type ToolRun } from '../tool/tool.ts';
import { write } from '../../host/index.ts';
import { add, compare, decimalText, divide, multiply, negate, parseDecimal, power, remainder, squareRoot, zero, type Decimal } from './bc-number.ts';

const LIBRARY_SCALE = 20;

export const bc: Tool = {
  usage: '[options] [file ...]',
  options: { flags: 'hilqsvw', long: { mathlib: 'l', quiet: 'q' } },
  *run(call) {
    const machine = new Calculator(call.options.has('l') ? LIBRARY_SCALE : 0);
    const files = yield* eachInput(call, call.operands, function* ({ fd }) {
      yield* calculate(machine, yield* readAllLines(fd));
    });
    return files ? 0 : 1;
  },
};

function* calculate(machine: Calculator, lines: readonly string[]): ToolRun<void> {
  for (const line of lines) {
    for (const statement of line.replace(/#.*/, '').replace(/\/\*.*?\*\//g, '').split(';')) {
      if (statement.trim() === '') continue;
      if (statement.trim() === 'quit') return;
      const quoted = /^\s*"([^"]*)"\s*$/.exec(statement);
      const answer = quoted ? { text: quoted[1]! } : machine.statement(statement);
      if ('error' in answer) yield write(2, `${answer.error}\n`);
      else if (answer.text !== undefined) yield* print(quoted ? answer.text : `${answer.text}\n`);
    }
  }
}

class BcError extends Error {}

/** Reads and works out in one go: the language has no loops here. */
class Calculator {
  private readonly variables = new Map<string, Decimal>();
  private tokens: readonly string[] = [];
  private at = 0;

  constructor(scale: number) {
    this.variables.set('scale', { value: BigInt(scale), scale: 0 }).set('ibase', parseDecimal('10')).set('obase', parseDecimal('10'));
  }

  /** What it prints: nothing for an assignment. */
  statement(text: string): { readonly text?: string } | { readonly error: string } {
    this.tokens = text.match(/[A-F\d]+\.?[A-F\d]*|\.[A-F\d]+|[a-z_]\w*|[-+*/%^]=|[<>=!]=|&&|\|\||\+\+|--|\S/g) ?? [];
    this.at = 0;
    try {
      const assigns = /^[a-z]\w*$/.test(this.tokens[0] ?? '') && /^(=|[-+*/%^]=)$/.test(this.tokens[1] ?? '');
      const value = this.comparison();
      if (this.at < this.tokens.length) throw new BcError('(standard_in) 1: syntax error');
      return assigns ? {} : { text: decimalText(value, this.number('obase')) };
    } catch (error) {
      if (error instanceof BcError) return { error: error.message };
      throw error;
    }
  }

  private get scale(): number {
    return this.number('scale');
  }

  private number(name: string): number {
    return Number(this.variables.get(name)!.value);
  }

  private take(...wanted: readonly string[]): string | undefined {
    return wanted.includes(this.tokens[this.at] ?? '') ? this.tokens[this.at++] : undefined;
  }

  private comparison(): Decimal {
    let left = this.sum();
    for (let operator = this.take('==', '!=', '<', '<=', '>', '>='); operator; operator = this.take('==', '!=', '<', '<=', '>', '>=')) {
      const order = compare(left, this.sum());
      const holds = { '==': order === 0, '!=': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
      left = { value: holds ? 1n : 0n, scale: 0 };
    }
    return left;
  }

  private sum(): Decimal {
    let left = this.product();
    for (let operator = this.take('+', '-'); operator; operator = this.take('+', '-')) {
      const right = this.product();
      left = add(left, operator === '+' ? right : negate(right));
    }
    return left;
  }

  private product(): Decimal {
    let left = this.raised();
    for (let operator = this.take('*', '/', '%'); operator; operator = this.take('*', '/', '%')) left = this.work(operator, left, this.raised());
    return left;
  }

  private raised(): Decimal {
    if (this.take('-')) return negate(this.raised());
    const base = this.atom();
    return this.take('^') ? this.work('^', base, this.raised()) : base;
  }

  private work(operator: string, a: Decimal, b: Decimal): Decimal {
    const { scale } = this;
    const made = operator === '+' ? add(a, b) : operator === '-' ? add(a, negate(b)) : operator === '*' ? multiply(a, b, scale) : operator === '/' ? divide(a, b, scale) : operator === '%' ? remainder(a, b, scale) : power(a, b, scale);
    if (!made) throw new BcError(operator === '^' ? 'Runtime error (func=(main), adr=5): exponent too large in raise' : 'Runtime error (func=(main), adr=5): Divide by zero');
    return made;
  }

  private atom(): Decimal {
    const token = this.tokens[this.at++];
    if (token === '(') {
      const value = this.comparison();
      if (!this.take(')')) throw new BcError('(standard_in) 1: syntax error');
      return value;
    }
    if (token !== undefined && /^[\dA-F.]/.test(token)) return this.literal(token);
    if (token === undefined || !/^[a-z]/.test(token)) throw new BcError('(standard_in) 1: syntax error');
    if (this.take('(')) return this.called(token);
    const operator = this.take('=', '+=', '-=', '*=', '/=', '%=', '^=');
    if (operator === undefined) return this.variables.get(token) ?? zero;
    const right = this.comparison();
    const value = operator === '=' ? right : this.work(operator[0]!, this.variables.get(token) ?? zero, right);
    this.variables.set(token, token === 'scale' || token === 'ibase' || token === 'obase' ? { value: value.value / 10n ** BigInt(value.scale), scale: 0 } : value);
    return value;
  }

  private literal(text: string): Decimal {
    const base = BigInt(this.number('ibase'));
    if (base === 10n && /^[\d.]+$/.test(text)) return parseDecimal(text);
    let value = 0n;
    for (const digit of text.replace(/\..*/, '')) value = value * base + BigInt(Number.parseInt(digit, 16));
    return { value, scale: 0 };
  }

  private called(name: string): Decimal {
    const argument = this.comparison();
    if (!this.take(')')) throw new BcError('(standard_in) 1: syntax error');
    if (name === 'length') return { value: BigInt(String(argument.value < 0n ? -argument.value : argument.value).length), scale: 0 };
    if (name === 'scale') return { value: BigInt(argument.scale), scale: 0 };
    const root = name === 'sqrt' ? squareRoot(argument, this.scale) : undefined;
    if (root) return root;
    throw new BcError(name === 'sqrt' ? 'Runtime error (func=(main), adr=3): Square root of a negative number' : `Runtime error (func=(main), adr=3): Function ${name} not defined.`);
  }
}

