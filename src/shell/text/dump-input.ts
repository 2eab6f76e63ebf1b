/** What od, hexdump and xxd share: the bytes of their files in one row, a part of them, and the squeezing of lines that repeat. */
import { concat } from '../../base/index.ts';
import { read } from '../../host/index.ts';
import { eachInput, hold } from '../tool/inputs.ts';
import { print, type ToolCall, type ToolRun } from '../tool/tool.ts';

const READ_BYTES = 65_536;

interface Dumped {
  readonly bytes: Uint8Array;
  readonly skipped: number; // less than asked for when there is less
  readonly good: boolean;
}

/** No more is read than was asked for, since the input may have no end; what is skipped is not kept. */
export function* dumped(call: ToolCall, names: readonly string[], skip: number, length: number): ToolRun<Dumped> {
  const parts: Uint8Array[] = [];
  const end = skip + length;
  let seen = 0;
  const good = yield* eachInput(call, names, function* ({ fd }) {
    while (seen < end) {
      const chunk: Uint8Array | null = yield read(fd, Math.min(READ_BYTES, end - seen));
      if (chunk === null) return;
      const kept = chunk.subarray(Math.max(0, skip - seen));
      seen += chunk.length;
      yield* hold(kept.length);
      parts.push(kept);
    }
  });
  return { bytes: concat(parts), skipped: Math.min(skip, seen), good };
}

/** Rows of `width` bytes; one that repeats the row before it is a lone star. */
export function* rows(bytes: Uint8Array, width: number, squeeze: boolean, text: (row: Uint8Array, at: number) => string): ToolRun<void> {
  let starred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const repeats = squeeze && at > 0 && row.length === width && row.every((byte, i) => byte === bytes[at - width + i]);
    if (!repeats) yield* print(text(row, at));
    else if (!starred) yield* print('*\n');
    starred = repeats;
  }
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
