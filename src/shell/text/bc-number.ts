/** The decimals of bc: a whole number of the last place, and how many places there are. Division and roots go as far as `scale` says. */

export interface Decimal {
  readonly value: bigint;
  readonly scale: number;
}

export const zero: Decimal = { value: 0n, scale: 0 };
const POWER_MAX = 100_000n;

export function parseDecimal(text: string): Decimal {
  const [whole = '', part = ''] = text.split('.');
  return { value: BigInt((whole + part).replace(/^0+(?=\d)/, '') || '0'), scale: part.length };
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

export function power(base: Decimal, exponent: Decimal, scale: number): Decimal | undefined {
  const times = shifted(exponent, 0);
  const count = times < 0n ? -times : times;
  if (count > POWER_MAX) return undefined;
  const raised = { value: base.value ** count, scale: base.scale * Number(count) };
  if (times < 0n) return divide({ value: 1n, scale: 0 }, raised, scale);
  const places = Math.min(raised.scale, Math.max(scale, base.scale));
  return { value: shifted(raised, places), scale: places };
}

export function squareRoot(x: Decimal, scale: number): Decimal | undefined {
  if (x.value < 0n) return undefined;
  const places = Math.max(scale, x.scale);
  const square = shifted(x, places * 2);
  if (square === 0n) return { value: 0n, scale: places };
  let root = 10n ** BigInt(Math.ceil(String(square).length / 2));
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) return { value: root, scale: places };
    root = next;
  }
}

export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** As bc prints it: no zero before the point, and a whole number in another base when one is asked for. */
export function decimalText({ value, scale }: Decimal, base: number): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  if (scale === 0 || base !== 10) return sign + (size / 10n ** BigInt(scale)).toString(base).toUpperCase();
  if (size === 0n) return '0';
  const digits = String(size).padStart(scale, '0');
  return `${sign}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}
