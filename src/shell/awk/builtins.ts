/** The functions that awk brings along. */
import { epochOf } from '../../base/index.ts';
import { Random } from '../../sim/index.ts';
import { formatDate } from '../language/date-format.ts';
import { arcTangent2, cosine, exponential, naturalLog, sine, squareRoot } from '../language/real-functions.ts';
import { constant, every, map, valueOf, type Code } from './code.ts';
import type { ExpressionCompiler } from './compile-expression.ts';
import { sprintf } from './format.ts';
import type { Machine } from './machine.ts';
import { asort, matchText, splitText, substitute } from './text-functions.ts';
import { wrongArguments, type Expression } from './syntax.ts';
import { runes, toNumber, wholeOf, type Value } from './values.ts';

type Plain = (machine: Machine, args: readonly Value[]) => Value;

const real =
  (body: (value: number) => number): Plain =>
  (_, args) =>
    body(toNumber(args[0]));

const bits =
  (body: (a: bigint, b: bigint) => bigint): Plain =>
  (_, args) =>
    Number(args.slice(1).reduce<bigint>((left, value) => body(left, wholeOf(toNumber(value))), wholeOf(toNumber(args[0]))));

/** Functions of values alone: how many arguments they take at least and at most. */
const plain: Readonly<Record<string, readonly [least: number, most: number, body: Plain]>> = {
  atan2: [2, 2, (_, [y, x]) => arcTangent2(toNumber(y), toNumber(x))],
  cos: [1, 1, real(cosine)],
  sin: [1, 1, real(sine)],
  exp: [1, 1, real(exponential)],
  log: [1, 1, real(naturalLog)],
  sqrt: [1, 1, real(squareRoot)],
  int: [1, 1, real((value) => (Math.trunc(value) === 0 ? 0 : Math.trunc(value)))],
  rand: [0, 0, (machine) => machine.random.next()],
  srand: [0, 1, reseed],
  index: [2, 2, (machine, [text, part]) => positionOf(machine.text(text), machine.text(part))],
  substr: [2, 3, substring],
  tolower: [1, 1, (machine, [text]) => machine.text(text).toLowerCase()],
  toupper: [1, 1, (machine, [text]) => machine.text(text).toUpperCase()],
  sprintf: [1, Infinity, (machine, args) => sprintf(machine.text(args[0]), args.slice(1), machine.numbers)],
  systime: [0, 0, (machine) => Math.floor(machine.p.host.wallMs / 1000)],
  strftime: [0, 3, (machine, [format, time]) => formatDate(format === undefined ? '%a %b %e %H:%M:%S %Z %Y' : machine.text(format), time === undefined ? machine.p.host.wallMs : Math.floor(toNumber(time)) * 1000)],
  mktime: [1, 2, (machine, [text]) => timeOf(machine.text(text))],
  and: [2, Infinity, bits((a, b) => a & b)],
  or: [2, Infinity, bits((a, b) => a | b)],
  xor: [2, Infinity, bits((a, b) => a ^ b)],
  lshift: [2, 2, bits((a, b) => BigInt.asUintN(64, a << (b & 63n)))],
  rshift: [2, 2, bits((a, b) => BigInt.asUintN(64, a) >> (b & 63n))],
  compl: [1, 1, (_, [value]) => Number(BigInt.asUintN(53, ~wholeOf(toNumber(value))))],
  strtonum: [1, 1, (machine, [value]) => (typeof value === 'number' ? value : numberOf(machine.text(value)))],
};

export function callBuiltin(compiler: ExpressionCompiler, machine: Machine, name: string, args: readonly Expression[]): Code {
  const known = plain[name];
  if (known) {
    const [least, most, body] = known;
    if (args.length < least || args.length > most) throw wrongArguments(name);
    return map(every(args.map((arg) => compiler.expression(arg))), (values) => body(machine, values));
  }
  switch (name) {
    case 'length':
      return lengthOf(compiler, machine, args);
    case 'split':
      return splitText(compiler, machine, args);
    case 'match':
      return matchText(compiler, machine, args);
    case 'sub':
    case 'gsub':
    case 'gensub':
      return substitute(compiler, machine, name, args);
    case 'asort':
    case 'asorti':
      return asort(compiler, machine, name, args);
    default:
      return outside(compiler, machine, name, args);
  }
}

/** Functions that reach out of the program. */
function outside(compiler: ExpressionCompiler, machine: Machine, name: string, args: readonly Expression[]): Code {
  const [arg] = args;
  if (args.length > 1 || (arg === undefined && name !== 'fflush')) throw wrongArguments(name);
  const text = arg ? compiler.text(arg) : constant('');
  return {
    *later() {
      const given = yield* valueOf(text);
      if (name === 'close') return yield* machine.streams.close(given);
      if (name === 'system') return yield* machine.streams.system(given);
      yield* machine.streams.flush();
      return 0;
    },
  };
}

function lengthOf(compiler: ExpressionCompiler, machine: Machine, args: readonly Expression[]): Code {
  const [arg, more] = args;
  if (more) throw wrongArguments('length');
  if (!arg) return { now: () => runes(machine.text(machine.record.field(0))) };
  if (arg.kind !== 'variable' || arg.name === 'NF') return map(compiler.text(arg), runes);
  const cell = compiler.cell(arg.name);
  return {
    now: () => {
      const found = cell();
      return found.isArray ? found.elements.size : runes(machine.text(found.value));
    },
  };
}

function positionOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : runes(text.slice(0, at)) + 1;
}

function substring(machine: Machine, args: readonly Value[]): string {
  const text = machine.text(args[0]);
  const chars = /[\ud800-\udbff]/.test(text) ? [...text] : undefined;
  const size = chars?.length ?? text.length;
  const start = Math.max(0, Math.trunc(toNumber(args[1])) - 1);
  const to = args.length < 3 ? size : Math.min(size, start + Math.trunc(toNumber(args[2])));
  if (Number.isNaN(to) || Number.isNaN(start) || to <= start) return '';
  return chars ? chars.slice(start, to).join('') : text.slice(start, to);
}

/** Answers the seed before. */
function reseed(machine: Machine, args: readonly Value[]): Value {
  const { seed } = machine;
  machine.seed = args.length > 0 ? toNumber(args[0]) : Math.floor(machine.p.host.wallMs / 1000);
  machine.random = new Random(`awk ${machine.text(machine.seed)}`);
  return seed;
}

function timeOf(text: string): number {
  const parts = text.trim().split(/\s+/).map(Number);
  if (parts.length < 6 || parts.some((part) => Number.isNaN(part))) return -1;
  const [year = 0, month = 1, day = 1, hour, minute, second] = parts;
  return Math.floor(epochOf(year, month, day, hour, minute, second) / 1000);
}

function numberOf(text: string): number {
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]+)/.exec(text);
  if (!match) return toNumber(text);
  const value = Number(/^0[0-7]/.test(match[2]!) ? `0o${match[2]!}` : match[2]!);
  return match[1] === '-' ? -value : value;
}

