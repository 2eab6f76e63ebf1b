import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  civilTime,
  epochOf,
  formatAnsiC,
  formatGoTime,
  formatHttpDate,
  formatRfc1123z,
  formatRfc3339,
  formatRfc3339Micro,
  formatRfc3339Nano,
  formatUnixDate,
  parseRfc3339,
} from './rfc3339.ts';

const anyEpoch = fc.integer({ min: -62_000_000_000_000, max: 250_000_000_000_000 });

test('agrees with the built-in calendar', () => {
  fc.assert(
    fc.property(anyEpoch, (ms) => {
      const date = new Date(ms);
      const civil = civilTime(ms);
      expect([civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, civil.millisecond, civil.weekday]).toEqual([
        date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(),
        date.getUTCSeconds(), date.getUTCMilliseconds(), date.getUTCDay(),
      ]);
      expect(formatHttpDate(ms)).toBe(date.toUTCString());
    }),
  );
});

test('what is printed reads back', () => {
  fc.assert(
    fc.property(anyEpoch, (ms) => {
      expect(parseRfc3339(formatRfc3339Nano(ms))).toBe(ms);
      expect(parseRfc3339(formatRfc3339(ms))).toBe(Math.floor(ms / 1000) * 1000);
    }),
  );
});

const moment = epochOf(2026, 11, 21, 20, 4, 21);

test('the forms that products print', () => {
  expect(formatRfc3339(moment + 999)).toBe('2026-11-21T20:04:21Z');
  expect(formatRfc3339Micro(moment + 5)).toBe('2026-11-21T20:04:21.005000Z');
  expect(formatRfc3339Nano(moment + 120)).toBe('2026-11-21T20:04:21.12Z');
  expect(formatRfc3339Nano(moment)).toBe('2026-11-21T20:04:21Z');
  expect(formatRfc3339Nano(moment + 120, 345, 'fixed')).toBe('2026-11-21T20:04:21.120000345Z');
  expect(formatRfc1123z(moment)).toBe('Sat, 21 Nov 2026 20:04:21 +0000');
  expect(formatAnsiC(epochOf(2026, 1, 2, 3, 4, 5))).toBe('Fri Jan  2 03:04:05 2026');
  expect(formatUnixDate(moment)).toBe('Sat Nov 21 20:04:21 UTC 2026');
  expect(formatGoTime(moment)).toBe('2026-11-21 20:04:21 +0000 UTC');
});

test('zones and fractions are read', () => {
  expect(parseRfc3339('2026-11-21T22:04:21+02:00')).toBe(moment);
  expect(parseRfc3339('2026-11-21T18:34:21-01:30')).toBe(moment);
  expect(parseRfc3339('2026-11-21T20:04:21.5Z')).toBe(moment + 500);
  expect(parseRfc3339('2024-02-29T00:00:00Z')).toBe(epochOf(2024, 2, 29));
});

test.each(['', '2026-11-21', '2026-11-21 20:04:21Z', '2026-11-21T20:04:21', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z'])(
  '%j is no time',
  (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  },
);
