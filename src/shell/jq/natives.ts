/** Functions of values: the input, the arguments, an answer. */
import { exponential, logarithm, naturalLog, power, sine, cosine, squareRoot, arcTangent, arcTangent2 } from '../language/real-functions.ts';
import { add } from './arithmetic.ts';
import { brokenDown, secondsOf, strftime, strptime } from './dates.ts';
import { textOf, formatText } from './formats.ts';
import { Halt } from './halt.ts';
import type { Machine } from './machine.ts';
import { deletePaths, getKey, indices, keysOf, setPath } from './paths.ts';
import { JsonProblem, numberOf, parseJson } from './read-json.ts';
import { captured, matches } from './regex.ts';
import { codePoints, positions, splitText } from './strings.ts';
import { largest } from '../tool/many.ts';
import { compare, described, equal, isArray, isNumber, isObject, JqError, sortedKeys, toJson, typeName, type Value } from './value.ts';

type Native = (input: Value, args: readonly Value[], m: Machine) => Value;

const real =
  (body: (value: number) => number): Native =>
  (input) => {
    if (!isNumber(input)) throw new JqError(`${described(input)} number required`);
    return body(Number(input));
  };

const real2 =
  (body: (a: number, b: number) => number): Native =>
  (_, [a, b]) => {
    for (const value of [a!, b!]) if (!isNumber(value)) throw new JqError(`${described(value)} number required`);
    return body(Number(a), Number(b));
  };

const numeric: Readonly<Record<string, Native>> = {
  'floor/0': real(Math.floor),
  'ceil/0': real(Math.ceil),
  'round/0': real((x) => (x < 0 ? -Math.round(-x) : Math.round(x))),
  'trunc/0': real(Math.trunc),
  'rint/0': real((x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))),
  'nearbyint/0': real((x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))),
  'fabs/0': real(Math.abs),
  'sqrt/0': real(squareRoot),
  'cbrt/0': real((x) => (x < 0 ? -power(-x, 1 / 3) : nearestCube(power(x, 1 / 3), x))),
  'exp/0': real(exponential),
  'exp2/0': real((x) => power(2, x)),
  'exp10/0': real((x) => power(10, x)),
  'log/0': real(naturalLog),
  'log2/0': real((x) => logarithm(x, 2)),
  'log10/0': real((x) => logarithm(x, 10)),
  'sin/0': real(sine),
  'cos/0': real(cosine),
  'tan/0': real((x) => sine(x) / cosine(x)),
  'atan/0': real(arcTangent),
  'asin/0': real((x) => arcTangent2(x, squareRoot(1 - x * x))),
  'acos/0': real((x) => arcTangent2(squareRoot(1 - x * x), x)),
  'significand/0': real((x) => (x === 0 || !Number.isFinite(x) ? x : x / power(2, Math.floor(logarithm(Math.abs(x), 2))))),
  'logb/0': real((x) => Math.floor(logarithm(Math.abs(x), 2))),
  'pow/2': real2(power),
  'atan2/2': real2(arcTangent2),
  'fmin/2': real2((a, b) => Math.min(a, b)),
  'fmax/2': real2((a, b) => Math.max(a, b)),
  'fmod/2': real2((a, b) => a % b),
  'ldexp/2': real2((a, b) => a * power(2, b)),
  'scalb/2': real2((a, b) => a * power(2, b)),
  'abs/0': (input) => {
    if (!isNumber(input)) throw new JqError(`${described(input)} has no absolute value`);
    return input < 0 ? -input : input;
  },
  'infinite/0': () => Infinity,
  'nan/0': () => NaN,
  'isinfinite/0': (input) => number(input) === Infinity || input === -Infinity,
  'isnan/0': (input) => Number.isNaN(number(input)),
  'isnormal/0': (input) => Number.isFinite(number(input)) && Math.abs(Number(input)) >= 2.2250738585072014e-308,
  'now/0': (_input, _args, m) => m.options.nowMs / 1000,
  'gmtime/0': brokenDown,
  'localtime/0': brokenDown,
  'mktime/0': (input) => secondsOf(input, 'mktime'),
  'strftime/1': (input, [format]) => strftime(input, format!),
  'strflocaltime/1': (input, [format]) => strftime(input, format!),
  'strptime/1': (input, [format]) => strptime(input, format!),
};

function number(value: Value): number {
  if (!isNumber(value)) throw new JqError(`${described(value)} number required`);
  return Number(value);
}

function nearestCube(root: number, cube: number): number {
  const whole = Math.round(root);
  return whole * whole * whole === cube ? whole : root;
}

function text(value: Value, words: string): string {
  if (typeof value !== 'string') throw new JqError(words);
  return value;
}

