import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, displayWidth, encodeUtf8, runeCount, Utf8Decoder } from './utf8.ts';

test('text survives bytes, cut anywhere into chunks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(8)), (text, sizes) => {
      const bytes = encodeUtf8(text);
      const decoder = new Utf8Decoder();
      let decoded = '';
      let at = 0;
      for (const size of sizes) {
        decoded += decoder.push(bytes.subarray(at, at + size));
        at += size;
      }
      decoded += decoder.push(bytes.subarray(at)) + decoder.end();
      expect(decoded).toBe(text);
      expect(decodeUtf8(bytes)).toBe(text);
    }),
  );
});

test('a character cut by the end of a stream becomes a replacement, and the decoder begins anew', () => {
  const decoder = new Utf8Decoder();
  expect(decoder.push(Uint8Array.of(0xe6, 0x97))).toBe('');
  expect(decoder.end()).toBe('\ufffd');
  expect(decoder.push(encodeUtf8('ok'))).toBe('ok');
});

test('a byte order mark is kept', () => {
  expect(decodeUtf8(encodeUtf8('\ufeffa'))).toBe('\ufeffa');
});

test('runes are code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(runeCount(text)).toBe([...text].length);
    }),
  );
});

test.each([
  ['abc', 3],
  ['日本語', 6],
  ['한글', 4],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['😀', 2],
  ['\x1b', 0],
  ['é', 1],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});
