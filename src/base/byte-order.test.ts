import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, sortedKeys } from './byte-order.ts';
import { encodeUtf8 } from './utf8.ts';

function compareEncoded(a: string, b: string): number {
  const [x, y] = [encodeUtf8(a), encodeUtf8(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

test('strings order as their bytes do', () => {
  const near = fc.string({ unit: fc.constantFrom('a', 'b', '\u007f', 'é', '\ud7ff', '\ue000', '\uffff', '𐀀', '😀') });
  fc.assert(
    fc.property(near, near, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(compareEncoded(a, b)));
    }),
  );
});

test('keys sort by bytes, not by locale or by number', () => {
  expect(sortedKeys({ b: 1, a: 1, B: 1, '10': 1, '9': 1 })).toEqual(['10', '9', 'B', 'a', 'b']);
  expect(sortedKeys(new Map([['z', 1], ['😀', 2], ['\uffff', 3]]))).toEqual(['z', '\uffff', '😀']);
});
