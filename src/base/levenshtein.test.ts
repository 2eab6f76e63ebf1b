import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, suggestNames } from './levenshtein.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

test('edit distance is a metric', () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});

test('near names are suggested, and those that the typed one begins', () => {
  const verbs = ['apply', 'attach', 'get', 'delete', 'describe', 'rollout', 'set'];
  expect(suggestNames('gte', verbs)).toEqual(['get']);
  expect(suggestNames('GET', verbs)).toEqual(['get', 'set']);
  expect(suggestNames('desc', verbs)).toEqual(['describe']);
  expect(suggestNames('nosuchcmd', verbs)).toEqual([]);
});
