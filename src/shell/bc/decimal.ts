/** The decimals of bc: a whole number of the last place, and how many places there are. Division and roots go as far as `scale` says. */

export interface Decimal {
  readonly value: bigint;
  readonly scale: number;
}

export const zero: Decimal = { value: 0n, scale: 0 };
const POWER_BITS_MAX = 10_000_000n;
const FEW_STEPS = 12;

/** Digits in any base up to 36; of more than one, those that the base does not have count as its largest. */
export function parseDecimal(text: string, base = 10): Decimal {
  const [whole = '', part = ''] = text.split('.');
  if (base === 10 && !/[A-Z]/.test(text)) return { value: BigInt((whole + part).replace(/^0+(?=\d)/, '') || '0'), scale: part.length };
  const alone = whole.length + part.length === 1;
  let value = 0n;
  for (const digit of whole + part) {
    const number = Number.parseInt(digit, 36);
    value = value * BigInt(base) + BigInt(alone ? number : Math.min(number, base - 1));
  }
  return { value: (value * 10n ** BigInt(part.length)) / BigInt(base) ** BigInt(part.length), scale: part.length };
}

const shifted = (x: Decimal, scale: number): bigint => (scale >= x.scale ? x.value * 10n ** BigInt(scale - x.scale) : x.value / 10n ** BigInt(x.scale - scale));

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [shifted(a, scale), shifted(b, scale), scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { value: x + y, scale };
}

export function negate({ value, scale }: Decimal): Decimal {
  return { value: -value, scale };
}

export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const places = Math.min(a.scale + b.scale, Math.max(scale, a.scale, b.scale));
  return { value: shifted({ value: a.value * b.value, scale: a.scale + b.scale }, places), scale: places };
}

export function isZero({ value }: Decimal): boolean {
  return value === 0n;
}

/** Its whole part. */
export function wholePart({ value, scale }: Decimal): bigint {
  return value / 10n ** BigInt(scale);
}

/** Digits that count. */
export function lengthOf({ value, scale }: Decimal): number {
  return Math.max(String(value < 0n ? -value : value).length, scale);
}

/** Undefined when it cannot be. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  if (b.value === 0n) return undefined;
  return { value: (a.value * 10n ** BigInt(scale + b.scale)) / (b.value * 10n ** BigInt(a.scale)), scale };
}

export function remainder(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  const quotient = divide(a, b, scale);
  if (!quotient) return undefined;
  const places = Math.max(a.scale, b.scale + scale);
  const product = { value: quotient.value * b.value, scale: quotient.scale + b.scale };
  return { value: shifted(a, places) - shifted(product, places), scale: places };
}

/** 'zero' or 'large' says why it cannot be. */
export function power(base: Decimal, exponent: Decimal, scale: number): Decimal | 'zero' | 'large' {
  const times = shifted(exponent, 0);
  const count = times < 0n ? -times : times;
  if (count * BigInt(base.value.toString(2).length) > POWER_BITS_MAX && base.value !== 0n) return 'large';
  const raised = { value: base.value ** count, scale: base.scale * Number(count) };
  if (times < 0n) return divide({ value: 1n, scale: 0 }, raised, scale) ?? 'zero';
  const places = Math.min(raised.scale, Math.max(scale, base.scale));
  return { value: shifted(raised, places), scale: places };
}

export function squareRoot(x: Decimal, scale: number): Decimal | undefined {
  if (x.value < 0n) return undefined;
  const places = Math.max(scale, x.scale);
  return { value: wholeRoot(shifted(x, places * 2)), scale: places };
}

/** Newton's steps: from above for few digits, from the root of half of them for many, since each step doubles what is right. */
function wholeRoot(square: bigint): bigint {
  if (square === 0n) return 0n;
  const quarter = BigInt(square.toString(16).length - 1); // of its bits
  const few = quarter < 16n;
  let root = few ? 1n << (2n * quarter + 2n) : (wholeRoot(square >> (2n * quarter)) << quarter);
  for (let steps = few ? FEW_STEPS : 1; steps > 0; steps--) root = (root + square / root) / 2n;
  while (root * root > square) root--;
  while ((root + 1n) * (root + 1n) <= square) root++;
  return root;
}

export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}
