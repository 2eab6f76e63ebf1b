import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, type Pattern, type PatternFlags } from './pattern.ts';

function pattern(source: string, flags?: PatternFlags): Pattern {
  const answer = compilePattern(source, flags);
  if ('error' in answer) throw new Error(answer.error);
  return answer.pattern;
}

const source = fc.letrec<{ re: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w') },
    { weight: 2, arbitrary: tie('re').map((re) => `(${re})`) },
    { weight: 1, arbitrary: tie('re').map((re) => `(?:${re})`) },
  ),
  re: fc.oneof(
    { maxDepth: 3 },
    tie('atom'),
    fc.tuple(tie('atom'), fc.constantFrom('?', '*?', '+', '{1,2}', '{2}')).map(([atom, repeat]) => atom.replace(/^.*\*.*$/, 'a') + repeat),
    fc.tuple(tie('re'), tie('re')).map(([x, y]) => x + y),
    fc.tuple(tie('re'), tie('re')).map(([x, y]) => `${x}|${y}`),
    fc.constantFrom('^a', 'b$', 'a*', 'b+?', 'b\\b', '\\Bc'),
  ),
})).re;

test('finds what the built-in, backtracking engine finds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
  fc.assert(
    fc.property(source, text, fc.boolean(), (re, subject, ignoreCase) => {
      const theirs = new RegExp(re, ignoreCase ? 'i' : '').exec(subject);
      const ours = pattern(re, { ignoreCase }).exec(subject);
      expect(ours?.index).toBe(theirs?.index);
      expect(ours?.groups[0]).toBe(theirs?.[0]);
    }),
    { numRuns: 500 },
  );
});

test('groups, names, and what took no part', () => {
  const match = pattern('(?P<key>\\w+)=(?:"([^"]*)"|(\\w+))').exec('x k=v');
  expect(match).toEqual({ index: 2, end: 5, groups: ['k=v', 'k', undefined, 'v'], names: { key: 'k' } });
  expect(pattern('(a)(b)?').groupCount).toBe(2);
});

test('flags', () => {
  expect(pattern('ABC', { ignoreCase: true }).test('xabcx')).toBe(true);
  expect(pattern('^b$').test('a\nb\nc')).toBe(false);
  expect(pattern('^b$', { multiline: true }).test('a\nb\nc')).toBe(true);
  expect(pattern('a.b').test('a\nb')).toBe(false);
  expect(pattern('a.b', { dotAll: true }).test('a\nb')).toBe(true);
  expect(pattern('a|ab').exec('abc')?.end).toBe(1);
  expect(pattern('a|ab', { longest: true }).exec('abc')?.end).toBe(2);
  expect(pattern('(?i)abc').testWhole('ABC')).toBe(true);
  expect(pattern('ab').testWhole('abc')).toBe(false);
});

test('a search from within sees what stands before', () => {
  expect(pattern('\\bb').exec('ab b', 1)?.index).toBe(3);
  expect(pattern('^b').exec('ab', 1)).toBeUndefined();
  expect(pattern('a').exec('a', 2)).toBeUndefined();
});

test('replacing, splitting, matching all', () => {
  expect(pattern('a*').replaceAll('baac', () => '-')).toBe('-b-c-');
  expect(pattern('[0-9]').replaceAll('1a2b3', (m) => `<${m.groups[0]!}>`, { skip: 1, limit: 1 })).toBe('1a<2>b3');
  expect(pattern(', *').split('a, b,c,')).toEqual(['a', 'b', 'c', '']);
  expect(pattern('').split('abc')).toEqual(['a', 'b', 'c']);
  expect([...pattern('b*').matchAll('abb😀')].map((m) => [m.index, m.end])).toEqual([[0, 0], [1, 3], [5, 5]]);
});

test('unicode', () => {
  expect(pattern('^.$').test('😀')).toBe(true);
  expect(pattern('\\p{Han}+').exec('x日本y')?.groups[0]).toBe('日本');
  expect(pattern('[日-月]').test('曜')).toBe(true);
  expect(pattern('é', { ignoreCase: true }).test('É')).toBe(true);
});

test.each([
  ['(', 'error parsing regexp: missing closing ): `(`'],
  ['a)', 'error parsing regexp: unexpected ): `a)`'],
  ['[a', 'error parsing regexp: missing closing ]: `[a`'],
  ['*a', 'error parsing regexp: missing argument to repetition operator: `*`'],
  ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
  ['[b-a]', 'error parsing regexp: invalid character class range: `b-a`'],
  ['\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
  ['a{2,1}', 'error parsing regexp: invalid repeat count: `{2,1}`'],
  ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
  ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
  ['\\p{Nope}', 'error parsing regexp: invalid character class range: `\\p{Nope}`'],
])('%s is refused: %s', (re, error) => {
  expect(compilePattern(re)).toEqual({ error });
});

// On a backtracking engine each of these would run for longer than the universe is old.
test.each(['(a*)*b', '(a|a)*b', '(a|aa)+$b', '(.*)(.*)(.*)(.*)(.*)x', '(a?){40}a{40}b', '((a+)+)+b', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
  '%s takes time linear in the text',
  (re) => {
    expect(pattern(re).test('a'.repeat(20_000))).toBe(false);
  },
);

test('a pattern whose program would be huge is refused, not compiled', () => {
  expect(compilePattern('((((a{1000}){1000}){1000}){1000})')).toHaveProperty('error');
  expect(compilePattern('x'.repeat(20_000))).toHaveProperty('error');
  expect(compilePattern(`${'('.repeat(5000)}${')'.repeat(5000)}`)).toHaveProperty('error');
});
