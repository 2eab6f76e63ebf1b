/** Nobody's rules stop a server: what is odd is refused in words, what is dear is ended. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/index.ts';
import { policyRefusals, ruleErrors, ruleRefusals } from './index.ts';
import type { Policy } from './policy.ts';

const properties: JsonObject = { l: { type: 'array', items: { type: 'integer' } }, t: { type: 'array', items: { type: 'string' } }, s: { type: 'string' }, constructor: { type: 'string' }, get: { type: 'string' }, toString: { type: 'string' } };

function words(rule: string, value: JsonObject): readonly string[] {
  const schema: JsonObject = { type: 'object', properties, 'x-kubernetes-validations': [{ rule }] };
  const refused = ruleRefusals(schema, 'schema');
  return (refused.length > 0 ? refused : ruleErrors(schema, value, undefined)).map(({ detail }) => detail.split('\n')[0]!);
}

const many = Array.from({ length: 20_000 }, (_, i) => i);
const limit = expect.stringContaining('actual cost limit exceeded') as string;

test.each<readonly [string, JsonObject, readonly string[]]>([
  ['self.t.all(x, x.matches("^a+$"))', { t: ['a', 'aa'] }, []],
  ['self.t.all(x, x.matches("^a+$"))', { t: ['a', 'b'] }, ['failed rule: self.t.all(x, x.matches("^a+$"))']],
  ['self.t.map(x, x + "b").join(",") == "ab,cb"', { t: ['a', 'c'] }, []],
  ['self.t.map(x, x == "a", x + x) == ["aa"]', { t: ['a', 'c'] }, []],
  ['self.constructor == "a" && self.get == "b" && !has(self.toString)', { constructor: 'a', get: 'b' }, []],
  ['self.l.all(x, self.l.all(y, true)) || true', { l: many }, [limit]],
  ['self.l.map(x, self.l + self.l).size() > 0', { l: many }, [limit]],
  ['self.l.all(x, -1 in self.l || true)', { l: many }, [limit]],
  ['self.l.all(x, self.s.contains("c") || true)', { l: many, s: 'ab'.repeat(50_000) }, [limit]],
  [`${'!'.repeat(100_000)}true`, {}, ['compilation failed: ERROR: <input>:1:1: Syntax error: expression recursion limit exceeded: 250']],
  [`true${' && true'.repeat(30_000)}`, {}, [expect.stringMatching(/^compilation failed: ERROR: .*Syntax error/) as string]],
])('an odd or dear rule: %#', (rule, value, expected) => {
  expect(words(rule, value)).toEqual(expected);
});

test('the rules of many items share one budget, and when it is spent no further one is asked', () => {
  const item: JsonObject = { type: 'object', properties, 'x-kubernetes-validations': [{ rule: 'self.l.all(x, self.l.all(y, true))' }] };
  const items = Array.from({ length: 100 }, () => ({ l: many.slice(0, 300) }));
  const errors = ruleErrors({ type: 'object', properties: { items: { type: 'array', items: item } } }, { items }, undefined);
  expect(errors.map(({ detail }) => detail)).toEqual(['validation failed due to running out of cost budget, no further validation rules will be run']);
});

test('a variable of a policy has a name that an expression can call it by', () => {
  const spec = { variables: [{ name: 'a b', expression: '1' }, { name: 'in', expression: '1' }, {}, { name: 'a', expression: '1' }, { name: 'a', expression: '2' }] };
  expect(policyRefusals({ spec } as unknown as Policy).map(({ field, detail }) => [field, detail])).toEqual([
    ['spec.variables[0].name', 'name is not a valid CEL identifier'],
    ['spec.variables[1].name', 'name is not a valid CEL identifier'],
    ['spec.variables[2].name', 'name is not specified'],
    ['spec.variables[2].expression', 'expression is not specified'],
  ]);
});
