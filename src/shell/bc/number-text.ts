/** Numbers as bc prints them: no zero before the point, in any base, long ones broken over lines. */
import type { Decimal } from './decimal.ts';

const LETTERS_MAX = 16; // in larger bases a digit is a decimal number of its own

export function numberText({ value, scale }: Decimal, base: number): string {
  const size = value < 0n ? -value : value;
  if (size === 0n) return '0';
  const sign = value < 0n ? '-' : '';
  if (base === 10) {
    const digits = String(size).padStart(scale, '0');
    return `${sign}${digits.slice(0, digits.length - scale)}${scale > 0 ? '.' : ''}${digits.slice(digits.length - scale)}`;
  }
  const one = 10n ** BigInt(scale);
  const whole = size / one;
  const digitText = digitsOf(base);
  const wholeText = whole === 0n ? '' : base <= LETTERS_MAX ? whole.toString(base).toUpperCase() : wideDigits(whole, base).map(digitText).join('');
  return `${sign}${wholeText}${scale > 0 ? `.${fractionDigits(size % one, one, scale, base).map(digitText).join('')}` : ''}`;
}

function digitsOf(base: number): (digit: number) => string {
  const width = String(base - 1).length;
  return base <= LETTERS_MAX ? (digit) => digit.toString(base).toUpperCase() : (digit) => ` ${String(digit).padStart(width, '0')}`;
}

function wideDigits(whole: bigint, base: number): number[] {
  const digits: number[] = [];
  for (let left = whole; left > 0n; left /= BigInt(base)) digits.push(Number(left % BigInt(base)));
  return digits.reverse();
}

/** As many as the decimal places are worth. */
function fractionDigits(part: bigint, one: bigint, scale: number, base: number): number[] {
  const digits: number[] = [];
  const end = 10n ** BigInt(scale);
  let left = part;
  for (let worth = 1n; worth < end; worth *= BigInt(base)) {
    left *= BigInt(base);
    digits.push(Number(left / one));
    left %= one;
  }
  return digits;
}

/** BC_LINE_LENGTH: 70 unless said otherwise, 0 for no end. */
export function wrapped(text: string, lineLength: number): string {
  const room = lineLength - 2;
  if (room < 1 || text.length <= room + 1) return text;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += room) lines.push(text.slice(at, at + room));
  return lines.join('\\\n');
}
