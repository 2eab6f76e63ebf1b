/** Runs what has been read of bc: variables, arrays and functions, and the numbers that are printed. */
import { cpu, tick } from '../../host/index.ts';
import type { ToolRun } from '../tool/tool.ts';
import { add, compare, divide, isZero, lengthOf, multiply, negate, parseDecimal, power, remainder, squareRoot, wholePart, zero, type Decimal } from './decimal.ts';
import { libraryCall, libraryNames } from './library.ts';
import { numberText, wrapped } from './number-text.ts';
import type { Argument, Definition, Expression, Place, Statement } from './syntax.ts';

const LIBRARY_SCALE = 20;
const ELEMENT_BYTES = 100;
const CALLS_MAX = 400;
const limits: Readonly<Record<string, readonly [number, number]>> = { scale: [0, 1_000_000], ibase: [2, 36], obase: [2, 2_147_483_647] };
const LIBRARY_PLACES_MAX = 10_000; // its series cannot be interrupted, and more would take minutes
const BITS_MAX = 100_000_000; // of both numbers of an operation
const SLOW_BITS = 20_000; // numbers of more take time to work with

/** Ends the line that is being run. */
export class RuntimeProblem extends Error {}

/** Ends bc. */
export class OutOfMemory extends Error {}

/** halt, break, continue and return on their way out. */
type Jump = 'halt' | 'break' | 'continue' | 'return' | undefined;

/** A variable, or an element whose index has been worked out: it may have effects, and has them once. */
interface Settled {
  readonly name: string;
  readonly index: string | undefined;
}

const whole = (n: number | bigint): Decimal => ({ value: BigInt(n), scale: 0 });

export class Machine {
  private readonly numbers = new Map<string, Decimal>();
  private readonly arrays = new Map<string, Map<string, Decimal>>();
  private readonly functions = new Map<string, Definition>();
  private readonly library: boolean;
  private readonly lineLength: number;
  private readonly print: (text: string) => ToolRun<void>;
  private readonly warn: (text: string) => ToolRun<void>;
  private readonly grow: (bytes: number) => void;
  private returned: Decimal = zero;
  private readonly calls: string[] = [];

  constructor(library: boolean, lineLength: number, print: (text: string) => ToolRun<void>, warn: (text: string) => ToolRun<void>, grow: (bytes: number) => void) {
    this.library = library;
    this.lineLength = lineLength;
    this.print = print;
    this.warn = warn;
    this.grow = grow;
    this.numbers.set('scale', whole(library ? LIBRARY_SCALE : 0)).set('ibase', whole(10)).set('obase', whole(10));
  }

  define(definition: Definition): void {
    this.functions.set(definition.name, definition);
  }

  /** True when bc is to end. */
  *run(statements: readonly Statement[]): ToolRun<boolean> {
    for (const statement of statements) if ((yield* this.step(statement)) === 'halt') return true;
    return false;
  }

  private *step(statement: Statement): ToolRun<Jump> {
    yield tick();
    switch (statement.is) {
      case 'show':
        return yield* this.show(statement.value, statement.quiet);
      case 'text':
        yield* this.print(statement.text);
        return undefined;
      case 'print':
        for (const item of statement.items) yield* this.print(typeof item === 'string' ? unescaped(item) : this.text(yield* this.result(item)));
        return undefined;
      case 'block':
        for (const one of statement.body) {
          const jump = yield* this.step(one);
          if (jump) return jump;
        }
        return undefined;
      case 'if':
        if (!isZero(yield* this.value(statement.test))) return yield* this.step(statement.then);
        return statement.otherwise && (yield* this.step(statement.otherwise));
      case 'for':
        return yield* this.loop(statement);
      case 'return':
        this.returned = statement.value ? yield* this.value(statement.value) : zero;
        return 'return';
      default:
        return statement.is;
    }
  }

  private *loop({ first, test, next, body }: Statement & { is: 'for' }): ToolRun<Jump> {
    if (first) yield* this.value(first);
    for (;;) {
      if (test && isZero(yield* this.value(test))) return undefined;
      const jump = yield* this.step(body);
      if (jump === 'break') return undefined;
      if (jump && jump !== 'continue') return jump;
      if (next) yield* this.value(next);
    }
  }

