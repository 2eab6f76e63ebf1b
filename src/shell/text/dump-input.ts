/** What od, hexdump and xxd share: the bytes of their files in one row, a part of them, and the squeezing of lines that repeat. */
import { concat } from '../../base/index.ts';
import { read } from '../../host/index.ts';
import { eachInput, hold } from '../tool/inputs.ts';
import { print, type ToolCall, type ToolRun } from '../tool/tool.ts';

const READ_BYTES = 65_536;

export interface Part {
  readonly size: number;
  readonly skipped: number; // less than asked for when there is less
  readonly good: boolean;
}

/** No more is read than was asked for, since the input may have no end; what is skipped is not kept. */
function* eachPiece(call: ToolCall, names: readonly string[], skip: number, length: number, take: (piece: Uint8Array) => ToolRun<void>): ToolRun<Part> {
  const end = skip + length;
  let seen = 0;
  const good = yield* eachInput(call, names, function* ({ fd }) {
    while (seen < end) {
      const chunk: Uint8Array | null = yield read(fd, Math.min(READ_BYTES, end - seen));
      if (chunk === null) return;
      const kept = chunk.subarray(Math.max(0, skip - seen));
      seen += chunk.length;
      if (kept.length > 0) yield* take(kept);
    }
  });
  return { size: Math.max(0, seen - skip), skipped: Math.min(skip, seen), good };
}

/** The part whole, for what cannot be told before its end. */
export function* dumped(call: ToolCall, names: readonly string[], skip: number, length: number): ToolRun<Part & { readonly bytes: Uint8Array }> {
  const pieces: Uint8Array[] = [];
  const part = yield* eachPiece(call, names, skip, length, function* (piece) {
    yield* hold(piece.length);
    pieces.push(piece);
  });
  return { ...part, bytes: concat(pieces) };
}

interface Rows {
  readonly skip: number;
  readonly length: number;
  readonly width: number; // bytes of a row
  readonly squeeze: boolean;
  readonly text: (row: Uint8Array, at: number) => string; // `at` is counted from what was skipped
}

/** The part row by row, as it comes; one that repeats the row before it is a lone star. */
export function* dumpRows(call: ToolCall, names: readonly string[], { skip, length, width, squeeze, text }: Rows): ToolRun<Part> {
  let rest: Uint8Array = new Uint8Array(0); // of a row
  let before: Uint8Array | undefined;
  let at = 0;
  let starred = false;
  const lineOf = (row: Uint8Array): string => {
    const repeats = squeeze && row.length === width && before?.every((byte, i) => byte === row[i]) === true;
    const line = !repeats ? text(row, at) : starred ? '' : '*\n';
    before = row;
    starred = repeats;
    at += row.length;
    return line;
  };
  const part = yield* eachPiece(call, names, skip, length, function* (piece) {
    const bytes = rest.length > 0 ? concat([rest, piece]) : piece;
    let from = 0;
    for (; from + width <= bytes.length; from += width) yield* print(lineOf(bytes.subarray(from, from + width)));
    rest = bytes.slice(from);
  });
  if (rest.length > 0) yield* print(lineOf(rest));
  return part;
}

export const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const escapes: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

/** As od -c and hexdump -c show a byte. */
export function characterOf(byte: number): string {
  return escapes[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'));
}

export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

/** 16, 0x10, 020, 1k, 2M, 1b as a count of bytes. */
export function byteCount(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const match = /^(0x[0-9a-f]+|\d+)([bkKmMgG]?)$/i.exec(text);
  if (!match) return otherwise;
  const digits = match[1]!;
  const number = /^0x/i.test(digits) ? Number.parseInt(digits, 16) : /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return number * ({ b: 512, k: 1024, m: 1_048_576, g: 1_073_741_824 }[match[2]!.toLowerCase()] ?? 1);
}
