/** What etcdctl prints: pairs as lines, as fields, as JSON whose numbers are numbers, and tables in a frame. */
import { encodeUtf8, isJsonObject, printJson, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { bool, list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall } from '../tool.ts';
import { formatOf, plain } from './etcd-client.ts';

/** Numbers, which the gateway writes as words, as numbers. */
export function jsonText(answer: Json): string {
  return `${printJson(answer).replace(/"(\w+)":"(-?\d+)"/g, (whole, name: string, digits: string) => (['key', 'value', 'version', 'storageVersion'].includes(name) && !/^"version":"\d+"$/.test(whole) ? whole : `"${name}":${digits}`))}\n`;
}

const headerNames: readonly (readonly [field: string, shown: string])[] = [['cluster_id', 'ClusterID'], ['member_id', 'MemberID'], ['revision', 'Revision'], ['raft_term', 'RaftTerm']];
const pairNames: readonly (readonly [field: string, shown: string])[] = [['key', 'Key'], ['create_revision', 'CreateRevision'], ['mod_revision', 'ModRevision'], ['version', 'Version'], ['value', 'Value'], ['lease', 'Lease']];

/** As fields: a line each, texts in quotes. */
export function fieldsText(answer: Json, pairs: readonly Json[], tail: Readonly<Record<string, string>> = {}): string {
  const head = headerNames.map(([field, shown]) => `"${shown}" : ${text(answer, 'header', field) || '0'}\n`);
  const lines = pairs.flatMap((pair) => pairNames.map(([field, shown]) => `"${shown}" : ${field === 'key' || field === 'value' ? JSON.stringify(plain(text(pair, field))) : text(pair, field) || '0'}\n`));
  return [...head, ...lines, ...Object.entries(tail).map(([shown, value]) => `"${shown}" : ${value}\n`)].join('');
}

export function pairText(pair: Json, { valueOnly = false, hex = false }: { readonly valueOnly?: boolean; readonly hex?: boolean } = {}): string {
  const shown = (field: string): string => {
    const word = plain(text(pair, field));
    return hex ? [...encodeUtf8(word)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('') : word;
  };
  return `${valueOnly ? '' : `${shown('key')}\n`}${shown('value')}\n`;
}

/** An answer whose plain form is `simple`, with the pairs that its fields tell of. */
export function* printAnswer(c: NodeCall, answer: Json, simple: string, pairs: readonly Json[] = [], tail: Readonly<Record<string, string>> = {}): Task {
  const format = formatOf(c);
  if (format === 'table') throw new CommandError('table not supported as output format', { exitCode: 4 });
  yield* c.p.print(format === 'json' ? jsonText(answer) : format === 'fields' ? fieldsText(answer, pairs, tail) : simple);
}

/** -w: words with commas, a table in a frame, fields, or the answer as it came. */
export function* printRows(c: NodeCall, answer: Json, headers: readonly string[], rows: readonly (readonly string[])[]): Task {
  const format = formatOf(c);
  if (format === 'json') return yield* c.p.print(jsonText(answer));
  if (format === 'simple') return yield* c.p.print(rows.map((row) => `${row.join(', ')}\n`).join(''));
  if (format === 'fields') return yield* c.p.print(rows.map((row) => `${row.map((cell, i) => `"${headers[i]!}" : ${/^\d+$/.test(cell) ? cell : JSON.stringify(cell)}\n`).join('')}\n`).join(''));
  const widths = headers.map((header, i) => Math.max(header.length, ...rows.map((row) => row[i]!.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const centred = (word: string, width: number): string => word.padStart(word.length + Math.floor((width - word.length) / 2)).padEnd(width);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = line(headers.map((header, i) => centred(header, widths[i]!)));
  yield* c.p.print(`${rule}${head}${rule}${rows.map((row) => line(row.map((cell, i) => (/^\d+$/.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))))).join('')}${rule}`);
}

/** What a transaction, a put or a removal answers, as lines. */
export function responseText(response: Json): string {
  const [[kind, inner] = ['', {}]] = isJsonObject(response) ? (Object.entries(response) as [string, JsonObject][]) : [];
  if (kind === 'response_put') return `OK\n${inner['prev_kv'] === undefined ? '' : pairText(inner['prev_kv'])}`;
  if (kind === 'response_delete_range') return `${text(inner, 'deleted')}\n${list(inner, 'prev_kvs').map((pair) => pairText(pair)).join('')}`;
  return list(inner, 'kvs').map((pair) => pairText(pair)).join('');
}

export function hasMore(answer: Json): string {
  return String(bool(answer, 'more'));
}

/** "94 kB", "1.2 MB". */
export function sizeText(bytes: number): string {
  const unit = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const amount = bytes / 1_000 ** unit;
  return `${unit > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${['B', 'kB', 'MB'][unit]!}`;
}

export function hexId(id: string): string {
  return BigInt(id || '0').toString(16);
}
