// The pure parts of the language against plainer ways of saying the same.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateArithmetic } from './arithmetic.ts';
import { expandBraces } from './brace-expansion.ts';
import { bytesOfText, textOfBytes } from './byte-text.ts';
import { formatDate } from './date-format.ts';
import { parseMode, symbolicMode } from './file-mode.ts';
import { FieldBuilder } from './field-builder.ts';
import { quoteForShell, quoteIfNeeded, singleQuote } from './quote-for-shell.ts';
import { readFields } from './read-fields.ts';

describe('arithmetic', () => {
  const none = { get: () => undefined, set: () => {} };
  const value = (text: string) => BigInt(evaluateArithmetic(text, none));

  test('is that of 64-bit integers', () => {
    const int = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
    const operations: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
      '+': (a, b) => a + b,
      '-': (a, b) => a - b,
      '*': (a, b) => a * b,
      '&': (a, b) => a & b,
      '|': (a, b) => a | b,
      '^': (a, b) => a ^ b,
      '<': (a, b) => (a < b ? 1n : 0n),
      '==': (a, b) => (a === b ? 1n : 0n),
    };
    fc.assert(
      fc.property(int, int, fc.constantFrom(...Object.keys(operations)), (a, b, operator) => {
        expect(value(`(${a}) ${operator} (${b})`)).toBe(BigInt.asIntN(64, operations[operator]!(a, b)));
        if (b !== 0n) expect(value(`(${a}) / (${b})`)).toBe(BigInt.asIntN(64, a / b));
        if (b !== 0n) expect(value(`(${a}) % (${b})`)).toBe(a % b);
      }),
    );
  });

  test('never throws anything but its own error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '2', 'a', '+', '-', '*', '/', '(', ')', '?', ':', '=', '<', '!', '&', '|', ',', ' ', '[', ']', '#', '0x'), maxLength: 14 }), (text) => {
        try {
          evaluateArithmetic(text, none);
        } catch (error) {
          expect((error as Error).name).toBe('ArithmeticError');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a variable that names itself is refused', () => {
    expect(() => evaluateArithmetic('a', { get: () => 'a', set: () => {} })).toThrow('expression recursion level exceeded');
    expect(() => evaluateArithmetic('('.repeat(10_000), none)).toThrow('expression recursion level exceeded');
  });
});

describe('fields', () => {
  test('white space splits as trimming and splitting does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '\n') }), (text) => {
        const builder = new FieldBuilder(' \t\n');
        builder.split(text);
        expect(builder.finish().map((f) => f.text)).toEqual(text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/));
      }),
    );
  });

  test('read gives the last name the rest', () => {
    expect(readFields('  a  b  c d  ', ' \t\n', 2)).toEqual(['a', 'b  c d']);
    expect(readFields('a:b::c:', ':', 3)).toEqual(['a', 'b', ':c:']);
    expect(readFields('a:', ':', 1)).toEqual(['a']);
    expect(readFields('', ' ', 2)).toEqual([]);
    expect(readFields('a\0 b c', ' ', 2)).toEqual(['a b', 'c']);
  });
});

describe('braces', () => {
  test('expand or stay', () => {
    expect(expandBraces('a{b,c{d,e}}f')).toEqual(['abf', 'acdf', 'acef']);
    expect(expandBraces('{01..10..4}')).toEqual(['01', '05', '09']);
    expect(expandBraces('{c..a}')).toEqual(['c', 'b', 'a']);
    for (const same of ['{a}', '{', '{}', '{a,b', '"{a,b}"', '\\{a,b}', '${x:-{a,b}}', '{1..b}']) expect(expandBraces(same)).toEqual([same]);
  });

  test('never make more than a bounded number of words', () => {
    expect(expandBraces('{1..9}'.repeat(8)).length).toBeLessThan(200_000);
    expect(expandBraces('{1..999999999}')).toHaveLength(1);
  });
});

test('quoted text reads back as itself', async () => {
  const { ShellMachine } = await import('../test-machine.ts');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '$', '\\', '`', '\n', '\t', '~', '#', '*', '{', ',', '}', 'é', '\x01', '!'), maxLength: 8 }), (text) => {
      const forms = [quoteForShell(text), singleQuote(text), text === '' ? "''" : quoteIfNeeded(text)];
      const { out } = new ShellMachine().run(`printf '%s\\0' ${forms.join(' ')}`);
      expect(out).toBe(`${text}\0`.repeat(3));
    }),
    { numRuns: 30 },
  );
});

test('bytes that are no text survive being text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...bytesOfText(textOfBytes(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('modes', () => {
  expect(parseMode('u+x,g=u,o=', 0o644, false, 0o022)).toBe(0o770);
  expect(parseMode('+X', 0o644, true, 0o022)).toBe(0o755);
  expect(parseMode('a-w', 0o666, false, 0)).toBe(0o444);
  expect(parseMode('=', 0o777, false, 0)).toBe(0);
  expect(parseMode('u+', 0o644, false, 0)).toBe(0o644);
  expect(parseMode('99', 0, false, 0)).toBeUndefined();
  expect(symbolicMode(0o754)).toBe('u=rwx,g=rx,o=r');
});

test('dates in all their parts', () => {
  const ms = Date.UTC(2024, 11, 30, 5, 6, 7);
  expect(formatDate('%G-W%V-%u %j %U %W %y %C %e %k %l %P %s %n%t%%', ms)).toBe('2025-W01-1 365 52 53 24 20 30  5  5 am 1735535167 \n\t%');
  expect(formatDate('%-d %_m %^a %10Y', ms)).toBe('30 12 MON 0000002024');
});
