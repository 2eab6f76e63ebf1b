import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dockerDuration, formatDuration, formatDurationNanos, humanDuration, parseDuration, shortHumanDuration } from './duration.ts';

test.each([
  [0, '0s'],
  [1795.718267, '1.795718267s'],
  [120_000, '2m0s'],
  [100, '100ms'],
  [1.5, '1.5ms'],
  [0.001, '1µs'],
  [3_600_000, '1h0m0s'],
  [5_430_500, '1h30m30.5s'],
  [-90_000, '-1m30s'],
])('%d ms prints as %s', (ms, text) => {
  const exact = text === '1.795718267s' ? formatDurationNanos(1795718267n) : formatDuration(ms);
  expect(exact).toBe(text);
});

test('what Go prints of a duration, it reads back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (nanos) => {
      expect(parseDuration(formatDurationNanos(nanos))).toMatchObject({ nanos });
    }),
  );
});

test.each([
  ['30s', 30_000],
  ['1h5m', 3_900_000],
  ['100ms', 100],
  ['1.5h', 5_400_000],
  ['-2m', -120_000],
  ['+1s', 1000],
  ['0', 0],
  ['.5s', 500],
  ['1.s', 1000],
  ['250us', 0.25],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toMatchObject({ milliseconds });
});

test.each([
  ['', 'time: invalid duration ""'],
  ['x', 'time: invalid duration "x"'],
  ['5', 'time: missing unit in duration "5"'],
  ['5d', 'time: unknown unit "d" in duration "5d"'],
  ['1h 5m', 'time: unknown unit "h " in duration "1h 5m"'],
  ['.s', 'time: invalid duration ".s"'],
  ['-', 'time: invalid duration "-"'],
  ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
  ['1constructor', 'time: unknown unit "constructor" in duration "1constructor"'],
])('%j is no duration: %s', (text, error) => {
  expect(parseDuration(text)).toEqual({ error });
});

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [-5 * second, '<invalid>'],
  [-1500, '0s'],
  [0, '0s'],
  [119.9 * second, '119s'],
  [2 * minute, '2m'],
  [3 * minute + 8 * second, '3m8s'],
  [10 * minute + 30 * second, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [7 * hour + 59 * minute, '7h59m'],
  [8 * hour + 59 * minute, '8h'],
  [47 * hour, '47h'],
  [2 * day, '2d'],
  [5 * day + 2 * hour, '5d2h'],
  [8 * day + 5 * hour, '8d'],
  [729 * day, '729d'],
  [731 * day, '2y1d'],
  [9 * 365 * day, '9y'],
])('an age of %d ms is %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test('the older, shorter ages', () => {
  expect([59 * second, 61 * second, 2 * hour, 49 * hour, 800 * day].map(shortHumanDuration)).toEqual(['59s', '1m', '2h', '2d', '2y']);
});

test.each([
  [900, 'Less than a second'],
  [1200, '1 second'],
  [59 * second, '59 seconds'],
  [minute, 'About a minute'],
  [2 * minute, '2 minutes'],
  [59 * minute, '59 minutes'],
  [60 * minute, 'About an hour'],
  [89 * minute, 'About an hour'],
  [90 * minute, '2 hours'],
  [47 * hour, '47 hours'],
  [3 * day, '3 days'],
  [15 * day, '2 weeks'],
  [61 * day, '2 months'],
  [800 * day, '2 years'],
])('docker says of %d ms: %s', (ms, words) => {
  expect(dockerDuration(ms)).toBe(words);
});
