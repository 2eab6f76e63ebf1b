/** The hashes that Go programs name things by: FNV-1a in 32 and 64 bits, and IEEE CRC-32. */
import { encodeUtf8 } from './utf8.ts';

export function fnv32a(data: Uint8Array | string): number {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export function fnv64a(data: Uint8Array | string): bigint {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash;
}

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