  private *show(expression: Expression, quiet: boolean): ToolRun<undefined> {
    if (quiet) yield* this.value(expression);
    else yield* this.print(`${this.text(yield* this.result(expression))}\n`);
    return undefined;
  }

  /** A value that is printed is the last one. */
  private *result(expression: Expression): ToolRun<Decimal> {
    const value = yield* this.value(expression);
    this.numbers.set('last', value);
    return value;
  }

  private text(value: Decimal): string {
    return wrapped(numberText(value, this.setting('obase')), this.lineLength);
  }

  private setting(name: string): number {
    return Number(this.numbers.get(name)!.value);
  }

  private get scale(): number {
    return this.setting('scale');
  }

  private problem(words: string, at: number): RuntimeProblem {
    return new RuntimeProblem(`Runtime error (func=${this.calls.at(-1) ?? '(main)'}, adr=${at}): ${words}`);
  }

  private *value(expression: Expression): ToolRun<Decimal> {
    switch (expression.is) {
      case 'number':
        return parseDecimal(expression.text, this.setting('ibase'));
      case 'place':
        return this.read(yield* this.settled(expression.place));
      case 'unary': {
        const value = yield* this.value(expression.value);
        return expression.operator === '-' ? negate(value) : whole(isZero(value) ? 1 : 0);
      }
      case 'step': {
        const place = yield* this.settled(expression.place);
        const before = this.read(place);
        const after = add(before, whole(expression.by));
        yield* this.store(place, after, 0);
        return expression.before ? after : before;
      }
      case 'assign': {
        const place = yield* this.settled(expression.place);
        const before = expression.operator === '' ? zero : this.read(place);
        const given = yield* this.value(expression.value);
        const value = expression.operator === '' ? given : yield* this.work(expression.operator, before, given, expression.at);
        yield* this.store(place, value, expression.at);
        return value;
      }
      case 'binary':
        return yield* this.work(expression.operator, yield* this.value(expression.left), yield* this.value(expression.right), expression.at);
      case 'call':
        return yield* this.call(expression);
    }
  }

  private *settled({ name, index }: Place): ToolRun<Settled> {
    return { name, index: index && String(wholePart(yield* this.value(index))) };
  }

  private read({ name, index }: Settled): Decimal {
    return (index === undefined ? this.numbers.get(name) : this.arrays.get(name)?.get(index)) ?? zero;
  }

  private *store({ name, index }: Settled, value: Decimal, at: number): ToolRun<void> {
    if (index !== undefined) {
      let array = this.arrays.get(name);
      if (!array) this.arrays.set(name, (array = new Map()));
      if (!array.has(index)) this.grow(ELEMENT_BYTES + sizeOf(value) / 8);
      array.set(index, value);
      return;
    }
    const bounds = limits[name];
    this.numbers.set(name, bounds ? whole(yield* this.bounded(name, value, bounds, at)) : value);
  }

  private *bounded(name: string, value: Decimal, [least, most]: readonly [number, number], at: number): ToolRun<bigint> {
    const asked = wholePart(value);
    if (asked >= least && asked <= most) return asked;
    const bound = asked < least ? least : most;
    const words = asked < 0 ? `negative ${name}` : `${name} too ${asked < least ? 'small' : 'large'}`;
    yield* this.warn(`Runtime warning (func=${this.calls.at(-1) ?? '(main)'}, adr=${at}): ${words}, set to ${bound}\n`);
    return BigInt(bound);
  }

  private *work(operator: string, a: Decimal, b: Decimal, at: number): ToolRun<Decimal> {
    const [left, right] = [sizeOf(a), sizeOf(b)];
    if (left + right > BITS_MAX) throw new OutOfMemory();
    const bits = Math.max(left, right);
    if (bits > SLOW_BITS) yield cpu(Math.ceil((bits / SLOW_BITS) ** 2 / 10));
    const { scale } = this;
    const truth = (holds: boolean): Decimal => whole(holds ? 1 : 0);
    switch (operator) {
      case '+':
        return add(a, b);
      case '-':
        return add(a, negate(b));
      case '*':
        return multiply(a, b, scale);
      case '/':
      case '%': {
        const made = operator === '/' ? divide(a, b, scale) : remainder(a, b, scale);
        if (!made) throw this.problem(operator === '/' ? 'Divide by zero' : 'Modulo by zero', at);
        return made;
      }
      case '^':
        return yield* this.raised(a, b, at);
      case '&&':
        return truth(!isZero(a) && !isZero(b));
      case '||':
        return truth(!isZero(a) || !isZero(b));
      default: {
        const order = compare(a, b);
        return truth(operator === '==' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0);
      }
    }
  }

