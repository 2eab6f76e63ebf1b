import { expect, test } from 'vitest';
import { knownScenario, Misuse, wholeNumber } from './misuse.ts';

test('a flag that is no whole number is refused, so that no run of "abc" seeds passes', () => {
  expect(wholeNumber('seeds', '300', 1)).toBe(300);
  for (const text of ['abc', '', '-1', '1.5', '0', '9007199254740993']) expect(() => wholeNumber('seeds', text, 1), text).toThrow(Misuse);
});

test('an unknown scenario is told with those that there are', () => {
  expect(knownScenario('golden')).toBe('golden');
  expect(() => knownScenario('gold')).toThrow(/^no scenario "gold"; there are default, .*\bgolden\b/);
});
