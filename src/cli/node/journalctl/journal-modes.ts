/** Lines of the journal in each of the forms that journalctl writes. */
import { encodeUtf8, formatRfc3339, printJson, sha256Hex } from '../../../base/index.ts';
import type { Host, JournalLine } from '../../../host/index.ts';
import { longTime, shortTime } from '../journal-time.ts';
import { bootId, fieldOf, fieldsOf, journalId } from './journal-fields.ts';

export interface Shown {
  readonly mode?: string;
  readonly hostname?: boolean;
  /** Only these of an entry's fields, in the forms that show fields; what says where it stands is always there. */
  readonly fields?: readonly string[];
  readonly starts?: Starts;
}

export const modes = ['short', 'short-full', 'short-iso', 'short-iso-precise', 'short-precise', 'short-monotonic', 'short-unix', 'verbose', 'export', 'json', 'json-pretty', 'json-sse', 'json-seq', 'cat', 'with-unit'];

/** Microseconds since 1970. */
function realtime({ atMs }: JournalLine): number {
  return Math.floor(atMs * 1000);
}

/** When each start of the machine was, by its first entry; in microseconds since 1970. */
export type Starts = ReadonlyMap<number, number>;

export function startsOf({ init: { journal } }: Host): Starts {
  return new Map(journal.read().toReversed().map((line) => [line.boot, realtime(line)]));
}

function monotonic(starts: Starts, line: JournalLine): number {
  return realtime(line) - (starts.get(line.boot) ?? realtime(line));
}

export function cursorOf(host: Host, line: JournalLine, starts: Starts): string {
  const digest = sha256Hex(`${line.sequence} ${line.text}`).slice(0, 16);
  return `s=${journalId(host)};i=${line.sequence.toString(16)};b=${bootId(host, line.boot)};m=${monotonic(starts, line).toString(16)};t=${realtime(line).toString(16)};x=${digest}`;
}

/** The entry's number; undefined when it is no cursor. */
export function sequenceAt(cursor: string): number | undefined {
  const found = /^s=[0-9a-f]{32};i=([0-9a-f]+);b=[0-9a-f]{32};m=[0-9a-f]+;t=[0-9a-f]+;x=[0-9a-f]+$/.exec(cursor);
  return found ? Number.parseInt(found[1]!, 16) : undefined;
}

export function lineText(host: Host, line: JournalLine, { mode = 'short', hostname = true, fields, starts = new Map() }: Shown = {}): string {
  if (mode === 'cat') return fields ? fields.flatMap((name) => fieldOf(host, line, name) ?? []).map((value) => `${value}\n`).join('') : `${line.text}\n`;
  if (mode.startsWith('json')) return jsonText(mode, { ...placeOf(host, line, starts), ...chosen(host, line, fields) });
  if (mode === 'export') return `${Object.entries({ ...placeOf(host, line, starts), ...chosen(host, line, fields) }).map(([name, value]) => exported(name, value)).join('')}\n`;
  if (mode === 'verbose') {
    const lines = Object.entries(chosen(host, line, fields)).map(([name, value]) => `    ${name}=${value}\n`);
    return `${longTime(line.atMs).replace(/ UTC$/, `.${micros(line)} UTC`)} [${cursorOf(host, line, starts)}]\n${lines.join('')}`;
  }
  const { identifier, pid, text, unit } = line;
  const who = mode === 'with-unit' && identifier !== 'kernel' ? (identifier === 'systemd' ? 'init.scope' : `${unit}.service`) : identifier;
  return `${timeText(line, mode, starts)} ${hostname ? `${host.name} ` : ''}${who}${pid === 0 ? '' : `[${pid}]`}: ${text}\n`;
}

function timeText(line: JournalLine, mode: string, starts: Starts): string {
  const { atMs } = line;
  if (mode === 'short-precise') return `${shortTime(atMs)}.${micros(line)}`;
  if (mode === 'short-iso-precise') return formatRfc3339(atMs).replace('Z', `.${micros(line)}+0000`);
  if (mode === 'short-iso') return formatRfc3339(atMs).replace('Z', '+0000');
  if (mode === 'short-full' || mode === 'with-unit') return longTime(atMs);
  if (mode === 'short-unix') return `${Math.floor(atMs / 1000)}.${micros(line)}`;
  if (mode === 'short-monotonic') return `[${secondsText(monotonic(starts, line))}]`;
  return shortTime(atMs);
}

function micros(line: JournalLine): string {
  return String(realtime(line) % 1_000_000).padStart(6, '0');
}

function secondsText(us: number): string {
  return `${String(Math.floor(us / 1_000_000)).padStart(5)}.${String(us % 1_000_000).padStart(6, '0')}`;
}

type Fields = Readonly<Record<string, string>>;

function placeOf(host: Host, line: JournalLine, starts: Starts): Fields {
  return { __CURSOR: cursorOf(host, line, starts), __REALTIME_TIMESTAMP: String(realtime(line)), __MONOTONIC_TIMESTAMP: String(monotonic(starts, line)), _BOOT_ID: bootId(host, line.boot) };
}

function chosen(host: Host, line: JournalLine, names: readonly string[] | undefined): Fields {
  const all = fieldsOf(host, line);
  return names ? Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) : all;
}

function jsonText(mode: string, fields: Fields): string {
  if (mode === 'json-pretty') return `${printJson(fields, { indent: '\t' })}\n`;
  const text = printJson(fields, {});
  return mode === 'json-sse' ? `data: ${text}\n\n` : mode === 'json-seq' ? `\x1e${text}\n` : `${text}\n`;
}

/** What could be taken for the end of a field goes by its length, in eight bytes. */
function exported(name: string, value: string): string {
  if (!/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) return `${name}=${value}\n`;
  const { length } = encodeUtf8(value);
  return `${name}\n${String.fromCharCode(...Array.from({ length: 8 }, (_, i) => (i < 4 ? (length >>> (8 * i)) & 0xff : 0)))}${value}\n`;
}