const texts: Readonly<Record<string, Native>> = {
  'tojson/0': toJson,
  'fromjson/0': (input) => fromJson(text(input, `${described(input)} cannot be parsed as JSON`)),
  'tostring/0': textOf,
  'tonumber/0': (input) => {
    if (isNumber(input)) return input;
    if (typeof input !== 'string') throw new JqError(`${described(input)} cannot be parsed as a number`);
    const value = numberOf(input.trim() === input ? input : '');
    if (value === undefined) throw new JqError(`${described(input)} cannot be parsed as a number`);
    return value;
  },
  'ascii_downcase/0': (input) => text(input, 'ascii_downcase input must be a string').replace(/[A-Z]+/g, (part) => part.toLowerCase()),
  'ascii_upcase/0': (input) => text(input, 'ascii_upcase input must be a string').replace(/[a-z]+/g, (part) => part.toUpperCase()),
  'explode/0': (input) => [...text(input, `${described(input)} cannot be exploded`)].map((char) => char.codePointAt(0)!),
  'implode/0': (input) => {
    if (!isArray(input)) throw new JqError(`${described(input)} cannot be imploded`);
    return input.map((code) => (isNumber(code) && Number(code) >= 0 && Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : refuse('Unicode codepoint must be numeric'))).join('');
  },
  'ltrimstr/1': (input, [part]) => (typeof input === 'string' && typeof part === 'string' && input.startsWith(part) ? input.slice(part.length) : input),
  'rtrimstr/1': (input, [part]) => (typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part) ? input.slice(0, -part.length) : input),
  'startswith/1': (input, [part]) => {
    if (typeof input !== 'string' || typeof part !== 'string') throw new JqError('startswith() requires string inputs');
    return input.startsWith(part);
  },
  'endswith/1': (input, [part]) => {
    if (typeof input !== 'string' || typeof part !== 'string') throw new JqError('endswith() requires string inputs');
    return input.endsWith(part);
  },
  'trim/0': (input) => text(input, 'trim input must be a string').replace(/^\s+|\s+$/g, ''),
  'ltrim/0': (input) => text(input, 'trim input must be a string').replace(/^\s+/, ''),
  'rtrim/0': (input) => text(input, 'trim input must be a string').replace(/\s+$/, ''),
  'split/1': (input, [by]) => {
    if (typeof input !== 'string' || typeof by !== 'string') throw new JqError('split input and separator must be strings');
    return splitText(input, by);
  },
  'join/1': (input, [by]) => {
    if (!isArray(input)) throw new JqError(`Cannot iterate over ${described(input)}`);
    return input.reduce<Value>((made, item, i) => {
      const part = isNumber(item) || typeof item === 'boolean' ? textOf(item) : (item ?? '');
      return i === 0 ? add('', part) : add(add(made, by!), part);
    }, '');
  },
  'utf8bytelength/0': (input) => {
    const given = text(input, `${described(input)} only strings have UTF-8 byte length`);
    return [...given].reduce((size, char) => size + (char < '\x80' ? 1 : char < '\u0800' ? 2 : char.length === 1 ? 3 : 4), 0);
  },
  'format/1': (input, [name]) => {
    if (typeof name !== 'string') throw new JqError(`${described(name!)} is not a valid format`);
    return formatText(`@${name}`, input);
  },
  '_match/2': (input, [pattern, flags]) => matches(input, pattern!, flags!),
  '_captured/0': captured,
  '_described/0': described,
};

function fromJson(source: string): Value {
  try {
    return parseJson(source);
  } catch (error) {
    if (error instanceof JsonProblem) throw new JqError(`${error.message} (while parsing '${source}')`);
    throw error;
  }
}

