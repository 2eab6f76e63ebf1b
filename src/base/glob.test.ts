import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExtendedGlob, compileGlob, escapeGlob, hasGlob } from './glob.ts';

test.each([
  ['*', 'anything', true],
  ['*', '', true],
  ['?', 'é', true],
  ['?', '😀', true],
  ['?', '', false],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbb', false],
  ['[abc]x', 'bx', true],
  ['[!abc]x', 'dx', true],
  ['[^abc]x', 'bx', false],
  ['[a-c]', 'b', true],
  ['[]-]', ']', true],
  ['[a\\]]', ']', true],
  ['[[:digit:]]*', '1a', true],
  ['[abc', '[abc', true],
  ['[b-a]', 'b', false],
  ['@(a|b)', 'a', false],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['a.b', 'axb', false],
  ['a\nb*', 'a\nbc', true],
  ['(a|b)', '(a|b)', true],
  ['trailing\\', 'trailing\\', true],
])('%j on %j: %s', (source, text, expected) => {
  expect(compileGlob(source).matches(text)).toBe(expected);
});

describe('globs', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '[a-c]');
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

  /** By backtracking, which is plain and slow. */
  function plain(parts: readonly string[], subject: string): boolean {
    const [first, ...rest] = parts;
    if (first === undefined) return subject === '';
    if (first === '*') return plain(rest, subject) || (subject !== '' && plain(parts, subject.slice(1)));
    if (subject === '') return false;
    const char = subject[0]!;
    const holds = first === '?' ? true : first === '[ab]' ? 'ab'.includes(char) : first === '[!a]' ? char !== 'a' : first === '[a-c]' ? 'abc'.includes(char) : first === char;
    return holds && plain(rest, subject.slice(1));
  }

  test('match as backtracking does', () => {
    fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), text, (parts, subject) => compileExtendedGlob(parts.join('')).matches(subject) === plain(parts, subject)));
  });

  test('the longest and shortest prefix and suffix are matches, and none is longer or shorter', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), text, fc.boolean(), (parts, subject, longest) => {
        const pattern = compileExtendedGlob(parts.join(''));
        const lengths = Array.from({ length: subject.length + 1 }, (_, n) => n);
        const pick = (all: number[]) => (all.length === 0 ? undefined : longest ? Math.max(...all) : Math.min(...all));
        expect(pattern.prefix(subject, longest)).toBe(pick(lengths.filter((n) => plain(parts, subject.slice(0, n)))));
        expect(pattern.suffix(subject, longest)).toBe(pick(lengths.filter((n) => plain(parts, subject.slice(subject.length - n)))));
      }),
    );
  });

  test('an escaped text matches itself alone', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => compileExtendedGlob(escapeGlob(a)).matches(b) === (a === b)));
  });

  test('groups', () => {
    for (const [pattern, yes, no] of [
      ['@(a|b)c', ['ac', 'bc'], ['c', 'abc']],
      ['?(a)b', ['b', 'ab'], ['aab']],
      ['+(ab)', ['ab', 'abab'], ['', 'a']],
      ['*(a|b)c', ['c', 'abac'], ['ab']],
      ['!(a|b)', ['', 'ab', 'c'], ['a', 'b']],
      ['*.!(txt)', ['a.md'], ['a.txt']],
    ] as const) {
      for (const subject of yes) expect(compileExtendedGlob(pattern).matches(subject), `${pattern} ${subject}`).toBe(true);
      for (const subject of no) expect(compileExtendedGlob(pattern).matches(subject), `${pattern} ${subject}`).toBe(false);
    }
  });

  test('take time in proportion, however they nest', () => {
    expect(compileGlob('*a*a*a*a*a*a*a*a*a*b').matches('a'.repeat(5_000))).toBe(false);
    expect(compileGlob('['.repeat(200_000)).matches('[')).toBe(false);
    expect(compileExtendedGlob('@('.repeat(100_000)).matches('@(')).toBe(false);
    expect(compileExtendedGlob(`${'@('.repeat(10_000)}a${')'.repeat(10_000)}`).matches('a')).toBe(false);
    expect(compileExtendedGlob('+(a|aa|+(a))b').matches('a'.repeat(100))).toBe(false);
  });
});

test('which words are patterns', () => {
  expect(['*.yaml', 'a?', '[ab]'].every(hasGlob)).toBe(true);
  expect(['web.yaml', '\\*', 'a\\?'].some(hasGlob)).toBe(false);
});
