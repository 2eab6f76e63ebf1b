/** Digests of real bytes, synchronously, and base64: what images, layers, secrets and tokens are named and carried by. */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { encodeUtf8 } from './utf8.ts';

export type Algorithm = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

const algorithms = { md5, sha1, sha224, sha256, sha384, sha512 };

export interface Hasher {
  update(chunk: Uint8Array): void;
  /** Ends the hasher. */
  hex(): string;
}

/** For content that comes in chunks. */
export function createHasher(algorithm: Algorithm): Hasher {
  return asHasher(algorithms[algorithm].create());
}

/** Of an algorithm that is not among those that all need. */
export function asHasher(state: { update(chunk: Uint8Array): unknown; digest(): Uint8Array }): Hasher {
  return {
    update: (chunk) => void state.update(chunk),
    hex: () => bytesToHex(state.digest()),
  };
}

export function digestHex(algorithm: Algorithm, data: Uint8Array | string): string {
  return bytesToHex(algorithms[algorithm](bytesOf(data)));
}

export function sha256Hex(data: Uint8Array | string): string {
  return digestHex('sha256', data);
}

export function md5Hex(data: Uint8Array | string): string {
  return digestHex('md5', data);
}

export function sha1Hex(data: Uint8Array | string): string {
  return digestHex('sha1', data);
}

export function sha256Bytes(data: Uint8Array | string): Uint8Array {
  return sha256(bytesOf(data));
}

export function hmacSha256(key: Uint8Array, data: Uint8Array | string): Uint8Array {
  return hmac(sha256, key, bytesOf(data));
}

export function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

export type Base64Alphabet = 'standard' | 'url';

const alphabets: Record<Base64Alphabet, string> = {
  standard: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};

/** The standard alphabet pads with `=`; the one for URLs does not, as in tokens. */
export function encodeBase64(data: Uint8Array | string, alphabet: Base64Alphabet = 'standard'): string {
  const bytes = bytesOf(data);
  const letters = alphabets[alphabet];
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += letters[bits >> 18]! + letters[(bits >> 12) & 63]!;
    if (left > 1) text += letters[(bits >> 6) & 63]!;
    else if (alphabet === 'standard') text += '=';
    if (left > 2) text += letters[bits & 63]!;
    else if (alphabet === 'standard') text += '=';
  }
  return text;
}

/** The offset is that of the first character that does not belong, as Go's `illegal base64 data at input byte N` counts it. */
export type Base64Answer = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly illegalAt: number };

/** Line ends are skipped, as Go does; anything else that does not belong is refused. */
export function decodeBase64(text: string, alphabet: Base64Alphabet = 'standard'): Base64Answer {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  const letters = alphabets[alphabet];
  let size = 0;
  let bits = 0;
  let held = 0; // characters in `bits`, 0 to 3
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n' || char === '\r') continue;
    if (char === '=' && alphabet === 'standard') return finishPadded(text, i, held, bits, out, size);
    const value = letters.indexOf(char);
    if (value < 0) return { illegalAt: i };
    bits = (bits << 6) | value;
    if (++held === 4) {
      out[size++] = bits >> 16;
      out[size++] = (bits >> 8) & 255;
      out[size++] = bits & 255;
      bits = held = 0;
    }
  }
  if (held === 0) return { bytes: out.slice(0, size) };
  if (held === 1 || alphabet === 'standard') return { illegalAt: text.length };
  return { bytes: withTail(held, bits, out, size) };
}

function finishPadded(text: string, at: number, held: number, bits: number, out: Uint8Array<ArrayBuffer>, size: number): Base64Answer {
  if (held < 2) return { illegalAt: at };
  let missing = 4 - held;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\n' || text[i] === '\r') continue;
    if (text[i] !== '=' || missing-- === 0) return { illegalAt: i };
  }
  if (missing > 0) return { illegalAt: text.length };
  return { bytes: withTail(held, bits, out, size) };
}

function withTail(held: number, bits: number, out: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const full = bits << (6 * (4 - held));
  out[size++] = (full >> 16) & 255;
  if (held === 3) out[size++] = (full >> 8) & 255;
  return out.slice(0, size);
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encodeUtf8(data) : data;
}
