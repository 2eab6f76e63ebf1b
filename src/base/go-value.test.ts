import { expect, test } from 'vitest';
import { formatGoNumber, formatGoSyntax, formatGoValue, goTypeName, quoteGo } from './go-value.ts';

const value = { b: [1, 'x y', null], a: { '10': true, '9': 1.5 }, big: 9007199254740993n };

test('%v', () => {
  expect(formatGoValue(value)).toBe('map[a:map[10:true 9:1.5] b:[1 x y <nil>] big:9007199254740993]');
});

test('%#v', () => {
  expect(formatGoSyntax(value)).toBe(
    'map[string]interface {}{"a":map[string]interface {}{"10":true, "9":1.5}, "b":[]interface {}{1, "x y", interface {}(nil)}, "big":9007199254740993}',
  );
});

test.each([
  [1, '1'],
  [1e15, '1000000000000000'],
  [1.5, '1.5'],
  [1234567.5, '1.2345675e+06'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1e21, '1e+21'],
  [-2.5e-9, '-2.5e-09'],
])('%d prints as %s', (n, text) => {
  expect(formatGoNumber(n)).toBe(text);
});

test('types and quotes', () => {
  expect([null, 'x', true, 1, 2n, 1.5, {}, []].map(goTypeName)).toEqual([
    '<nil>', 'string', 'bool', 'int64', 'int64', 'float64', 'map[string]interface {}', '[]interface {}',
  ]);
  expect(quoteGo('a"b\\\n\x07\x01\x7f日\u200b😀')).toBe('"a\\"b\\\\\\n\\a\\x01\\x7f日\\u200b😀"');
});
