// Everything streams: readers that stop end their writers, slow readers hold them up, and nothing waits for more than it needs.
import { expect, test } from 'vitest';
import { ShellMachine } from './test-machine.ts';

const run = (script: string) => new ShellMachine().run(script);

test('a reader that has enough ends an endless writer', () => {
  expect(run('yes | head -1; echo ${PIPESTATUS[@]}')).toEqual({ out: 'y\n141 0\n', err: '', code: 0 });
  expect(run('while :; do echo line; done | head -2')).toEqual({ out: 'line\nline\n', err: '', code: 0 });
  expect(run('seq 1000000000 | sed 3q | tail -1').out).toBe('3\n');
  expect(run('yes | tr y n | cat | head -3 | wc -l').out).toBe('3\n');
});

test('a writer waits for a reader that is behind', () => {
  const machine = new ShellMachine();
  machine.host.spawn('/usr/bin/bash', ['bash', '-c', 'yes | sleep 1000'], { fds: [] });
  machine.clock.run(500_000, { stepsMax: 10_000 }); // it would take millions if yes went on
  const writer = [...machine.host.processes.values()].find((p) => p.name === 'yes');
  expect(writer?.waitingIn).toBe('write');
});

test('lines come through as they are written', () => {
  const machine = new ShellMachine();
  const terminal = machine.terminal();
  terminal.type('(for i in 1 2 3; do echo $i; sleep 1; done) | sed "s/^/n/" | grep --line-buffered n | cut -c1-2');
  expect(terminal.settle(0)).toBe('');
  terminal.settle(1_500);
  const second = new ShellMachine().terminal();
  expect(second.type('(echo a; sleep 5; echo b) | cat', 1_000)).toBe('$ a\n');
  expect(second.settle(5_000)).toBe('b\n$ ');
});

test('tail -f follows what is appended, across the shell', () => {
  const terminal = new ShellMachine({ '/work/log': 'one\n' }).terminal();
  expect(terminal.type('tail -f log | sed s/o/0/ &', 10)).toContain('0ne\n');
  expect(terminal.type('echo two >> log', 1_500)).toContain('tw0\n');
  expect(terminal.type('echo three >> log', 1_500)).toContain('three\n');
});

test('output that nobody takes ends with the pipe, and says so when it is trapped', () => {
  expect(run('(trap "" PIPE; echo x; sleep 1; echo y; echo "code $?" >&2) | head -1')).toEqual({ out: 'x\n', err: 'code 1\n', code: 0 });
});

test('a here-document larger than a pipe does not block', () => {
  const body = 'a line of the document\n'.repeat(10_000);
  expect(run(`wc -l <<E\n${body}E`).out).toBe('10000\n');
  expect(run(`x=$(cat <<E\n${body}E\n); echo \${#x}`).out).toBe(`${body.length - 1}\n`);
});

test('a substitution takes megabytes', () => {
  expect(run('x=$(yes 0123456789 | head -100000); echo ${#x}').out).toBe('1099999\n');
});

test('read takes no more than its line', () => {
  expect(run('printf "1\\n2\\n3\\n" | { read a; cat; echo "a=$a"; }').out).toBe('2\n3\na=1\n');
  expect(run('printf "1\\n2\\n3\\n" > f; { read a; head -1; read b; echo $a $b; } < f').out).toBe('2\n1 3\n');
});

test('a script on standard input shares it with its commands', () => {
  expect(new ShellMachine().exec(['bash'], { stdin: 'echo one\nread x\nthe answer\necho "got $x"\ncat\nrest 1\nrest 2\n' })).toEqual({
    out: 'one\ngot the answer\nrest 1\nrest 2\n',
    err: '',
    code: 0,
  });
});

test('a busy loop takes time instead of hanging the world', () => {
  const machine = new ShellMachine();
  machine.host.spawn('/usr/bin/bash', ['bash', '-c', 'while :; do :; done'], { fds: [] });
  const { reason, steps } = machine.clock.run(3_000, { stepsMax: 100_000 });
  expect(reason).toBe('time');
  expect(steps).toBeLessThan(12_000);
});

test('a fork bomb stays within its world', () => {
  const machine = new ShellMachine();
  machine.host.spawn('/usr/bin/bash', ['bash', '-c', 'f() { f | f & }; f'], { fds: [] });
  const { reason } = machine.clock.run(20, { stepsMax: 500 });
  expect(['time', 'steps']).toContain(reason);
});

test('recursion without end is refused in words', () => {
  const { err, code } = run('f() { f; }; f');
  expect(err).toContain('f: maximum function nesting level exceeded (600)');
  expect(code).toBe(1);
  expect(run('x="eval \\$x"; eval $x').err).toContain('maximum nesting level exceeded');
});
