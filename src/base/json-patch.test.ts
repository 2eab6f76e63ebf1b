import fc from 'fast-check';
import { applyPatch, createPatch } from 'rfc6902';
import { expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { deepEqual, type Json } from './json-value.ts';

const pod: Json = { metadata: { labels: { app: 'web', 'a/b': '1', 'x~y': '2' } }, spec: { containers: [{ name: 'a' }, { name: 'b' }] } };

function result(...operations: Json[]): unknown {
  const answer = applyJsonPatch(pod, operations);
  return 'value' in answer ? answer.value : answer.error;
}

test('operations', () => {
  expect(result({ op: 'replace', path: '/metadata/labels/a~1b', value: '3' })).toMatchObject({ metadata: { labels: { 'a/b': '3' } } });
  expect(result({ op: 'remove', path: '/metadata/labels/x~0y' })).toMatchObject({ metadata: { labels: { app: 'web', 'a/b': '1' } } });
  expect(result({ op: 'add', path: '/spec/containers/-', value: { name: 'c' } })).toMatchObject({ spec: { containers: [{}, {}, { name: 'c' }] } });
  expect(result({ op: 'add', path: '/spec/containers/0', value: { name: 'c' } })).toMatchObject({ spec: { containers: [{ name: 'c' }, {}, {}] } });
  expect(result({ op: 'remove', path: '/spec/containers/-1' })).toMatchObject({ spec: { containers: [{ name: 'a' }] } });
  expect(result({ op: 'move', from: '/spec/containers/0', path: '/spec/first' })).toMatchObject({ spec: { first: { name: 'a' }, containers: [{ name: 'b' }] } });
  expect(result({ op: 'copy', from: '/metadata/labels', path: '/spec/copy' })).toMatchObject({ spec: { copy: { app: 'web' } } });
  expect(result({ op: 'test', path: '/spec/containers/1/name', value: 'b' })).toEqual(pod);
  expect(result({ op: 'add', path: '/metadata/__proto__', value: { a: 1 } })).toSatisfy((v: typeof pod) => Object.hasOwn((v as { metadata: object }).metadata, '__proto__'));
});

test.each([
  [{ op: 'replace', path: '/spec/nope', value: 1 }, 'replace operation does not apply: doc is missing key: /spec/nope: missing value'],
  [{ op: 'add', path: '/nope/x', value: 1 }, 'add operation does not apply: doc is missing path: "/nope/x": missing value'],
  [{ op: 'remove', path: '/spec/nope' }, "error in remove for path: '/spec/nope': Unable to remove nonexistent key: nope: missing value"],
  [{ op: 'remove', path: '/spec/containers/7' }, "error in remove for path: '/spec/containers/7': Unable to access invalid index: 7: invalid index referenced"],
  [{ op: 'test', path: '/metadata/labels/app', value: 'x' }, 'testing value /metadata/labels/app failed: test failed'],
  [{ op: 'jump', path: '/spec' }, 'Unexpected kind: jump'],
  [{ path: '/spec' }, 'Unexpected kind: unknown'],
  [{ op: 'add', value: 1 }, 'add operation failed to decode path: missing value'],
])('%j fails', (operation, words) => {
  expect(result({ op: 'test', path: '/spec/containers/0/name', value: 'a' }, operation as Json)).toBe(words);
});

test('the answer names the operation that failed, and the target is untouched', () => {
  const answer = applyJsonPatch(pod, [{ op: 'add', path: '/a', value: 1 }, { op: 'remove', path: '/b' }]);
  expect(answer).toMatchObject({ operation: 1 });
  expect(Object.keys(pod as object)).toEqual(['metadata', 'spec']);
});

test('copies that double a value are bounded', () => {
  const doubling = Array.from({ length: 60 }, () => ({ op: 'copy', from: '', path: '/spec/containers/-' }));
  expect(result(...doubling)).toMatch(/^Unable to complete the copy, the accumulated size increase of copy is /);
  expect(result(...Array.from({ length: 10_001 }, () => ({ op: 'test', path: '', value: 1 })))).toBe(
    'The allowed maximum operations in a JSON patch is 10000, got 10001',
  );
});

test('patches made by another implementation lead where it says', () => {
  const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: true });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), fc.array(value, { maxLength: 4 }), (before, after) => {
      const patch = createPatch(before, after);
      const theirs = structuredClone(before);
      fc.pre(applyPatch(theirs, patch).every((failure) => failure === null));
      const ours = applyJsonPatch(before as Json, patch as unknown as Json);
      expect('value' in ours && deepEqual(ours.value, theirs)).toBe(true);
    }),
  );
});
