import { expect, test } from 'vitest';
import { formatBinarySize, formatDecimalSize, parseBinarySize } from './byte-size.ts';

test.each([
  [0, '0B', '0B'],
  [999, '999B', '999B'],
  [1000, '1kB', '1000B'],
  [1_980_000, '1.98MB', '1.888MiB'],
  [4_261_550, '4.26MB', '4.064MiB'],
  [187_694_648, '188MB', '179MiB'],
  [999_950, '1e+03kB', '976.5KiB'],
  [8_160_000_000, '8.16GB', '7.6GiB'],
])('%d bytes are %s and %s', (bytes, decimal, binary) => {
  expect(formatDecimalSize(bytes)).toBe(decimal);
  expect(formatBinarySize(bytes)).toBe(binary);
});

test('sizes that people type', () => {
  expect(parseBinarySize('512m')).toEqual({ bytes: 536870912 });
  expect(parseBinarySize('1.5 GiB')).toEqual({ bytes: 1610612736 });
  expect(parseBinarySize('64KB')).toEqual({ bytes: 65536 });
  expect(parseBinarySize('100')).toEqual({ bytes: 100 });
  expect(parseBinarySize('12x')).toEqual({ error: "invalid size: '12x'" });
});
