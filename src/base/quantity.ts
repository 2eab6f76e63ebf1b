/** Kubernetes resource quantities, exact: a whole number of billionths, as fine as the API keeps, rounded up beyond. */

/** Binary suffixes (Ki, Mi), decimal ones (m, k, M) or an exponent (1e3): a quantity prints in the family it was written in. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

export interface Quantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

/** In the words of the API: the caller puts the field's path in front. */
export class QuantityError extends Error {
  override name = 'QuantityError';
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const suffixUnknown = "unable to parse quantity's suffix";
const numberWrong = 'unable to parse numeric part of quantity';

const nano = 1_000_000_000n;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

// Larger binary values are capped, as the API does; longer or further exponents are refused, so that no text costs more than its length.
const binaryMax = 0x7fffffffffffffffn * nano;
const digitsMax = 64;
const exponentMax = 64;

/** Throws QuantityError. */
export function parseQuantity(text: string): Quantity {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (match === null) throw new QuantityError(formatWrong);
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') throw new QuantityError(formatWrong);
  const { format, base, exponent } = readSuffix(suffix);
  if (whole.length + fraction.length > digitsMax || Math.abs(exponent) > exponentMax) throw new QuantityError(numberWrong);
  const power = base ** BigInt(Math.abs(exponent));
  const numerator = BigInt(whole + fraction) * nano * (exponent > 0 ? power : 1n);
  const denominator = 10n ** BigInt(fraction.length) * (exponent < 0 ? power : 1n);
  let nanos = divideUp(numerator, denominator);
  if (format === 'BinarySI' && nanos > binaryMax) nanos = binaryMax;
  const kept = format === 'BinarySI' && nanos > 0n && nanos < nano ? 'DecimalSI' : format;
  return { nanos: sign === '-' ? -nanos : nanos, format: kept };
}

function readSuffix(suffix: string): { format: QuantityFormat; base: bigint; exponent: number } {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { format: 'DecimalSI', base: 10n, exponent: (decimal - 3) * 3 };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { format: 'BinarySI', base: 2n, exponent: binary * 10 };
  if (/^[eE][-+]?[0-9]+$/.test(suffix)) return { format: 'DecimalExponent', base: 10n, exponent: Number(suffix.slice(1)) };
  throw new QuantityError(suffixUnknown);
}

/** The text if it is a quantity, or undefined: for a check where the words do not matter. */
export function tryQuantity(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch {
    return undefined;
  }
}

export const zeroQuantity: Quantity = { nanos: 0n, format: 'DecimalSI' };

export function quantityOf(value: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(value) * nano, format };
}

export function quantityOfMilli(milli: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(milli) * 1_000_000n, format };
}

export function quantityOfNano(nanos: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(nanos), format };
}

/** The canonical form: the largest suffix that leaves a whole number (0.5 is 500m, 1024Mi is 1Gi, 1000m is 1). */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0';
  const isWhole = nanos % nano === 0n;
  if (format === 'BinarySI' && isWhole && magnitude(nanos) >= 1024n * nano) {
    const [amount, power] = removeFactors(nanos / nano, 1024n, binarySuffixes.length - 1);
    return `${amount}${binarySuffixes[power]!}`;
  }
  const isExponent = format === 'DecimalExponent';
  const [amount, power] = removeFactors(nanos, 1000n, isExponent ? 40 : decimalSuffixes.length - 1);
  const exponent = (power - 3) * 3;
  if (isExponent) return exponent === 0 ? String(amount) : `${amount}e${exponent}`;
  return `${amount}${decimalSuffixes[power]!}`;
}

/** Parsed and printed again: what the API keeps of a quantity that somebody wrote. */
export function canonicalQuantity(text: string): string {
  return formatQuantity(parseQuantity(text));
}

/** The sum prints in the family of `a`, or of `b` when `a` is zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

export function scaleQuantity(a: Quantity, times: number | bigint): Quantity {
  return { nanos: a.nanos * BigInt(times), format: a.format };
}

/** Negative, zero or positive; the family plays no part. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** Whole units, rounded away from zero: bytes of memory. */
export function quantityValue(q: Quantity): number {
  return Number(roundAway(q.nanos, nano));
}

/** Thousandths, rounded away from zero: millicores. */
export function quantityMilliValue(q: Quantity): number {
  return Number(roundAway(q.nanos, 1_000_000n));
}

function roundAway(n: bigint, by: bigint): bigint {
  return n < 0n ? -divideUp(-n, by) : divideUp(n, by);
}

function divideUp(n: bigint, by: bigint): bigint {
  return (n + by - 1n) / by;
}

function removeFactors(n: bigint, factor: bigint, powerMax: number): [bigint, number] {
  let power = 0;
  while (power < powerMax && n % factor === 0n) {
    n /= factor;
    power++;
  }
  return [n, power];
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
