import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './json-parse.ts';
import { canonicalJson, printJson, quoteJson } from './json-print.ts';
import { deepEqual, type Json } from './json-value.ts';

test('what is printed reads back as the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), fc.boolean(), (value, isIndented, escapeHtml) => {
      const text = printJson(value, isIndented ? { indent: '  ', escapeHtml } : { escapeHtml });
      // A double such as 1e17 prints as an integer, and comes back as an exact one.
      expect(deepEqual(parseJson(text), parseJson(JSON.stringify(value)))).toBe(true);
    }),
  );
});

test('indentation as of kubectl and docker', () => {
  const value = { b: [1, { c: 'x' }], a: {}, e: [] };
  expect(printJson(value, { indent: '    ' })).toBe(
    '{\n    "b": [\n        1,\n        {\n            "c": "x"\n        }\n    ],\n    "a": {},\n    "e": []\n}',
  );
  expect(printJson(value, { sortKeys: true })).toBe('{"a":{},"b":[1,{"c":"x"}],"e":[]}');
});

test('Go escapes what JavaScript does not', () => {
  expect(quoteJson('<a & b>', true)).toBe('"\\u003ca \\u0026 b\\u003e"');
  expect(quoteJson('<a & b>')).toBe('"<a & b>"');
  expect(quoteJson('\u2028\u2029')).toBe('"\\u2028\\u2029"');
  expect(quoteJson('\ud800x')).toBe('"\ufffdx"');
  expect(quoteJson('\n\t\r\b\f\x01"\\日😀')).toBe('"\\n\\t\\r\\b\\f\\u0001\\"\\\\日😀"');
  expect(printJson(-0)).toBe('-0');
  expect(printJson({ a: undefined, b: null })).toBe('{"b":null}');
});

test('equal values have one canonical text', () => {
  const shuffled = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, shuffled(v)]));
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(shuffled(value as Json))).toBe(canonicalJson(value));
    }),
  );
});
