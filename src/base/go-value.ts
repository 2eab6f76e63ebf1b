/** Values as Go's fmt prints them with %v and %#v: what templates, JSONPath and some error messages show. */
import { sortedKeys } from './byte-order.ts';
import { isJsonObject, type Json } from './json-value.ts';

/** %v: map[a:1 b:[x y]], <nil>, 1e+06. */
export function formatGoValue(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return formatGoNumber(value);
  if (isJsonObject(value)) return `map[${sortedKeys(value).map((key) => `${key}:${formatGoValue(value[key]!)}`).join(' ')}]`;
  if (typeof value === 'object') return `[${value.map(formatGoValue).join(' ')}]`;
  return String(value);
}

/** %#v: map[string]interface {}{"a":1, "b":[]interface {}{"x", "y"}}. */
export function formatGoSyntax(value: Json, keyType = 'string'): string {
  return value === null ? '<nil>' : formatInside(value, keyType);
}

function formatInside(value: Json, keyType: string): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value === 'number') return formatGoNumber(value);
  if (isJsonObject(value)) {
    const members = sortedKeys(value).map((key) => `${quoteGo(key)}:${formatInside(value[key]!, keyType)}`);
    return `map[${keyType}]interface {}{${members.join(', ')}}`;
  }
  if (typeof value === 'object') return `[]interface {}{${value.map((item) => formatInside(item, keyType)).join(', ')}}`;
  return String(value);
}

/** The name of the Go type that a JSON value is decoded into. */
export function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return 'int64';
  if (typeof value === 'number') return 'float64';
  return isJsonObject(value) ? 'map[string]interface {}' : '[]interface {}';
}

/** An integer in full; any other double in its shortest form, with an exponent from a million on, as strconv's 'g' writes it. */
export function formatGoNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? String(value) : formatShortest(value);
}

export function formatShortest(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** A string literal as %q writes it. */
export function quoteGo(text: string): string {
  let quoted = '"';
  for (const char of text) quoted += quoteGoChar(char);
  return `${quoted}"`;
}

const goEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\',
};

function quoteGoChar(char: string): string {
  const escape = Object.hasOwn(goEscapes, char) ? goEscapes[char] : undefined;
  if (escape !== undefined) return escape;
  const code = char.codePointAt(0)!;
  if (code >= 0x20 && code < 0x7f) return char;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char)) return char;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
