import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  QuantityError,
  quantityMilliValue,
  quantityOf,
  quantityOfMilli,
  quantityValue,
  scaleQuantity,
  subtractQuantity,
  tryQuantity,
  zeroQuantity,
} from './quantity.ts';

test.each([
  ['100m', '100m'],
  ['1500m', '1500m'],
  ['1000m', '1'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.', '1'],
  ['+5', '5'],
  ['-0.5', '-500m'],
  ['1Gi', '1Gi'],
  ['1024Mi', '1Gi'],
  ['1536Mi', '1536Mi'],
  ['1.5Gi', '1536Mi'],
  ['1023Ki', '1023Ki'],
  ['0.5Ki', '512'],
  ['1000Ki', '1000Ki'],
  ['1.3Ki', '1331200m'],
  ['0.1Ki', '102400m'],
  ['1e3', '1e3'],
  ['1E3', '1e3'],
  ['12e2', '1200'],
  ['1500e3', '1500e3'],
  ['1e-3', '1e-3'],
  ['128974848', '128974848'],
  ['129e6', '129e6'],
  ['129M', '129M'],
  ['1000000', '1M'],
  ['1000k', '1M'],
  ['123Mi', '123Mi'],
  ['0', '0'],
  ['0Gi', '0'],
  ['000', '0'],
  ['007', '7'],
  ['1n', '1n'],
  ['0.1n', '1n'],
  ['0.0000000001', '1n'],
  ['-0.1n', '-1n'],
  ['1E', '1E'],
  ['1Ei', '1Ei'],
  ['16Ei', '9223372036854775807'],
  ['100000000000000000000', '100E'],
])('%s is kept as %s', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical);
});

const format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

test.each([
  ['', format],
  ['abc', format],
  ['1 Gi', format],
  ['1gi', format],
  ['--1', format],
  ['1.2.3', format],
  ['.', format],
  ['1Kii', "unable to parse quantity's suffix"],
  ['1K', "unable to parse quantity's suffix"],
  ['1e', "unable to parse quantity's suffix"],
  ['1m3', "unable to parse quantity's suffix"],
  ['1e99999', 'unable to parse numeric part of quantity'],
  ['1'.repeat(200), 'unable to parse numeric part of quantity'],
])('%j is refused: %s', (text, words) => {
  expect(() => parseQuantity(text)).toThrow(new QuantityError(words));
  expect(tryQuantity(text)).toBeUndefined();
});

const powers: Readonly<Record<string, [bigint, bigint]>> = {
  n: [1n, 10n ** 9n], u: [1n, 10n ** 6n], m: [1n, 1000n], '': [1n, 1n], k: [1000n, 1n], M: [10n ** 6n, 1n], G: [10n ** 9n, 1n],
  Ki: [1024n, 1n], Mi: [1024n ** 2n, 1n], Gi: [1024n ** 3n, 1n], e3: [1000n, 1n], 'e-2': [1n, 100n],
};

test('a quantity is its fraction, rounded up to a billionth', () => {
  const whole = fc.bigInt({ min: 0n, max: 10n ** 9n });
  const fraction = fc.stringMatching(/^[0-9]{0,12}$/);
  fc.assert(
    fc.property(whole, fraction, fc.constantFrom(...Object.keys(powers)), (n, digits, suffix) => {
      const [times, by] = powers[suffix]!;
      const numerator = BigInt(`${n}${digits}`) * times * 10n ** 9n;
      const denominator = 10n ** BigInt(digits.length) * by;
      const { nanos } = parseQuantity(`${n}${digits === '' ? '' : `.${digits}`}${suffix}`);
      expect(nanos >= 0n && nanos * denominator >= numerator && (nanos - 1n) * denominator < numerator).toBe(true);
    }),
  );
});

const anyQuantity = fc.record({
  nanos: fc.oneof(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: -9n, max: 9n }).map((n) => n * 1024n ** 3n * 10n ** 9n)),
  format: fc.constantFrom('BinarySI' as const, 'DecimalSI' as const, 'DecimalExponent' as const),
});

test('what is printed reads back as the same number, and prints the same again', () => {
  fc.assert(
    fc.property(anyQuantity, (q) => {
      const text = formatQuantity(q);
      const back = parseQuantity(text);
      // The API caps what has a binary suffix at 2⁶³−1.
      if (back.format !== 'BinarySI') expect(back.nanos).toBe(q.nanos);
      expect(formatQuantity(back)).toBe(formatQuantity(parseQuantity(formatQuantity(back))));
    }),
  );
});

test('sums and comparisons are exact', () => {
  fc.assert(
    fc.property(anyQuantity, anyQuantity, (a, b) => {
      expect(addQuantity(a, b).nanos).toBe(a.nanos + b.nanos);
      expect(subtractQuantity(addQuantity(a, b), b).nanos).toBe(a.nanos);
      expect(Math.sign(compareQuantity(a, b))).toBe(a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0);
    }),
  );
  expect(formatQuantity(addQuantity(parseQuantity('0.1'), parseQuantity('0.2')))).toBe('300m');
  expect(formatQuantity(addQuantity(zeroQuantity, parseQuantity('1Gi')))).toBe('1Gi');
  expect(formatQuantity(addQuantity(parseQuantity('512Mi'), parseQuantity('512M')))).toBe('1024288Ki');
  expect(formatQuantity(scaleQuantity(parseQuantity('16Mi'), 64))).toBe('1Gi');
});

test('values round away from zero', () => {
  expect(quantityValue(parseQuantity('1500m'))).toBe(2);
  expect(quantityValue(parseQuantity('-1500m'))).toBe(-2);
  expect(quantityValue(parseQuantity('16Mi'))).toBe(16777216);
  expect(quantityMilliValue(parseQuantity('0.25'))).toBe(250);
  expect(quantityMilliValue(parseQuantity('1n'))).toBe(1);
  expect(formatQuantity(quantityOfMilli(2500))).toBe('2500m');
  expect(formatQuantity(quantityOf(2 ** 30, 'BinarySI'))).toBe('1Gi');
});
