/** What a scalar means: the rules of Go's YAML 1.1, without its times and base-60 numbers. Reading and printing both ask. */
import { decodeBase64 } from '../digest.ts';
import { fitsInt64 } from '../json-value.ts';
import { decodeUtf8 } from '../utf8.ts';

export type ScalarValue = string | number | bigint | boolean | null;

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ['', null],
  ['.nan', NaN], ['.NaN', NaN], ['.NAN', NaN],
  ['.inf', Infinity], ['.Inf', Infinity], ['.INF', Infinity], ['+.inf', Infinity], ['+.Inf', Infinity], ['+.INF', Infinity],
  ['-.inf', -Infinity], ['-.Inf', -Infinity], ['-.INF', -Infinity],
  ...['~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, true] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, false] => [word, false]),
]);

/** A plain scalar's value. */
export function plainValue(text: string): ScalarValue {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  return isNumeric ? (numberValue(text) ?? text) : text;
}

function numberValue(text: string): number | bigint | undefined {
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = integerValue(digits);
  if (integer !== undefined) return integer;
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

/** Decimal, 0x, 0b, 0o, and octal by a leading zero, as in `defaultMode: 0644`. */
function integerValue(digits: string): number | bigint | undefined {
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(digits);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const literal = hex !== undefined ? `0x${hex}` : binary !== undefined ? `0b${binary}` : octal !== undefined ? `0o${octal}` : decimal!;
  const small = Number(literal);
  if (Number.isSafeInteger(small)) return sign === '-' ? 0 - small : small;
  if (literal.length > 70) return small;
  const value = sign === '-' ? -BigInt(literal) : BigInt(literal);
  return fitsInt64(value) ? value : Number(value);
}

/** The value of a scalar with a tag, or the reason why it has none. Tags that YAML does not define leave a text. */
export function taggedValue(text: string, tag: string, isPlain: boolean): { readonly value: ScalarValue } | { readonly error: string } {
  const short = tag.replace('!<tag:yaml.org,2002:', '!!').replace(/>$/, '');
  if (short === '!!str' || short === '!') return { value: text };
  if (short === '!!binary') {
    const decoded = decodeBase64(text);
    return 'bytes' in decoded ? { value: decodeUtf8(decoded.bytes) } : { error: '!!binary value contains invalid base64 data' };
  }
  const wanted = ['!!null', '!!bool', '!!int', '!!float'].indexOf(short);
  if (wanted < 0) return { value: text };
  const value = isPlain || wanted > 0 ? plainValue(text) : text;
  const kind = value === null ? '!!null' : typeof value === 'boolean' ? '!!bool' : typeof value === 'string' ? '!!str' : numberTag(value);
  if (kind === short || (kind === '!!int' && short === '!!float')) return { value };
  return { error: `cannot decode ${kind} \`${text}\` as a ${short}` };
}

function numberTag(value: number | bigint): string {
  return typeof value === 'bigint' || Number.isInteger(value) ? '!!int' : '!!float';
}

/** Would Go's library read this text, written plain, as anything but a text? Then it prints in quotes. */
export function needsQuotes(text: string): boolean {
  return typeof plainValue(text) !== 'string' || isSexagesimal(text) || isTimestamp(text);
}

function isSexagesimal(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

function isTimestamp(text: string): boolean {
  const match = /^\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/.exec(text);
  if (match === null) return false;
  const [month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? '0')) as [number, number, number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60;
}
