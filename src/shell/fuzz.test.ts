// Whatever is typed, the shell answers: no crash, no hang, and the same answer to the same text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseUnit } from './language/parse-script.ts';
import { ShellMachine } from './test-machine.ts';

const word = fc.constantFrom(
  'echo', 'a', 'x=1', '$x', '"$x"', "'q'", '${x:-d}', '${x#a}', '${#x}', '${x//a/b}', '$((x+1))', '$((', '$(echo s)', '$(', '`echo t`', '`', '{a,b}', '{1..3}', '*', '[a-c]', '~',
  '|', '||', '&&', ';', '&', '(', ')', '{', '}', '<', '>', '>>', '2>&1', '<<E', '<<<', 'E', '\n', 'if', 'then', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'in', 'case', 'esac', ';;',
  'f()', 'function', '!', '[[', ']]', '[', ']', '-n', '=', '=~', 'a=(1 2)', '${a[@]}', '${a[1]}', '"', "'", '\\', '#', '$', 'true', 'false', 'cat', 'read', 'y', 'set', '-e', '-u', 'local', 'export', 'return', 'break',
  'shift', 'eval', 'trap', 'EXIT', 'wait', 'test', 'printf', '%s', 'cd', '/tmp', 'exit', 'head', '-1', 'wc', 'sort', 'é', '\u{1f600}', '\t',
);
const program = fc.array(word, { maxLength: 14 }).map((words) => words.join(' '));
const anything = fc.oneof(program, fc.string({ maxLength: 40 }), fc.array(word, { maxLength: 10 }).map((words) => words.join('')));

test('the parser takes any text and says what is wrong with it', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.string({ unit: 'binary', maxLength: 60 })), (source) => {
      const unit = parseUnit(source);
      for (const statement of unit.statements) expect(statement.end).toBeLessThanOrEqual(source.length);
      if (unit.problem) expect(unit.problem.at).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 3_000 },
  );
});

test('deep nesting does not break the parser', () => {
  for (const open of ['(', '{ ', '$(', '"$(', '${x:-', '`', 'if ', '$((', '[[ ( ', 'case x in a) ', 'f() { ', '{a,']) {
    expect(() => parseUnit(open.repeat(20_000)), open).not.toThrow();
  }
});

for (const shell of ['bash', 'sh', 'ash'] as const) {
  test(`${shell} runs any program to an end`, () => {
    fc.assert(
      fc.property(anything, (script) => {
        const machine = new ShellMachine({ '/work/a': 'text\n' });
        let code: number | undefined;
        machine.host.spawn(`/usr/bin/${shell}`, [shell, '-c', script], { fds: [], cwd: '/work', env: new Map([['PATH', '/usr/bin']]), onExit: (status) => (code = status.code) });
        const { reason } = machine.clock.run(2_000, { stepsMax: 100_000 });
        expect(reason).not.toBe('steps');
        if (reason === 'idle') expect(code).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 250 },
    );
  });
}

test('the same program prints the same twice', () => {
  fc.assert(
    fc.property(program, (script) => {
      const once = () => {
        const machine = new ShellMachine();
        const outcome = { text: '' };
        const terminal = machine.terminal();
        terminal.tty.line(script.replaceAll('\n', ';'));
        outcome.text = terminal.settle(2_000);
        return outcome.text;
      };
      expect(once()).toBe(once());
    }),
    { numRuns: 60 },
  );
});
