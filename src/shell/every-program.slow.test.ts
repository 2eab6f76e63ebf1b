// Every program of this room, whatever it is given: it comes to an end, never crashes, and refuses an option that it does not know.
import { describe, expect, test } from 'vitest';
import { everything, ShellMachine } from './test-machine.ts';

const names = Object.keys(everything).toSorted();
/** They take any word for an operand, as the real ones do. */
const takesAnyWord = new Set(['[', 'echo', 'expr', 'false', 'test', 'true']);

const files: Readonly<Record<string, string>> = { '/work/text': 'one two\nthree\n\nfour\tfive\n', '/work/numbers': '3\n1\n2\n' };
const BINARY = 'head -c 300 /dev/urandom > bin; ';

describe('refuses an option that it does not know', () => {
  test.each(names.filter((name) => !takesAnyWord.has(name)))('%s', (name) => {
    const { out, err, code } = new ShellMachine(files).run(`${name} --no-such-option < /dev/null`, { untilMs: 60_000 });
    expect(`${out}${err}`).toMatch(/option|usage|unrecognized|unknown|invalid|illegal|predicate/i);
    expect(code).toBeGreaterThan(0);
  });
});

const operands = [
  '', "''", '. /work /nosuch', 'text numbers', '/nosuch/file', '-- text', '99999999999999999999', 'text > /dev/full', 'text >&-', 'text | true', 'bin',
  '-n 99999999999999999999 text', '-w 99999999999 text', '-c 99999999999 text', "-t '' text", '-s -1 text', '-é text', '-i text', '-l text', '-v text', '-k 0 text', '-f', '-d',
];

describe('comes to an end without a crash', () => {
  test.each(names)('%s', (name) => {
    for (const words of operands) {
      // What would print or wait for ever is ended from outside, as people end it.
      const { code, out } = new ShellMachine(files).run(`${BINARY}timeout 5 ${name} ${words} < bin | head -c 20000`, { untilMs: 300_000 });
      expect(code, `${name} ${words}`).toBeGreaterThanOrEqual(0);
      expect(out, `${name} ${words}`).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
    }
  });
});
