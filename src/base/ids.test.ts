import { expect, test } from 'vitest';
import { randomContainerName } from './container-name.ts';
import { randomBytes, randomHex, randomSuffix, randomUuid, safeEncode } from './ids.ts';

function source(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
}

test('ids have their shapes and follow from the source alone', () => {
  for (let seed = 1; seed < 200; seed++) {
    const next = source(seed);
    expect(randomHex(next, 64)).toMatch(/^[0-9a-f]{64}$/);
    expect(randomUuid(next)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(randomSuffix(next)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(randomContainerName(next)).toMatch(/^[a-z]+_[a-z]+$/);
    expect(randomContainerName(next, 1)).toMatch(/^[a-z]+_[a-z]+[0-9]$/);
    expect(randomBytes(next, 9)).toHaveLength(9);
    expect(randomUuid(source(seed))).toBe(randomUuid(source(seed)));
  }
});

test('a hash is spelled in letters that spell nothing', () => {
  expect(safeEncode(0)).toBe('4');
  expect(safeEncode('1234567890')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
  expect(new Set([...'0123456789'].map(safeEncode)).size).toBe(10);
});
