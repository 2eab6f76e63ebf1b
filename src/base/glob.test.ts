import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob, hasGlob } from './glob.ts';

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
  ['[b-a]', '[b-a]', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['a.b', 'axb', false],
  ['a\nb*', 'a\nbc', true],
  ['(a|b)', '(a|b)', true],
  ['trailing\\', 'trailing\\', true],
])('%j on %j: %s', (source, text, expected) => {
  expect(compileGlob(source).test(text)).toBe(expected);
});

test('extended groups', () => {
  const matches = (source: string, text: string): boolean => compileGlob(source, { extended: true }).test(text);
  expect(matches('@(web|db)-*', 'db-1')).toBe(true);
  expect(matches('@(web|db)-*', 'x-1')).toBe(false);
  expect(matches('?(a)b', 'b')).toBe(true);
  expect(matches('*(ab)', 'ababab')).toBe(true);
  expect(matches('+(ab)', '')).toBe(false);
  expect(matches('@(a|@(b|c))', 'c')).toBe(true);
  expect(matches('@(a', '@(a')).toBe(true);
});

test('file names: stars stop at slashes and do not find hidden files', () => {
  const matches = (source: string, text: string): boolean => compileGlob(source, { fileName: true }).test(text);
  expect(matches('*', 'a/b')).toBe(false);
  expect(matches('*.yaml', 'web.yaml')).toBe(true);
  expect(matches('*', '.bashrc')).toBe(false);
  expect(matches('?bashrc', '.bashrc')).toBe(false);
  expect(matches('.*', '.bashrc')).toBe(true);
  expect(matches('a*', 'a.b')).toBe(true);
});

test('beginnings and endings, as ${x#pattern} and ${x%pattern} cut them', () => {
  const path = '/usr/local/bin/kubectl';
  expect(compileGlob('*/').prefix(path, 'shortest')).toBe(1);
  expect(compileGlob('*/').prefix(path, 'longest')).toBe(15);
  expect(compileGlob('/*').suffix(path, 'shortest')).toBe(14);
  expect(compileGlob('/*').suffix(path, 'longest')).toBe(0);
  expect(compileGlob('x*').prefix(path, 'longest')).toBeUndefined();
  expect(compileGlob('?').suffix('abc', 'shortest')).toBe(2);
});

const piece = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '[!a]');
const subject = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

test('agrees with trying every way', () => {
  const tryAll = (pieces: readonly string[], text: string): boolean => {
    const [first, ...rest] = pieces;
    if (first === undefined) return text === '';
    if (first === '*') return tryAll(rest, text) || (text !== '' && tryAll(pieces, text.slice(1)));
    if (text === '') return false;
    const fits = first === '?' || first === text[0] || (first === '[ab]' && text[0] !== 'c') || (first === '[!a]' && text[0] !== 'a');
    return fits && tryAll(rest, text.slice(1));
  };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), subject, (pieces, text) => {
      const glob = compileGlob(pieces.join(''));
      expect(glob.test(text)).toBe(tryAll(pieces, text));
      const beginnings = Array.from({ length: text.length + 1 }, (_, i) => i).filter((i) => tryAll(pieces, text.slice(0, i)));
      expect(glob.prefix(text, 'shortest')).toBe(beginnings[0]);
      expect(glob.prefix(text, 'longest')).toBe(beginnings.at(-1));
      const endings = Array.from({ length: text.length + 1 }, (_, i) => i).filter((i) => tryAll(pieces, text.slice(i)));
      expect(glob.suffix(text, 'longest')).toBe(endings[0]);
      expect(glob.suffix(text, 'shortest')).toBe(endings.at(-1));
    }),
    { numRuns: 400 },
  );
});

test('many stars cost no more than their number', () => {
  expect(compileGlob(`${'*a'.repeat(50)}b`).test('a'.repeat(5000))).toBe(false);
});

test('which words are patterns', () => {
  expect(['*.yaml', 'a?', '[ab]'].every(hasGlob)).toBe(true);
  expect(['web.yaml', '\\*', 'a\\?'].some(hasGlob)).toBe(false);
});
