/**
 * Text that may hold bytes which are no UTF-8: each such byte travels as a lone surrogate U+DC80…U+DCFF, so that what a
 * program printed leaves a shell variable as the same bytes.
 */
import { decodeUtf8, encodeUtf8 } from '../../base/index.ts';

const first = 0xdc00;

export function byteText(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : first + byte);
}

export function bytesOfText(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encodeUtf8(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - first);
    else for (const byte of encodeUtf8(char)) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

export function textOfBytes(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (!text.includes('\ufffd')) return text;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const size = sequenceSize(bytes, i);
    out += size === 0 ? byteText(bytes[i]!) : decodeUtf8(bytes.subarray(i, i + size));
    i += size || 1;
  }
  return out;
}

/** Bytes of the well-formed character at `at`; 0 when there is none. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const size = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (size < 2) return size;
  if (at + size > bytes.length) return 0;
  for (let i = 1; i < size; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  const text = decodeUtf8(bytes.subarray(at, at + size));
  const isReplacement = lead === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
  return text.includes('\ufffd') && !isReplacement ? 0 : size;
}
