import { expect, test } from 'vitest';
import { isDeeperThan } from './tree-depth.ts';

test('levels are counted from the tree itself, through arrays too', () => {
  expect(isDeeperThan(0, {})).toBe(false);
  expect(isDeeperThan(1, { a: {} })).toBe(false);
  expect(isDeeperThan(1, { a: [{}] })).toBe(true);
});

test('a chain of any length is measured', () => {
  let chain: object = {};
  for (let i = 0; i < 1_000_000; i++) chain = { left: chain, right: 1 };
  expect(isDeeperThan(1000, chain)).toBe(true);
});
