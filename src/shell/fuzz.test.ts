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

const name = fc.constantFrom('x', 'y', 'a', 'm', 'n', '1', '@', '*', '#', '?', 'a[1]', 'a[@]', 'a[*]', 'a[-1]', 'm[k]', 'm[$x]', '!n', '!a[@]', '#a[@]', '#x', '!x*');
const pattern = fc.constantFrom('', '*', '?', 'a*', '*b', '[a-c]', '[!a]', '[', '[[:alpha:]]', '@(a|b)', '+(a)', '!(b)', '*(', '\\*', '"*"', '$x', "'", '/', '#', '%', '}', '$(echo b)', 'é');
const operation = fc.oneof(
  fc.tuple(fc.constantFrom('#', '##', '%', '%%', '-', ':-', '=', ':=', '+', ':+', '?', ':?', '^', '^^', ',', ',,'), pattern).map(([operator, text]) => operator + text),
  fc.tuple(fc.constantFrom('/', '//', '/#', '/%'), pattern, pattern).map(([operator, from, to]) => `${operator}${from}/${to}`),
  fc.tuple(fc.constantFrom('0', '1', '-1', ' -2', 'x', '1+1', ''), fc.constantFrom('', ':1', ':-1', ':x', ':')).map(([from, length]) => `:${from}${length}`),
  fc.constantFrom('@Q', '@E', '@P', '@A', '@a', '@U', '@k', '@K', '@Z', '@', '!'),
);
const expansion = fc.tuple(name, operation, fc.boolean()).map(([parameter, text, quoted]) => (quoted ? `"\${${parameter}${text}}"` : `\${${parameter}${text}}`));

test('the expander takes any expansion of any parameter, and the shell goes on or says why not', () => {
  fc.assert(
    fc.property(fc.array(expansion, { minLength: 1, maxLength: 3 }), fc.constantFrom('', 'set -u; ', 'shopt -s extglob nullglob; ', 'IFS=ab; '), (words, before) => {
      const script = `x='a b*c'; n=x; a=(1 'two x' é [7]=q); declare -A m=([k]=v); set -- one 'two b' ''; ${before}printf '<%s>' ${words.join(' ')}`;
      const { code, out, err } = new ShellMachine({ '/work/ab': '' }).run(script, { untilMs: 2_000 });
      expect(code, script).toBeGreaterThanOrEqual(0);
      if (code !== 0) expect(err, script).not.toBe('');
      else expect(out, script).toMatch(/^<[^]*>$/);
    }),
    { numRuns: 600 },
  );
});

const operand = fc.constantFrom('0', '1', '7', '010', '0x1F', '2#101', '36#zz', '64#@_', '08', '1e3', 'x', 'y', 'a[1]', 'a[x]', 'a[-1]', 'm[k]', '$x', '${#x}', '9223372036854775807', '-1', '"3"', '');
const operator = fc.constantFrom('+', '-', '*', '/', '%', '**', '<<', '>>', '<', '>=', '==', '!=', '&', '|', '^', '&&', '||', ',', '=', '+=', '<<=', '?', ':', '++', '--', '!', '~', '(', ')', ' ');
const formula = fc.array(fc.oneof(operand, operator), { maxLength: 9 }).map((parts) => parts.join(''));

test('arithmetic takes any text: a number, or an error that names what is wrong', () => {
  fc.assert(
    fc.property(formula, fc.constantFrom('echo $((FORMULA))', '((FORMULA)); echo $?', 'let "FORMULA"; echo $?', 'echo ${a[FORMULA]}', 'for ((i = 0; i < 2; i++)); do echo $((FORMULA)); done'), (text, form) => {
      const script = `x=5 y=x; a=(1 2 3); declare -A m=([k]=4); ${form.replace('FORMULA', () => text)}`;
      const { code, out, err } = new ShellMachine().run(script, { untilMs: 2_000 });
      expect(code, script).toBeGreaterThanOrEqual(0);
      if (err === '' && form.startsWith('echo $((')) expect(out, script).toMatch(/^-?\d+\n$/);
      if (err === '') expect(code, script).toBe(0);
    }),
    { numRuns: 600 },
  );
});

test('what bash prints of a function is the same function', () => {
  const command = fc.constantFrom('echo a', 'x=1 cmd "$y"', 'a && b || c', '! d | e', '[[ -n $x && a == b* ]]', '(( x++ ))', 'if a; then b; elif c; then d; else e; fi', 'for i in 1 2; do echo $i; done', 'for ((i=0; i<3; i++)); do f; done', 'while a; do b; done', 'case $x in a|b) c;; *) d;& e) ;; esac', '( a; b )', '{ a; b; }', 'a > f 2>&1 < g', 'cat <<< x', 'b &', 'g() { h; }', 'until a; do b; break; done', 'cat <<E\nbody $x\nE', 'time a', 'select s in a b; do c; done', 'coproc { a; }', 'a |& b', 'exec {fd}> f', 'cmd 3>&- >&2');
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 4 }), (commands) => {
      const define = `f() {\n${commands.join('\n')}\n}`;
      const once = new ShellMachine().run(`${define}\ndeclare -f f`);
      expect(once, define).toMatchObject({ code: 0, err: '' });
      expect(new ShellMachine().run(`${once.out}\ndeclare -f f`).out, define).toBe(once.out);
    }),
    { numRuns: 200 },
  );
});
