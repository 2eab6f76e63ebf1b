import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateMembers, membersAtFault } from './duplicate-members.ts';
import { parseJson } from './json-parse.ts';

const found = (text: string): readonly string[] => duplicateMembers(text, parseJson(text));

test('members given twice are named by their paths, once', () => {
  expect(found('{"spec":{"replicas":1,"replicas":2,"replicas":3}}')).toEqual(['spec.replicas']);
  expect(found('{"a":[{"b":1},{"b":1,"c":{"d":"\\"d\\":{","d":[]},"b":2}],"a":0}')).toEqual(['a[1].c.d', 'a[1].b', 'a']);
  expect(found(String.raw`{"__proto__":1,"\u005f_proto__":2}`)).toEqual(['__proto__']);
});

test('a member without a name can be unknown as any other', () => {
  const text = '{"a":1,"":2,"":3}';
  expect(membersAtFault(text, parseJson(text), [''])).toEqual([{ path: '', isUnknown: true }]);
});

test('what a program has printed has none', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => found(JSON.stringify(value)).length === 0), { numRuns: 300 });
});
