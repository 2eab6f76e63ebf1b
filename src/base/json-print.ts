/** Prints JSON as Go's encoding/json does: its escapes, its numbers, its indentation. */
import { sortedKeys } from './byte-order.ts';

export interface JsonStyle {
  readonly indent?: string; // none: on one line
  readonly sortKeys?: boolean; // Go's maps print sorted, its structs in declared order
  readonly escapeHtml?: boolean; // Go writes <, > and & as \u003c unless told not to
}

/** Prints as Go's encoding/json does. What is undefined in an object is left out. */
export function printJson(value: unknown, style: JsonStyle = {}): string {
  return printValue(value, style, style.indent === undefined ? null : '\n');
}

/** One text for equal values: compact, keys in byte order. */
export function canonicalJson(value: unknown): string {
  return printValue(value, { sortKeys: true }, null);
}

function printValue(value: unknown, style: JsonStyle, newline: string | null): string {
  if (typeof value === 'string') return quoteJson(value, style.escapeHtml);
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return 'null';
  const inner = newline === null ? null : newline + style.indent;
  const isArray = Array.isArray(value);
  const parts = isArray ? value.map((item) => printValue(item, style, inner)) : printMembers(value, style, inner);
  const [open, close] = isArray ? '[]' : '{}';
  if (parts.length === 0) return open! + close!;
  if (newline === null) return open + parts.join(',') + close;
  return open + inner! + parts.join(`,${inner}`) + newline + close;
}

function printMembers(object: object, style: JsonStyle, newline: string | null): string[] {
  const members = object as Readonly<Record<string, unknown>>;
  const keys = style.sortKeys ? sortedKeys(members) : Object.keys(members);
  const colon = newline === null ? ':' : ': ';
  const parts: string[] = [];
  for (const key of keys) {
    const member = members[key];
    if (member !== undefined) parts.push(quoteJson(key, style.escapeHtml) + colon + printValue(member, style, newline));
  }
  return parts;
}

/** A double as Go prints it; they differ from JavaScript only in the sign of zero. */
function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : 'null';
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A JSON string literal in Go's spelling. */
export function quoteJson(text: string, escapeHtml = false): string {
  // What JSON.stringify and Go spell alike, which is nearly every string.
  const plain = escapeHtml ? /^[\x20-\x25\x27-\x3b=?-\u2027\u202a-\ud7ff\ue000-\uffff]*$/ : /^[\x20-\u2027\u202a-\ud7ff\ue000-\uffff]*$/;
  if (plain.test(text)) return JSON.stringify(text);
  let quoted = JSON.stringify(text.replace(loneSurrogate, '\ufffd')).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  if (escapeHtml) quoted = quoted.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  return quoted;
}
