/**
 * Roots, logarithms, exponentials and angles by arithmetic alone: the built-in ones may differ in their last bit from one
 * browser to another, and a world may not.
 */
/* oxlint-disable oxc/approx-constant -- the named constants live on Math, which this file does without */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
export const PI = 3.141592653589793;

/** value = mantissa × 2^exponent, with the mantissa in [1, 2). */
function split(value: number): { mantissa: number; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  const isTiny = value < 2.2250738585072014e-308;
  view.setFloat64(0, isTiny ? value * 18014398509481984 : value);
  const high = view.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1023 - (isTiny ? 54 : 0);
  view.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  return { mantissa: view.getFloat64(0), exponent };
}

/** Two to a whole power. */
function powerOfTwo(exponent: number): number {
  if (exponent > 1023) return Infinity;
  if (exponent < -1074) return 0;
  if (exponent < -1022) return powerOfTwo(exponent + 60) / 1152921504606846976;
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, (exponent + 1023) << 20);
  return view.getFloat64(0);
}

export function squareRoot(value: number): number {
  if (value < 0 || Number.isNaN(value)) return NaN;
  if (value === 0 || value === Infinity) return value;
  const { mantissa, exponent } = split(value);
  const odd = exponent & 1;
  const scaled = odd ? mantissa * 2 : mantissa;
  let root = 0.5 + scaled / 2;
  for (let i = 0; i < 5; i++) root = (root + scaled / root) / 2;
  // In whole numbers of one bit more than fit, so that the last bit is the right one.
  const square = BigInt(scaled * 4503599627370496) << 54n;
  let exact = BigInt(Math.floor(root * 9007199254740992));
  while (exact * exact > square) exact--;
  while ((exact + 1n) * (exact + 1n) <= square) exact++;
  return (Number((exact + 1n) / 2n) / 4503599627370496) * powerOfTwo((exponent - odd) / 2);
}

export function naturalLog(value: number): number {
  if (value < 0 || Number.isNaN(value)) return NaN;
  if (value === 0) return -Infinity;
  if (value === Infinity) return value;
  let { mantissa, exponent } = split(value);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let k = 21; k >= 3; k -= 2) series = square * (series + 1 / k);
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * s + 2 * s * series);
}

export function exponential(value: number): number {
  if (Number.isNaN(value)) return NaN;
  if (value > 709.79) return Infinity;
  if (value < -745.2) return 0;
  const k = Math.round(value / 0.6931471805599453);
  const high = value - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const rest = high - low;
  const t = rest * rest;
  const c = rest - t * (0.16666666666666602 + t * (-0.0027777777777015593 + t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  const series = 1 - (low - (rest * c) / (2 - c) - high);
  return k > 1000 ? series * powerOfTwo(1000) * powerOfTwo(k - 1000) : series * powerOfTwo(k);
}

/** Exact where the exponent is whole and the result fits. */
export function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 4096) {
    const result = wholePower(base, Math.abs(exponent));
    return exponent < 0 ? 1 / result : result;
  }
  if (exponent === 0.5) return squareRoot(base);
  if (base === 0) return exponent > 0 ? 0 : Infinity;
  if (base < 0) return Number.isInteger(exponent) ? (exponent % 2 === 0 ? 1 : -1) * exponential(exponent * naturalLog(-base)) : NaN;
  return exponential(exponent * naturalLog(base));
}

function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** Log to base 2 or 10: whole for whole powers. */
export function logarithm(value: number, base: 2 | 10): number {
  const result = naturalLog(value) / (base === 2 ? 0.6931471805599453 : 2.302585092994046);
  const whole = Math.round(result);
  return Math.abs(result - whole) < 1e-13 * Math.max(1, Math.abs(whole)) && power(base, whole) === value ? whole : result;
}

export function sine(value: number): number {
  if (!Number.isFinite(value)) return NaN;
  const { rest, quarter } = reduce(value);
  const result = quarter % 2 === 0 ? sineSeries(rest) : cosineSeries(rest);
  return quarter >= 2 ? -result : result;
}

export function cosine(value: number): number {
  if (!Number.isFinite(value)) return NaN;
  const { rest, quarter } = reduce(value);
  const result = quarter % 2 === 0 ? cosineSeries(rest) : sineSeries(rest);
  return quarter === 1 || quarter === 2 ? -result : result;
}

/** What is left of whole quarters of a turn, within an eighth. */
function reduce(value: number): { rest: number; quarter: number } {
  const quarters = Math.round(value / (PI / 2));
  return { rest: value - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW, quarter: ((quarters % 4) + 4) % 4 };
}

function sineSeries(x: number): number {
  let series = 1;
  for (let n = 19; n >= 3; n -= 2) series = 1 - (x * x * series) / (n * (n - 1));
  return x * series;
}

function cosineSeries(x: number): number {
  let series = 1;
  for (let n = 20; n >= 2; n -= 2) series = 1 - (x * x * series) / (n * (n - 1));
  return series;
}

export function arcTangent(value: number): number {
  if (Number.isNaN(value)) return NaN;
  if (value < 0) return -arcTangent(-value);
  if (value > 1) return PI / 2 - arcTangent(1 / value);
  // Halving the angle twice leaves so little that the series ends soon.
  let x = value;
  for (let i = 0; i < 2; i++) x /= 1 + squareRoot(1 + x * x);
  let series = 0;
  for (let n = 27; n >= 3; n -= 2) series = x * x * (1 / n - series);
  return 4 * x * (1 - series);
}

export function arcTangent2(y: number, x: number): number {
  if (x > 0) return arcTangent(y / x);
  if (x < 0) return y < 0 || Object.is(y, -0) ? arcTangent(y / x) - PI : arcTangent(y / x) + PI;
  if (y === 0) return Object.is(x, -0) ? (Object.is(y, -0) ? -PI : PI) : y;
  return Number.isNaN(y) || Number.isNaN(x) ? NaN : y > 0 ? PI / 2 : -PI / 2;
}
