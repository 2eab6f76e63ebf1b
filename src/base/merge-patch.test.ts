import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepEqual, isJsonObject, type Json } from './json-value.ts';
import { parseJson } from './json-parse.ts';
import { applyMergePatch, createMergePatch } from './merge-patch.ts';

// The table of RFC 7396, appendix A.
test.each([
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ['{"a":1}', '{"__proto__":{"b":2}}', '{"a":1,"__proto__":{"b":2}}'],
])('%s patched with %s is %s', (target, patch, result) => {
  expect(deepEqual(applyMergePatch(parseJson(target), parseJson(patch)), parseJson(result))).toBe(true);
});

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) if (member !== null) kept[key] = withoutNulls(member);
  return kept;
}

test('a created patch leads from one object to the other, and says nothing of what is equal', () => {
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 })).map((o) => withoutNulls(o as Json));
  fc.assert(
    fc.property(object, object, (before, after) => {
      if (!isJsonObject(before) || !isJsonObject(after)) throw new Error('objects are generated');
      expect(deepEqual(applyMergePatch(before, createMergePatch(before, after)), after)).toBe(true);
      expect(createMergePatch(after, after)).toEqual({});
    }),
  );
});
