/** JSON as jq holds it: objects keep the order of their keys, whole numbers past 2⁵³ stay exact until something is computed with them. */
import { quoteJson } from '../../base/index.ts';

export type Value = null | boolean | number | bigint | string | readonly Value[] | JqObject;
export type JqObject = ReadonlyMap<string, Value>;

/** An error that a program can catch: any value. */
export class JqError extends Error {
  override name = 'JqError';
  readonly value: Value;
  constructor(value: Value) {
    super(typeof value === 'string' ? value : 'not a string');
    this.value = value;
  }
}

export function isObject(value: Value | undefined): value is JqObject {
  return value instanceof Map;
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

export function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

/** A double as jq writes it: at most 17 digits, an exponent of two. */
export function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return value > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', power = '0'] = Math.abs(value).toExponential().split('e');
  const sign = value < 0 ? '-' : '';
  const exponent = Number(power);
  const plain = digits.replace('.', '');
  if (exponent <= -5 || exponent >= Math.max(17, plain.length + 15)) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${plain}`;
  if (plain.length <= exponent + 1) return sign + plain.padEnd(exponent + 1, '0');
  return `${sign}${plain.slice(0, exponent + 1)}.${plain.slice(exponent + 1)}`;
}

/** Compact, as tojson and messages have it. */
export function toJson(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (isNumber(value)) return numberText(value);
  if (isArray(value)) return `[${value.map(toJson).join(',')}]`;
  return `{${[...value].map(([key, member]) => `${quote(key)}:${toJson(member)}`).join(',')}}`;
}

export function quote(text: string): string {
  return quoteJson(text).replaceAll('\\u2028', '\u2028').replaceAll('\\u2029', '\u2029').replaceAll('\x7f', '\\u007f');
}

/** The value within a message: no longer than eleven characters. */
export function shown(value: Value): string {
  const text = toJson(value);
  return text.length > 11 ? `${text.slice(0, 10)}...` : text;
}

const SAMPLES = 4;

/** How many bytes it takes, about: what is in it is guessed from a few of its members. */
export function sizeOf(value: Value, depth = 3): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 0;
  const [count, each] = isArray(value) ? [value.length, 8] : [value.size, 40];
  if (count === 0 || depth === 0) return 50 + count * each;
  let sum = 0;
  let seen = 0;
  for (const member of value.values()) {
    sum += sizeOf(member, depth - 1);
    if (++seen === SAMPLES) break;
  }
  return 50 + Math.round(count * (each + sum / seen));
}

/** "number (1)". */
export function described(value: Value): string {
  return `${typeName(value)} (${shown(value)})`;
}

const rank: Readonly<Record<string, number>> = { null: 0, number: 3, string: 4, array: 5, object: 6 };

function rankOf(value: Value): number {
  return typeof value === 'boolean' ? (value ? 2 : 1) : rank[typeName(value)]!;
}

/** null < false < true < numbers < strings < arrays < objects. */
export function compare(a: Value, b: Value): number {
  const x = rankOf(a);
  const y = rankOf(b);
  if (x !== y) return x - y;
  if (isNumber(a) && isNumber(b)) return Number.isNaN(a) ? -1 : a < b ? -1 : a > b ? 1 : Number.isNaN(b) ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isArray(a) && isArray(b)) return compareArrays(a, b);
  if (isObject(a) && isObject(b)) return compareObjects(a, b);
  return 0;
}

/** By code points: a unit of a pair stands above every other. */
export function compareText(a: string, b: string): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return (isSurrogate(x) ? x + 0x10000 : x) - (isSurrogate(y) ? y + 0x10000 : y);
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** First their keys, then what they hold. */
function compareObjects(a: JqObject, b: JqObject): number {
  const keys = sortedKeys(a);
  const order = compareArrays(keys, sortedKeys(b));
  if (order !== 0) return order;
  for (const key of keys) {
    const inner = compare(a.get(key)!, b.get(key)!);
    if (inner !== 0) return inner;
  }
  return 0;
}

export function sortedKeys(object: JqObject): string[] {
  return [...object.keys()].sort(compareText);
}

export function equal(a: Value, b: Value): boolean {
  return a === b || compare(a, b) === 0;
}
