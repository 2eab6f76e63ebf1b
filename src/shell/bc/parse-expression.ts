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

export interface ExpressionParser {
  whole(): Expression;
}

const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['!'], ['==', '!=', '<', '<=', '>', '>='], ['='], ['+', '-'], ['*', '/', '%'], ['^']];
const NOT = 2;
const ASSIGN = 4;
const POWER = 7;
const DEPTH_MAX = 400; // of parentheses and signs
const assigning = ['=', '+=', '-=', '*=', '/=', '%=', '^='];
const special = ['scale', 'ibase', 'obase', 'last'];

export function expressionParser(source: Source): ExpressionParser {
  let depthNow = 0;
  const deeper = (read: () => Expression): Expression => {
    if (++depthNow > DEPTH_MAX) return source.fail();
    const value = read();
    depthNow--;
    return value;
  };
  const level = (depth: number): Expression => {
    if (depth === NOT) return source.take('!') ? { is: 'unary', operator: '!', value: level(NOT) } : level(depth + 1);
    if (depth === ASSIGN) return level(depth + 1);
    if (depth === POWER) {
      const left = unary();
      return source.take('^') ? binary('^', left, level(POWER)) : left;
    }
    let left = level(depth + 1);
    for (let operator = source.take(...levels[depth]!); operator; operator = source.take(...levels[depth]!)) left = binary(operator, left, level(depth + 1));
    return left;
  };
  const binary = (operator: string, left: Expression, right: Expression): Expression => ({ is: 'binary', operator, left, right, at: source.emit(1) });

  const unary = (): Expression => deeper(signed);
  const signed = (): Expression => {
    if (source.take('-')) {
      const value = unary();
      source.emit(1);
      return { is: 'unary', operator: '-', value };
    }
    if (source.take('!')) return { is: 'unary', operator: '!', value: level(NOT) };
    const step = source.take('++', '--');
    if (step) return { is: 'step', place: place(source.next()), by: step === '++' ? 1 : -1, before: true };
    return atom();
  };

  const atom = (): Expression => {
    const token = source.peek();
    if (token === undefined) return source.fail();
    if (source.take('(')) {
      const value = level(0);
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
    return source.peek()?.text === '(' ? call(token.text) : stored(token);
  };

  const stored = (token: Token): Expression => {
    const where = place(token);
    const step = source.take('++', '--');
    if (step) return { is: 'step', place: where, by: step === '++' ? 1 : -1, before: false };
    const operator = source.take(...assigning);
    if (operator === undefined) {
      source.emit(2);
      return { is: 'place', place: where };
    }
    if (operator !== '=') source.emit(3);
    const value = level(ASSIGN);
    return { is: 'assign', place: where, operator: operator.slice(0, -1), value, at: source.emit(2) };
  };

  const place = (token: Token): Place => {
    if (!source.isName(token)) source.fail();
    if (special.includes(token.text) || !source.take('[')) return { name: token.text };
    const index = level(0);
    if (!source.take(']')) source.fail();
    return { name: token.text, index };
  };

  const call = (name: string): Expression => {
    source.take('(');
    const args: Argument[] = [];
    if (!source.take(')')) {
      do {
        const token = source.peek();
        if (source.isName(token) && source.peek(1)?.text === '[' && source.peek(2)?.text === ']') {
          for (let i = 0; i < 3; i++) source.next();
          args.push({ is: 'array', name: token!.text });
        } else args.push(level(0));
      } while (source.take(','));
      if (!source.take(')')) source.fail();
    }
    return { is: 'call', name, args, at: source.emit(name === 'sqrt' || name === 'length' || name === 'scale' ? 2 : args.length + 3) };
  };

  return { whole: () => level(0) };
}
