/** -o kyaml: YAML in braces, every text in quotes, so that no indentation and no bare word can change what it means. */
import { compareBytes, isJsonObject, printJson, quoteYaml, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import type { Flags } from '../command/flag.ts';
import { isTrue } from '../command/flag.ts';

/** The first release that has it when asked by KUBECTL_KYAML, and the first that has it unless told not to. */
const since = { asked: 34, usual: 35 };

/** What a printer goes by, of whichever program. */
export interface Printing {
  readonly p: Process;
  readonly flags: Flags;
  readonly release: { readonly minor: number };
}

export function hasKyaml({ p, release }: Printing): boolean {
  const asked = p.env.get('KUBECTL_KYAML') ?? '';
  return release.minor >= since.asked && (asked === '' ? release.minor >= since.usual : isTrue(asked));
}

export function printKyaml(object: JsonObject): string {
  return `---\n${node(object, '')}\n`;
}

/** `margin`: what stands before the closing bracket on its line. */
function node(value: Json, margin: string): string {
  if (typeof value === 'string') return value.includes('\n') ? folded(value, `${margin}  `) : quoted(value);
  if (Array.isArray(value)) return list(value as readonly Json[], margin);
  if (!isJsonObject(value)) return printJson(value);
  const lines = Object.keys(value).sort(compareBytes).map((key) => `${margin}  ${keyText(key)}: ${node(value[key]!, `${margin}  `)},\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${margin}}`;
}

/** Brackets of items that have brackets of their own stand on one line with them. */
function list(items: readonly Json[], margin: string): string {
  if (items.length === 0) return '[]';
  if (items.every(isJsonObject) || items.every((item) => Array.isArray(item))) return `[${items.map((item) => node(item, margin)).join(', ')}]`;
  return `[\n${items.map((item) => `${margin}  ${node(item, `${margin}  `)},\n`).join('')}${margin}]`;
}

/** A line of text each, ended by a backslash. */
function folded(text: string, margin: string): string {
  const lines = text.split('\n');
  const last = lines.pop()!;
  const shown = (line: string, end: string): string => `${margin}${/^\s/.test(line) ? '\\' : ' '}${inner(line)}${end}\\\n`;
  return `"\\\n${lines.map((line) => shown(line, '\\n')).join('')}${last === '' ? '' : shown(last, '')}${margin}"`;
}

function quoted(text: string): string {
  return `"${inner(text)}"`;
}

/** Tabs stay as they are. */
function inner(text: string): string {
  return text.split('\t').map((part) => quoteYaml(part).slice(1, -1)).join('\t');
}

/** Quoted where a reader could take it for something else than a text. */
function keyText(key: string): string {
  const isPlain = /^[\p{L}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}])?$/u.test(key) && !/^_\d/.test(key);
  return isPlain && !/^(?:y|n|t|f|yes|no|on|off|true|false|null|nan|inf)$/i.test(key) ? key : quoteYaml(key);
}
