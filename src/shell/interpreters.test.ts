// awk, jq and sed take any program and end, and one that never ends is a busy process that Ctrl-C ends.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAwk } from './awk/parse-program.ts';
import { AwkError } from './awk/syntax.ts';
import { parseProgram } from './jq/parse.ts';
import { CompileError } from './jq/syntax.ts';
import { ShellMachine } from './test-machine.ts';

const awkWord = fc.constantFrom('BEGIN', 'END', '{', '}', '(', ')', '[', ']', ';', '\n', ',', '+', '-', '*', '/', '%', '^', '=', '+=', '==', '<', '>', '>>', '|', '||', '&&', '!', '~', '!~', '?', ':', '$', '$1', '++', '--', 'x', 'a', 'a[1]', 'in', '"s"', '/re/', '/[/', '12', '1e3', 'print', 'printf', 'if', 'else', 'while', 'for', 'do', 'next', 'exit', 'return', 'function', 'f(', 'getline', 'delete', 'length', 'substr(', 'split(', 'gsub(', 'NF', 'NR', '"\\', '#', 'é');
const jqWord = fc.constantFrom('.', '..', '.a', '.[', ']', '[', '{', '}', '(', ')', '|', ',', ';', ':', '+', '-', '*', '/', '//', '?', '?//', '==', '<', '=', '|=', '+=', 'and', 'or', 'not', 'if', 'then', 'elif', 'else', 'end', 'try', 'catch', 'reduce', 'foreach', 'as', '$x', '[$a]', '{$b}', 'def', 'f', 'f:', 'f(g):', 'label', 'break', '$out', '"s"', '"\\(', '"', '@base64', '@x', '1', '1e9', 'null', 'map(', 'select(', 'path(', 'first(', 'limit(', 'range(', 'empty', 'error', 'input', 'keys', 'length', 'test("', 'sub("a";"b")', 'é', '#');
const text = (word: fc.Arbitrary<string>) => fc.oneof(fc.array(word, { maxLength: 14 }).map((words) => words.join(' ')), fc.array(word, { maxLength: 10 }).map((words) => words.join('')), fc.string({ maxLength: 30 }));

function refuses(kind: new (...args: never[]) => Error, parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    return error instanceof kind;
  }
}

test('the parsers take any text and say what is wrong with it', () => {
  fc.assert(fc.property(text(awkWord), (source) => refuses(AwkError, () => parseAwk(source))), { numRuns: 3_000 });
  fc.assert(fc.property(text(jqWord), (source) => refuses(CompileError, () => parseProgram(source))), { numRuns: 3_000 });
});

test('deep nesting is refused', () => {
  for (const open of ['(', '{', '[', '-', '!', '$', 'x[', 'if(1)', 'while(1)', 'f(', '1?', 'a=']) expect(refuses(AwkError, () => parseAwk(`BEGIN { ${open.repeat(20_000)}`)), open).toBe(true);
  for (const open of ['(', '{a:', '[', '-', '"\\(', 'if ', 'try ', 'def f: ', '.[', '1 as [', '. as $x|', 'reduce ', '1|', '1//', '.a=']) expect(refuses(CompileError, () => parseProgram(open.repeat(20_000))), open).toBe(true);
});

for (const [program, word] of [['awk', awkWord], ['jq', jqWord], ['sed', fc.constantFrom('s/a/b/', 's/', 'y/ab/ba/', '/a/', '1', '$', ',', '!', 'd', 'p', 'N', 'D', 'G', 'H', 'x', 'b', 't', ':a', 'ba', '{', '}', ';', '\n', 'a text', 'i\\', 'c', 'q', '=', 'l', 'r f', 'w g', '0,/b/', '2~3', '+2', 'g', 'I', '\\', '[')]] as const) {
  test(`${program} runs any program to an end, or until its time is over`, () => {
    fc.assert(
      fc.property(text(word), (source) => {
        const machine = new ShellMachine({ '/work/f': 'a b\n1 {"a":[1]}\n' });
        let code: number | undefined;
        machine.host.spawn(`/usr/bin/${program}`, [program, source, 'f'], { fds: [], cwd: '/work', env: new Map([['PATH', '/usr/bin']]), onExit: (status) => (code = status.code) });
        const { reason } = machine.clock.run(200, { stepsMax: 20_000 });
        expect(reason).not.toBe('steps');
        if (reason === 'idle') expect(code).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
}

describe('a loop without end', () => {
  test.each([
    ['while :; do :; done'],
    ['until false; do echo -n; done'],
    ["awk 'BEGIN { while (1) n++ }'"],
    ["awk 'BEGIN { for (;;) print n++ > \"/dev/null\" }'"],
    ["awk 'function f(x) { return f(x + 1) } BEGIN { f(0) }'; while :; do :; done"],
    ["jq -n '[range(infinite)]'"],
    ["jq -n 'def f: f; f'"],
    ["jq -n 'last(repeat(1))'"],
    ["echo a | sed ':a; ba'"],
    ['yes > /dev/null'],
  ])('%s costs at most 1,000 events a second and Ctrl-C ends it', (script) => {
    const machine = new ShellMachine();
    const terminal = machine.terminal();
    terminal.settle();
    terminal.tty.line(script);
    const { reason, steps } = machine.clock.run(machine.clock.now + 1_000, { stepsMax: 100_000 });
    expect(reason).not.toBe('steps');
    expect(steps).toBeLessThan(1_100);
    terminal.tty.interrupt();
    expect(terminal.settle(100)).toMatch(/\n\$ $/);
  });
});
