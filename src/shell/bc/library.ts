/** What bc -l adds: sine, cosine, arc tangent, logarithm, exponential and Bessel's function, in whole numbers with places to spare. */
import type { Decimal } from './decimal.ts';

const SPARE = 12; // places beyond those asked for
const LARGEST_EXPONENT = 200_000n;

/** A number times 10^places. */
interface Fixed {
  readonly one: bigint;
  readonly places: number;
}

export const libraryNames: Readonly<Record<string, number>> = { s: 1, c: 1, a: 1, l: 1, e: 1, j: 2 };

/** Undefined: its result is too large to be worked out. */
export function libraryCall(name: string, args: readonly Decimal[], scale: number): Decimal | undefined {
  const x = args.at(-1)!;
  const wholeDigits = String(x.value < 0n ? -x.value : x.value).length - x.scale;
  const places = Math.max(scale, x.scale) + SPARE + Math.max(0, wholeDigits) * 2;
  const fixed: Fixed = { one: 10n ** BigInt(places), places };
  const value = x.value * 10n ** BigInt(places - x.scale);
  const cut = (made: bigint, from = fixed): Decimal => ({ value: made / 10n ** BigInt(from.places - scale), scale });
  if (name === 's') return cut(sine(value, fixed));
  if (name === 'c') return cut(sine(value + pi(fixed) / 2n, fixed));
  if (name === 'a') return cut(arcTangent(value, fixed));
  if (name === 'l') return x.value > 0n ? cut(logarithm(value, fixed)) : { value: 10n ** BigInt(scale) - 10n ** BigInt(scale * 2), scale };
  if (name === 'j') return cut(bessel(args[0]!.value / 10n ** BigInt(args[0]!.scale), value, fixed));
  const size = value / fixed.one;
  if (size > LARGEST_EXPONENT) return undefined;
  const more = size > 0n ? Math.ceil(Number(size) / 2) : 0; // the whole digits of the result
  const wide: Fixed = { one: 10n ** BigInt(places + more), places: places + more };
  return cut(exponential(value * 10n ** BigInt(more), wide), wide);
}

function exponential(x: bigint, { one }: Fixed): bigint {
  if (x < 0n) return (one * one) / exponential(-x, { one, places: 0 });
  let halvings = 0;
  let left = x;
  for (; left > one / 16n; left /= 2n) halvings++;
  const extra = 10n ** BigInt(halvings); // each squaring loses a place
  let sum = one * extra;
  let term = one * extra;
  const small = (x * extra) / 2n ** BigInt(halvings);
  for (let n = 1n; term !== 0n; n++) {
    term = (term * small) / (one * extra * n);
    sum += term;
  }
  for (; halvings > 0; halvings--) sum = (sum * sum) / (one * extra);
  return sum / extra;
}

function logarithm(x: bigint, fixed: Fixed): bigint {
  const { one } = fixed;
  let doublings = 0n;
  let left = x;
  for (; left > one * 2n; left /= 2n) doublings++;
  for (; left < one; left *= 2n) doublings--;
  const reduced = doublings >= 0n ? x / 2n ** doublings : x * 2n ** -doublings;
  return logarithmNearOne(reduced, fixed) + doublings * logarithmNearOne(2n * one, fixed);
}

/** 2 (z + z³/3 + z⁵/5 …) with z = (x-1)/(x+1). */
function logarithmNearOne(x: bigint, { one }: Fixed): bigint {
  const z = ((x - one) * one) / (x + one);
  const square = (z * z) / one;
  let sum = 0n;
  for (let n = 1n, power = z; power !== 0n; n += 2n, power = (power * square) / one) sum += power / n;
  return 2n * sum;
}

function arcTangent(x: bigint, fixed: Fixed): bigint {
  const { one } = fixed;
  if (x < 0n) return -arcTangent(-x, fixed);
  if (x > one) return pi(fixed) / 2n - arcTangent((one * one) / x, fixed);
  if (x > one / 5n) return 2n * arcTangent((x * one) / (one + root(one * one + x * x)), fixed);
  const square = (x * x) / one;
  let sum = 0n;
  for (let n = 1n, power = x; power !== 0n; n += 2n, power = -(power * square) / one) sum += power / n;
  return sum;
}

function root(x: bigint): bigint {
  let guess = 10n ** BigInt(Math.ceil(String(x).length / 2));
  for (;;) {
    const next = (guess + x / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** Machin's. */
function pi({ one }: Fixed): bigint {
  const inverse = (n: bigint): bigint => {
    let sum = 0n;
    for (let k = 1n, power = one / n; power !== 0n; k += 2n, power = -power / (n * n)) sum += power / k;
    return sum;
  };
  return 4n * (4n * inverse(5n) - inverse(239n));
}

function sine(x: bigint, fixed: Fixed): bigint {
  const { one } = fixed;
  const half = pi(fixed);
  const turns = (x < 0n ? x - half / 2n : x + half / 2n) / half;
  const left = x - turns * half;
  const square = (left * left) / one;
  let sum = 0n;
  for (let n = 1n, term = left; term !== 0n; n += 2n, term = -(term * square) / (one * n * (n - 1n))) sum += term;
  return turns % 2n === 0n ? sum : -sum;
}

/** Sum of (-1)^k (x/2)^(2k+n) / (k! (k+n)!). */
function bessel(order: bigint, x: bigint, { one }: Fixed): bigint {
  const n = order < 0n ? -order : order;
  const half = x / 2n;
  let term = one;
  for (let k = 1n; k <= n && term !== 0n; k++) term = (term * half) / (one * k);
  const square = (half * half) / one;
  let sum = 0n;
  for (let k = 1n; term !== 0n; k++) {
    sum += term;
    term = -(term * square) / (one * k * (k + n));
  }
  return order < 0n && n % 2n === 1n ? -sum : sum;
}
