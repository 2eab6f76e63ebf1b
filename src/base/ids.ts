/** Names made by chance, each from a source of 32-bit numbers that the caller passes in, so that the seed decides them. */

/** A whole number from 0 to 2³²−1. */
export type Uint32Source = () => number;

/** Without vowels and look-alikes, so that a name spells nothing and is read aloud without mistakes. */
const safeLetters = 'bcdfghjklmnpqrstvwxz2456789';

export function randomBytes(next: Uint32Source, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = next() >>> 24;
  return bytes;
}

/** `digits` lower-case hexadecimal digits: 64 for a container. */
export function randomHex(next: Uint32Source, digits: number): string {
  let text = '';
  while (text.length < digits) {
    const n = next();
    text += bytePairs[n >>> 24]! + bytePairs[(n >>> 16) & 255]! + bytePairs[(n >>> 8) & 255]! + bytePairs[n & 255]!;
  }
  return text.slice(0, digits);
}

/** Every object has one, so it is made from a table rather than by formatting numbers. */
const bytePairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A version 4 UUID. */
export function randomUuid(next: Uint32Source): string {
  const hex = randomHex(next, 32);
  const variant = (8 + (parseInt(hex[16]!, 16) & 3)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What a generated name ends in: five characters for a pod, ten for a volume's claim. */
export function randomSuffix(next: Uint32Source, length = 5): string {
  let text = '';
  for (let i = 0; i < length; i++) text += safeLetters[next() % safeLetters.length]!;
  return text;
}

/** A decimal number's digits in the same letters: how a pod-template-hash is made out of a hash. */
export function safeEncode(hash: string | number | bigint): string {
  let text = '';
  for (const char of String(hash)) text += safeLetters[char.charCodeAt(0) % safeLetters.length]!;
  return text;
}
