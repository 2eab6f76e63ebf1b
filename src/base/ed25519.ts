/**
 * Ed25519 as RFC 8032 has it, over whole numbers: keys and signatures of ssh. It is exact, and in no hurry to hide how long it takes: its
 * keys open nothing outside of a world.
 */
import { sha512 } from '@noble/hashes/sha2.js';
import { concat } from './door.ts';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n; // the order of the base point
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT_OF_MINUS_ONE = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;

/** Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint];

const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const BASE: Point = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];
const ZERO: Point = [0n, 1n, 1n, 0n];

/** Of a private key, which is any 32 bytes. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return encoded(timesBase(expanded(seed).scalar));
}

export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const { scalar, prefix } = expanded(seed);
  const r = numberOf(sha512(concat([prefix, message]))) % L;
  const commitment = encoded(timesBase(r));
  const challenge = numberOf(sha512(concat([commitment, ed25519PublicKey(seed), message]))) % L;
  return concat([commitment, bytesOf((r + challenge * scalar) % L)]);
}

/** False for what is no signature at all, too. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const key = decoded(publicKey);
  const commitment = decoded(signature.subarray(0, 32));
  const s = numberOf(signature.subarray(32));
  if (!key || !commitment || s >= L) return false;
  const challenge = numberOf(sha512(concat([signature.subarray(0, 32), publicKey, message]))) % L;
  const [x, y, z] = timesBase(s);
  const [u, v, w] = add(commitment, times(key, challenge));
  return mod(x * w - u * z) === 0n && mod(y * w - v * z) === 0n;
}

function expanded(seed: Uint8Array): { readonly scalar: bigint; readonly prefix: Uint8Array } {
  const hash = sha512(seed);
  const low = hash.slice(0, 32);
  low[0]! &= 248;
  low[31] = (low[31]! & 127) | 64;
  return { scalar: numberOf(low), prefix: hash.slice(32) };
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * b);
    b = mod(b * b);
  }
  return result;
}

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point: Point, scalar: bigint): Point {
  let result = ZERO;
  for (let p = point, n = scalar; n > 0n; n >>= 1n) {
    if (n & 1n) result = add(result, p);
    p = add(p, p);
  }
  return result;
}

const WINDOW = 4n;
let windows: Point[][] | undefined; // the base point's multiples of 0 to 15 times each power of 16

function timesBase(scalar: bigint): Point {
  windows ??= tabulated();
  let result = ZERO;
  let left = scalar;
  for (const window of windows) {
    result = add(result, window[Number(left & 15n)]!);
    left >>= WINDOW;
  }
  return result;
}

function tabulated(): Point[][] {
  const all: Point[][] = [];
  let unit = BASE;
  for (let i = 0; i < 64; i++) {
    const row: Point[] = [ZERO];
    for (let k = 1; k < 16; k++) row.push(add(row[k - 1]!, unit));
    all.push(row);
    unit = add(row[15]!, unit);
  }
  return all;
}

/** y, with the parity of x in the highest bit. */
function encoded([x, y, z]: Point): Uint8Array {
  const inverse = power(z, P - 2n);
  const bytes = bytesOf(mod(y * inverse));
  if (mod(x * inverse) & 1n) bytes[31]! |= 128;
  return bytes;
}

/** Undefined when there is no such point. */
function decoded(bytes: Uint8Array): Point | undefined {
  const sign = BigInt(bytes[31]! >> 7);
  const y = numberOf(bytes) & (2n ** 255n - 1n);
  if (y >= P) return undefined;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const v3 = mod(v * v * v);
  let x = mod(u * v3 * power(mod(u * v3 * v3 * v), (P - 5n) / 8n));
  const check = mod(v * x * x);
  if (check === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE);
  else if (check !== u) return undefined;
  if (x === 0n && sign === 1n) return undefined;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

/** The least significant byte first. */
function numberOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

function bytesOf(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0, left = value; i < 32; i++, left >>= 8n) bytes[i] = Number(left & 255n);
  return bytes;
}
