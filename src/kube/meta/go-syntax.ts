/** Values as Go prints them inside an error: old releases by their Go syntax, newer ones as JSON. */
import { printJson, quoteGo, sortedKeys } from '../../base/index.ts';

/** A value whose Go text depends on its Go type: `v1.LabelSelector{…}`. As JSON a map is sorted, a struct keeps its members' order. */
export class GoValue {
  readonly text: string;
  readonly json: unknown;
  private readonly isMap: boolean;

  constructor(text: string, json: unknown, isMap = false) {
    this.text = text;
    this.json = json;
    this.isMap = isMap;
  }

  show(asJson: boolean): string {
    return asJson ? printJson(this.json, { sortKeys: this.isMap, escapeHtml: true }) : this.text;
  }
}

export function showValue(value: unknown, asJson: boolean): string {
  if (value instanceof GoValue) return value.show(asJson);
  if (typeof value === 'string') return quoteGo(value);
  if (value === null || value === undefined) return asJson ? 'null' : '"null"';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return printJson(value, { sortKeys: true, escapeHtml: true });
}

/** `map[string]string{"app":"b"}` */
export function goStringMap(map: Readonly<Record<string, string>> | undefined): GoValue {
  if (map === undefined) return new GoValue('map[string]string(nil)', null);
  const members = sortedKeys(map).map((key) => `${quoteGo(key)}:${quoteGo(map[key]!)}`);
  return new GoValue(`map[string]string{${members.join(', ')}}`, map, true);
}

/** `[]string{"a", "b"}` */
export function goStrings(strings: readonly string[] | undefined, type = '[]string'): GoValue {
  if (strings === undefined) return new GoValue(`${type}(nil)`, null);
  return new GoValue(`${type}{${strings.map(quoteGo).join(', ')}}`, strings);
}
