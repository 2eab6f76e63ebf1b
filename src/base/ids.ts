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

/** `digits` lower-case hexadecimal digits: 64 for a container. Made at once: of a text put together of pieces, all are kept. */
export function randomHex(next: Uint32Source, digits: number): string {
  hexCodes.length = digits;
  let n = 0;
  for (let digit = 0; digit < digits; digit++) {
    if ((digit & 7) === 0) n = next();
    hexCodes[digit] = hexCode((n >>> (28 - 4 * (digit & 7))) & 15);
  }
  return String.fromCharCode(...hexCodes);
}

const hexCodes: number[] = []; // one list for all, since each pod takes some seven of them

function hexCode(digit: number): number {
  return digit < 10 ? 48 + digit : 87 + digit;
}

/** A version 4 UUID. Every object has one. */
export function randomUuid(next: Uint32Source): string {
  let at = 0;
  let n = 0;
  for (let digit = 0; digit < 32; digit++) {
    if ((digit & 7) === 0) n = next();
    if (digit === 8 || digit === 12 || digit === 16 || digit === 20) at++;
    const four = (n >>> (28 - 4 * (digit & 7))) & 15;
    uuidCodes[at++] = hexCode(digit === 12 ? 4 : digit === 16 ? 8 + (four & 3) : four);
  }
  return String.fromCharCode(...uuidCodes);
}

const uuidCodes: number[] = Array.from({ length: 36 }, () => 45); // hyphens, where nothing else is written

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
