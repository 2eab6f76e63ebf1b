/** bc's expressions. A unary minus binds closer than a power; assignments stand between sums and comparisons; `!` takes a whole comparison. */
import type { Argument, Expression, Place } from './syntax.ts';
import type { Token } from './tokens.ts';

interface Source {
  peek(ahead?: number): Token | undefined;
  take(...texts: readonly string[]): string | undefined;
  next(): Token;
  fail(): never;
  /** So many more bytes of code; answers where it ends now. */
  emit(bytes: number): number;
  isName(token: Token | undefined): boolean;
}

const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['!'], ['==', '!=', '<', '<=', '>', '>='], ['='], ['+', '-'], ['*', '/', '%'], ['^']];
const NOT = 2;
const ASSIGN = 4;
const POWER = 7;
const DEPTH_MAX = 250; // of parentheses and signs
const assigning = ['=', '+=', '-=', '*=', '/=', '%=', '^='];
const special = ['scale', 'ibase', 'obase', 'last'];

export class ExpressionParser {
  private readonly source: Source;
  private depth = 0;

  constructor(source: Source) {
    this.source = source;
  }

  whole(): Expression {
    return this.level(0);
  }

  private level(depth: number): Expression {
    const { source } = this;
    if (depth === NOT) return source.take('!') ? this.deeper(() => ({ is: 'unary', operator: '!', value: this.level(NOT) })) : this.level(depth + 1);
    if (depth === ASSIGN) return this.level(depth + 1);
    if (depth === POWER) {
      const left = this.unary();
      return source.take('^') ? this.binary('^', left, this.deeper(() => this.level(POWER))) : left;
    }
    let left = this.level(depth + 1);
    for (let operator = source.take(...levels[depth]!); operator; operator = source.take(...levels[depth]!)) left = this.binary(operator, left, this.level(depth + 1));
    return left;
  }

  private binary(operator: string, left: Expression, right: Expression): Expression {
    return { is: 'binary', operator, left, right, at: this.source.emit(1) };
  }

  private unary(): Expression {
    return this.deeper(() => this.signed());
  }

  private deeper(read: () => Expression): Expression {
    if (++this.depth > DEPTH_MAX) return this.source.fail();
    const value = read();
    this.depth--;
    return value;
  }

  private signed(): Expression {
    const { source } = this;
    if (source.take('-')) {
      const value = this.unary();
      source.emit(1);
      return { is: 'unary', operator: '-', value };
    }
    if (source.take('!')) return { is: 'unary', operator: '!', value: this.level(NOT) };
    const step = source.take('++', '--');
    if (step) return { is: 'step', place: this.place(source.next()), by: step === '++' ? 1 : -1, before: true };
    return this.atom();
  }

  private atom(): Expression {
    const { source } = this;
    const token = source.peek();
    if (token === undefined) return source.fail();
    if (source.take('(')) {
      const value = this.whole();
      if (!source.take(')')) source.fail();
      return value;
    }
    if (token.kind === 'number') {
      source.next();
      source.emit(token.text === '0' || token.text === '1' ? 1 : token.text.replace(/^0+(?=.)/, '').length + 2);
      return { is: 'number', text: token.text };
    }
    if (token.text === '.') {
      source.next();
      return { is: 'place', place: { name: 'last' } };
    }
    if (!source.isName(token)) return source.fail();
    source.next();
    return source.peek()?.text === '(' ? this.call(token.text) : this.stored(token);
  }

  private stored(token: Token): Expression {
    const { source } = this;
    const place = this.place(token);
    const step = source.take('++', '--');
    if (step) return { is: 'step', place, by: step === '++' ? 1 : -1, before: false };
    const operator = source.take(...assigning);
    if (operator === undefined) {
      source.emit(2);
      return { is: 'place', place };
    }
    if (operator !== '=') source.emit(3);
    const value = this.level(ASSIGN);
    return { is: 'assign', place, operator: operator.slice(0, -1), value, at: source.emit(2) };
  }

  private place(token: Token): Place {
    const { source } = this;
    if (!source.isName(token)) source.fail();
    if (special.includes(token.text) || !source.take('[')) return { name: token.text };
    const index = this.whole();
    if (!source.take(']')) source.fail();
    return { name: token.text, index };
  }

  private call(name: string): Expression {
    const { source } = this;
    source.take('(');
    const args: Argument[] = [];
    if (!source.take(')')) {
      do args.push(this.argument());
      while (source.take(','));
      if (!source.take(')')) source.fail();
    }
    return { is: 'call', name, args, at: source.emit(name === 'sqrt' || name === 'length' || name === 'scale' ? 2 : args.length + 3) };
  }

  private argument(): Argument {
    const { source } = this;
    const token = source.peek();
    if (!source.isName(token) || source.peek(1)?.text !== '[' || source.peek(2)?.text !== ']') return this.whole();
    for (let i = 0; i < 3; i++) source.next();
    return { is: 'array', name: token!.text };
  }
}