const collections: Readonly<Record<string, Native>> = {
  'type/0': typeName,
  'length/0': (input) => {
    if (typeof input === 'string') return codePoints(input);
    if (isNumber(input)) return input < 0 ? -input : input;
    if (input === null) return 0;
    if (isArray(input)) return input.length;
    if (isObject(input)) return input.size;
    throw new JqError(`${described(input)} has no length`);
  },
  'keys/0': (input) => (isObject(input) ? sortedKeys(input) : keysOf(input)),
  'keys_unsorted/0': keysOf,
  'has/1': (input, [key]) => {
    if (isObject(input) && typeof key === 'string') return input.has(key);
    if (isArray(input) && isNumber(key)) return Number(key) >= 0 && Number(key) < input.length;
    throw new JqError(`Cannot check whether ${typeName(input)} has a ${typeof key === 'string' ? 'string' : typeName(key!)} key`);
  },
  'contains/1': (input, [part]) => contains(input, part!),
  'add/0': (input) => [...(isObject(input) ? input.values() : list(input, `Cannot iterate over ${described(input)}`))].reduce<Value>(add, null),
  'reverse/0': (input) => (typeof input === 'string' ? [...input].reverse().join('') : input === null ? [] : list(input, `Cannot reverse ${described(input)}`).toReversed()),
  'sort/0': (input) => [...sortable(input)].sort(compare),
  'unique/0': (input) => [...sortable(input)].sort(compare).filter((item, i, all) => i === 0 || !equal(item, all[i - 1]!)),
  'min/0': (input) => best(list(input, `Cannot iterate over ${described(input)}`), undefined, -1),
  'max/0': (input) => best(list(input, `Cannot iterate over ${described(input)}`), undefined, 1),
  '_min_by/1': (input, [keys]) => best(list(input, ''), keys as readonly Value[], -1),
  '_max_by/1': (input, [keys]) => best(list(input, ''), keys as readonly Value[], 1),
  '_sort_by/1': (input, [keys]) => ordered(sortable(input), keys as readonly Value[]).map(({ item }) => item),
  '_group_by/1': (input, [keys]) => grouped(ordered(groupable(input), keys as readonly Value[])),
  'flatten/0': (input) => flatten(list(input, `Cannot iterate over ${described(input)}`), Infinity),
  'flatten/1': (input, [depth]) => {
    if (!isNumber(depth) || Number(depth) < 0) throw new JqError('flatten depth must not be negative');
    return flatten(list(input, `Cannot iterate over ${described(input)}`), Number(depth));
  },
  'indices/1': (input, [part]) => positionsOf(input, part!),
  'index/1': (input, [part]) => first(positionsOf(input, part!)),
  'rindex/1': (input, [part]) => last(positionsOf(input, part!)),
  'transpose/0': (input) => {
    const rows = list(input, `Cannot iterate over ${described(input)}`).map((row) => (isArray(row) ? row : []));
    return Array.from({ length: largest(rows, (row) => row.length) }, (_, i) => rows.map((row) => row[i] ?? null));
  },
  'setpath/2': (input, [path, value]) => {
    if (!isArray(path)) throw new JqError('Path must be specified as an array');
    return setPath(input, path, value!);
  },
  'delpaths/1': (input, [paths]) => {
    if (!isArray(paths)) throw new JqError('Paths must be specified as an array');
    return deletePaths(input, paths);
  },
  'toarray/0': (input) => (isArray(input) ? input : [input]),
  'bsearch/1': (input, [value]) => search(list(input, `${described(input)} cannot be searched from`), value!),
  'halt/0': () => {
    throw new Halt(0, undefined);
  },
  'halt_error/1': (input, [code]) => {
    if (!isNumber(code)) throw new JqError('halt_error/1: number required');
    throw new Halt(Number(code), typeof input === 'string' ? input : `${toJson(input)}\n`);
  },
  'get_search_list/0': () => [],
  'tobool/0': (input) => (typeof input === 'boolean' ? input : input === 'true' || (input !== 'false' && refuse(`${described(input)} cannot be parsed as a boolean`))),
};

function refuse(words: string): never {
  throw new JqError(words);
}

function list(value: Value, words: string): readonly Value[] {
  return isArray(value) ? value : refuse(words);
}

function sortable(value: Value): readonly Value[] {
  return list(value, `${described(value)} cannot be sorted, as it is not an array`);
}

function groupable(value: Value): readonly Value[] {
  return list(value, `${described(value)} cannot be grouped, as it is not an array`);
}

function contains(a: Value, b: Value): boolean {
  if (isObject(a) && isObject(b)) return [...b].every(([key, value]) => a.has(key) && contains(a.get(key)!, value));
  if (isArray(a) && isArray(b)) return b.every((value) => a.some((item) => typeName(item) === typeName(value) && contains(item, value)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeName(a) === typeName(b)) return equal(a, b);
  throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
}

/** The first of the smallest, the last of the largest. */
function best(items: readonly Value[], keys: readonly Value[] | undefined, sign: 1 | -1): Value {
  let found = -1;
  items.forEach((_, i) => {
    if (found < 0) found = i;
    else {
      const order = compare((keys ?? items)[i]!, (keys ?? items)[found]!);
      if (sign < 0 ? order < 0 : order >= 0) found = i;
    }
  });
  return items[found] ?? null;
}

interface Keyed {
  readonly item: Value;
  readonly key: Value;
}

function ordered(items: readonly Value[], keys: readonly Value[]): Keyed[] {
  return items.map((item, i) => ({ item, key: keys[i]! })).sort((a, b) => compare(a.key, b.key));
}

function grouped(items: readonly Keyed[]): Value {
  const groups: Value[][] = [];
  items.forEach(({ item, key }, i) => {
    if (i > 0 && equal(items[i - 1]!.key, key)) groups.at(-1)!.push(item);
    else groups.push([item]);
  });
  return groups;
}

function flatten(items: readonly Value[], depth: number): Value[] {
  const flat: Value[] = [];
  for (const item of items) {
    if (isArray(item) && depth > 0) for (const inner of flatten(item, depth - 1)) flat.push(inner);
    else flat.push(item);
  }
  return flat;
}

function positionsOf(input: Value, part: Value): Value {
  if (input === null) return null;
  if (typeof input === 'string' && typeof part === 'string') return positions(input, part);
  if (isArray(input)) return indices(input, isArray(part) ? part : [part]);
  return getKey(input, part);
}

function first(found: Value): Value {
  return isArray(found) ? (found[0] ?? null) : null;
}

function last(found: Value): Value {
  return isArray(found) ? (found.at(-1) ?? null) : null;
}

/** Where it is, or where it would go, as a negative number below -1. */
function search(items: readonly Value[], value: Value): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const order = compare(items[middle]!, value);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1 - low;
}

export const natives: Readonly<Record<string, Native>> = { ...numeric, ...texts, ...collections };
