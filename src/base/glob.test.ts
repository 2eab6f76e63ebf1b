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

describe('groups', () => {
  type Part = string | { readonly operator: string; readonly alternatives: readonly (readonly Part[])[] };
  const { parts } = fc.letrec<{ parts: Part[]; part: Part }>((tie) => ({
    part: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constantFrom('a', 'b', '*', '?'), fc.record({ operator: fc.constantFrom('@', '?', '*', '+', '!'), alternatives: fc.array(tie('parts'), { minLength: 1, maxLength: 2 }) })),
    parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
  }));
  const written = (list: readonly Part[]): string => list.map((part) => (typeof part === 'string' ? part : `${part.operator}(${part.alternatives.map(written).join('|')})`)).join('');

  /** By what each operator means, one start and one end at a time. */
  function holds(list: readonly Part[], text: string): boolean {
    const [first, ...rest] = list;
    if (first === undefined) return text === '';
    return Array.from({ length: text.length + 1 }, (_, n) => n).some((n) => takes(first, text.slice(0, n)) && holds(rest, text.slice(n)));
  }

  function takes(part: Part, text: string): boolean {
    if (typeof part === 'string') return part === '*' || (part === '?' ? text.length === 1 : text === part);
    const once = part.alternatives.some((one) => holds(one, text));
    if (part.operator === '@' || part.operator === '!') return once === (part.operator === '@');
    if (once || (part.operator !== '+' && text === '')) return true;
    return part.operator !== '?' && Array.from({ length: Math.max(text.length - 1, 0) }, (_, n) => n + 1).some((n) => part.alternatives.some((one) => holds(one, text.slice(0, n))) && takes(part, text.slice(n)));
  }

  test('match what their operators mean', () => {
    fc.assert(
      fc.property(parts, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }), (list, text) => {
        expect([written(list), text, compileExtendedGlob(written(list)).matches(text)]).toEqual([written(list), text, holds(list, text)]);
      }),
    );
  });

  test.each(['+(', '*(', '?(', '@(', '!(*', '+(a|', '!(!(a)'])('%s in itself, again and again, comes to an end', (open) => {
    const depth = 40;
    const close = open.split('(').length - open.split(')').length;
    expect(typeof compileExtendedGlob(`${open.repeat(depth)}a${')'.repeat(depth * close)}`).matches(`${'a'.repeat(60)}b`)).toBe('boolean');
  });
});
