import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonError, parseJson } from './json-parse.ts';
import { printJson } from './json-print.ts';
import { deepEqual } from './json-value.ts';

function problem(text: string, limits?: Parameters<typeof parseJson>[1]): string {
  try {
    parseJson(text, limits);
  } catch (error) {
    if (error instanceof JsonError) return `${error.offset}: ${error.message}`;
    throw error;
  }
  return 'none';
}

test('what the built-in parser reads, ours reads the same', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      fc.pre(!/\d{16}/.test(text)); // where ours is exact and the other is not
      // A number of seventeen digits turns the fast way off; the slow way must agree with it.
      const slow = parseJson(`[${text}, 0.12345678901234567]`) as readonly unknown[];
      expect(slow[0]).toStrictEqual(JSON.parse(text));
      expect(parseJson(text)).toStrictEqual(JSON.parse(text));
    }),
  );
});

test('integers of 64 bits survive parse and print', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => {
      const value = parseJson(String(n));
      expect(typeof value).toBe(Number.isSafeInteger(Number(n)) ? 'number' : 'bigint');
      expect(printJson(value)).toBe(String(n));
    }),
  );
});

test('an integer past 64 bits becomes a double, as in Go', () => {
  expect(parseJson('18446744073709551616')).toBe(18446744073709551616);
});

test('__proto__ is an ordinary key', () => {
  const text = '{"__proto__":{"a":1},"n":9007199254740993}';
  const value = parseJson(text);
  expect(Object.keys(value as object)).toEqual(['__proto__', 'n']);
  expect((value as Record<string, unknown>)['a']).toBeUndefined();
  expect(printJson(value)).toBe(text);
});

test('of a key given twice the last counts', () => {
  expect(parseJson('{"a":1,"a":9007199254740993}')).toEqual({ a: 9007199254740993n });
});

test.each([
  ['', '0: unexpected end of JSON input'],
  ['{"a":1', '6: unexpected end of JSON input'],
  ['"abc', '4: unexpected end of JSON input'],
  ['not json', "1: invalid character 'o' in literal null (expecting 'u')"],
  ['hello', "0: invalid character 'h' looking for beginning of value"],
  ['{a:1}', "1: invalid character 'a' looking for beginning of object key string"],
  ['{"a" 1}', "5: invalid character '1' after object key"],
  ['{"a":1 "b"}', "7: invalid character '\"' after object key:value pair"],
  ['{"a":1,}', "7: invalid character '}' looking for beginning of object key string"],
  ['[1 2]', "3: invalid character '2' after array element"],
  ['[1,]', "3: invalid character ']' looking for beginning of value"],
  ['1 2', "2: invalid character '2' after top-level value"],
  ['tru ', "3: invalid character ' ' in literal true (expecting 'e')"],
  ['-x', "1: invalid character 'x' in numeric literal"],
  ['1.x', "2: invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "2: invalid character 'x' in exponent of numeric literal"],
  ['01', "1: invalid character '1' after top-level value"],
  ['"a\nb"', "2: invalid character '\\n' in string literal"],
  ['"\\q"', "2: invalid character 'q' in string escape code"],
  ['"\\u12g4"', "5: invalid character 'g' in \\u hexadecimal character escape"],
  ["'a'", "0: invalid character '\\'' looking for beginning of value"],
  ['é', "0: invalid character 'Ã' looking for beginning of value"],
  ['1e999', '0: json: cannot unmarshal number 1e999 into Go value of type float64'],
])('%j fails with %s', (text, words) => {
  expect(problem(text)).toBe(words);
});

test('no text makes it throw anything else, or accept what the built-in parser refuses', () => {
  const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', '0', '-', '.', 'e', 'null', ' ', '\n'));
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      let isValid = true;
      try {
        JSON.parse(text);
      } catch {
        isValid = false;
      }
      expect(problem(text) === 'none').toBe(isValid);
    }),
  );
});

test('depth and length are bounded', () => {
  expect(problem('['.repeat(1001) + ']'.repeat(1001))).toBe('1000: exceeded max depth');
  expect(problem('['.repeat(1000) + ']'.repeat(1000))).toBe('none');
  expect(problem(`{"a":${'['.repeat(200_000)}`)).toContain('exceeded max depth');
  expect(problem(`["${'['.repeat(5000)}"]`)).toBe('none');
  expect(problem('[1,2]', { lengthMax: 4 })).toBe('4: the text is longer than 4 characters');
});

test('equality does not depend on the order of keys', () => {
  expect(deepEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(deepEqual({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(deepEqual({ a: 1 }, { b: 1 })).toBe(false);
  expect(deepEqual({ toString: 1 }, {})).toBe(false);
  expect(deepEqual([1], { 0: 1 })).toBe(false);
  expect(deepEqual(null, {})).toBe(false);
});