  /** What takes time by the square of its places, where that is a millisecond or more. */
  private *labour(places: number): ToolRun<void> {
    const ms = Math.floor((places / 1000) ** 2);
    if (ms > 0) yield cpu(ms);
  }

  private *raised(a: Decimal, b: Decimal, at: number): ToolRun<Decimal> {
    if (b.scale > 0) yield* this.warn(`Runtime warning (func=${this.calls.at(-1) ?? '(main)'}, adr=${at}): non-zero scale in exponent\n`);
    yield* this.labour(this.scale);
    const made = power(a, b, this.scale);
    if (made === 'zero') throw this.problem('divide by zero', at);
    if (made === 'large') throw this.problem('exponent too large in raise', at);
    return made;
  }

  private *call({ name, args, at }: Expression & { is: 'call' }): ToolRun<Decimal> {
    const own = this.functions.get(name);
    const builtin = name === 'length' || name === 'scale' || name === 'sqrt' ? 1 : own || !this.library ? undefined : libraryNames[name];
    if (builtin === undefined) return yield* this.callOwn(own, name, args, at);
    if (args.length !== builtin || args.some((arg) => arg.is === 'array')) throw this.problem('Parameter number mismatch', at);
    const values: Decimal[] = [];
    for (const arg of args) values.push(yield* this.value(arg as Expression));
    const x = values[0]!;
    if (name === 'length') return whole(lengthOf(x));
    if (name === 'scale') return whole(x.scale);
    const places = Math.max(this.scale, lengthOf(x));
    if (name !== 'sqrt' && places > LIBRARY_PLACES_MAX) throw this.problem(`more than ${LIBRARY_PLACES_MAX} places in a function of the library`, at);
    yield* this.labour(places);
    const made = name === 'sqrt' ? squareRoot(x, this.scale) : libraryCall(name, values, this.scale);
    if (!made) throw this.problem(name === 'sqrt' ? 'Square root of a negative number' : 'exponent too large in raise', at);
    return made;
  }

  /** Parameters and autos hide what has their names, until it returns. */
  private *callOwn(definition: Definition | undefined, name: string, args: readonly Argument[], at: number): ToolRun<Decimal> {
    if (!definition) throw this.problem(`Function ${name} not defined.`, at - 1 - args.length);
    const { parameters, autos, body } = definition;
    if (args.length !== parameters.length) throw this.problem('Parameter number mismatch', at);
    if (this.calls.length >= CALLS_MAX) throw this.problem('Stack error.', at);
    const given: (Decimal | Map<string, Decimal>)[] = [];
    for (const [i, arg] of args.entries()) {
      if ((arg.is === 'array') !== parameters[i]!.array) throw this.problem('Parameter type mismatch', at);
      given.push(arg.is === 'array' ? new Map(this.arrays.get(arg.name)) : yield* this.value(arg));
    }
    const hidden = [...parameters, ...autos].map(({ name: own, array }) => ({ own, array, before: array ? this.arrays.get(own) : this.numbers.get(own) }));
    hidden.forEach(({ own, array }, i) => {
      if (array) this.arrays.set(own, (given[i] as Map<string, Decimal> | undefined) ?? new Map());
      else this.numbers.set(own, (given[i] as Decimal | undefined) ?? zero);
    });
    this.calls.push(name);
    try {
      this.returned = zero;
      const jump = yield* this.step({ is: 'block', body });
      return jump === 'return' ? this.returned : zero;
    } finally {
      this.calls.pop();
      for (const { own, array, before } of hidden.reverse()) {
        const table: Map<string, unknown> = array ? this.arrays : this.numbers;
        if (before === undefined) table.delete(own);
        else table.set(own, before);
      }
    }
  }
}

function sizeOf({ value, scale }: Decimal): number {
  return Math.max(scale * 3, value > -(2n ** 64n) && value < 2n ** 64n ? 64 : value.toString(16).length * 4);
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', q: '"', r: '\r', t: '\t', '\\': '\\' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? '');
}
