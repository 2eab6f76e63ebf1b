/** Values as Go prints them with %#v inside an error: strings quoted, maps with their type and sorted keys. */
import { sortedKeys, isJsonObject } from '../../base/index.ts';

/** A value together with the text that Go has for it, where that depends on a Go type. */
export class GoValue {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function goSyntax(value: unknown): string {
  if (value instanceof GoValue) return value.text;
  if (typeof value === 'string') return goQuote(value);
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return JSON.stringify(value);
  if (isJsonObject(value)) return goStringMap(value as Readonly<Record<string, unknown>>);
  return String(value);
}

/** `map[string]string{"app":"b"}` */
export function goStringMap(map: Readonly<Record<string, unknown>> | undefined): string {
  if (map === undefined) return 'map[string]string(nil)';
  return `map[string]string{${sortedKeys(map)
    .map((key) => `${goQuote(key)}:${goQuote(String(map[key]))}`)
    .join(', ')}}`;
}

/** A Go string literal, as %q. */
export function goQuote(text: string): string {
  let quoted = '"';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === '\\') quoted += `\\${char}`;
    else if (code >= 0x20 && code !== 0x7f) quoted += char;
    else quoted += controls[code] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return `${quoted}"`;
}

const controls: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };
