/** The functions that every Go template has. */
import { compareBytes, deepEqual, formatGoValue, goTypeName, isJsonObject, quoteGo, sortedKeys, type Json } from '../../base/index.ts';
import { TemplateFailure } from './nodes.ts';

export type TemplateFunction = (...args: readonly Json[]) => Json;

export const builtinFunctions: Readonly<Record<string, TemplateFunction>> = {
  and: (...args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1) ?? null,
  or: (...args) => args.find((arg) => isTrue(arg)) ?? args.at(-1) ?? null,
  not: (value = null) => !isTrue(value),
  len: (value = null) => lengthOf(value),
  index: (value = null, ...keys) => keys.reduce(indexInto, value),
  slice: (value = null, from = 0, to) => sliceOf(value, Number(from), to === undefined ? undefined : Number(to)),
  print: (...args) => args.map((arg, i) => (i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : '') + formatGoValue(arg)).join(''),
  println: (...args) => `${args.map(formatGoValue).join(' ')}\n`,
  printf: (format = '', ...args) => formatWith(formatGoValue(format), args),
  html: (value = '') => formatGoValue(value).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })[c]!),
  urlquery: (value = '') => encodeURIComponent(formatGoValue(value)).replaceAll('%20', '+'),
  js: (value = '') => formatGoValue(value).replace(/[\\"'<>&=\p{Cc}]/gu, scriptEscape),
  eq: (first = null, ...others) => others.some((other) => deepEqual(first, other)),
  ne: (a = null, b = null) => !deepEqual(a, b),
  lt: (a = null, b = null) => compare(a, b) < 0,
  le: (a = null, b = null) => compare(a, b) <= 0,
  gt: (a = null, b = null) => compare(a, b) > 0,
  ge: (a = null, b = null) => compare(a, b) >= 0,
};

/** As a string of JavaScript has it that stands in a page. */
function scriptEscape(sign: string): string {
  return `\\"'`.includes(sign) ? `\\${sign}` : `\\u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Go's truth: what is not zero, empty or missing. */
export function isTrue(value: Json | undefined): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0;
  if (typeof value === 'object') return lengthOf(value) > 0;
  return true;
}

function lengthOf(value: Json): number {
  if (typeof value === 'string' || Array.isArray(value)) return (value as string | readonly Json[]).length;
  if (isJsonObject(value)) return Object.keys(value).length;
  throw new TemplateFailure(`error calling len: len of type ${typeof value}`);
}

function indexInto(value: Json, key: Json): Json {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (Number(key) < 0 || Number(key) >= items.length) throw new TemplateFailure(`error calling index: index out of range: ${formatGoValue(key)}`);
    return items[Number(key)]!;
  }
  if (isJsonObject(value)) return Object.hasOwn(value, formatGoValue(key)) ? value[formatGoValue(key)]! : null;
  throw new TemplateFailure(value === null ? 'error calling index: index of untyped nil' : `error calling index: can't index item of type ${typeof value}`);
}

function sliceOf(value: Json, from: number, to: number | undefined): Json {
  if (typeof value === 'string') return value.slice(from, to);
  if (Array.isArray(value)) return (value as readonly Json[]).slice(from, to);
  throw new TemplateFailure(`error calling slice: can't slice item of type ${typeof value}`);
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  if (typeof a === 'object' || typeof b === 'object' || typeof a !== typeof b) throw new TemplateFailure('error calling lt: incompatible types for comparison');
  return Number(a) - Number(b);
}

/** The verbs of Printf that templates use: %s %v %q %d %t %f %x, with width, sign and precision. */
export function formatWith(format: string, args: readonly Json[]): string {
  let next = 0;
  return format.replace(/%([-+0 ]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= args.length) return `%!${verb}(MISSING)`;
    const text = formatOne(verb, args[next++]!, precision);
    const size = Number(width ?? 0);
    if (flags.includes('-')) return text.padEnd(size);
    return flags.includes('0') ? text.padStart(size, '0') : text.padStart(size);
  });
}

function formatOne(verb: string, value: Json, precision: string | undefined): string {
  if (verb === 'q') return quoteGo(formatGoValue(value));
  if (verb === 'f') return Number(value).toFixed(Math.min(100, Number(precision ?? 6)));
  if (verb === 'x') return typeof value === 'string' ? [...value].map((c) => c.codePointAt(0)!.toString(16).padStart(2, '0')).join('') : Number(value).toString(16);
  if (verb === 'T') return typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float64') : goTypeName(value);
  const text = formatGoValue(value);
  return verb === 's' && precision !== undefined ? text.slice(0, Number(precision)) : text;
}

/** Keys in the order in which Go ranges over a map. */
export function rangeKeys(value: Readonly<Record<string, Json>>): readonly string[] {
  return sortedKeys(value);
}
