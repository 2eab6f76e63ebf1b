// Shells at a terminal, as the person in front of it sees them: prompts, lines that go on, jobs, Ctrl-C, Ctrl-Z and Ctrl-D.
import { expect, test } from 'vitest';
import { ShellMachine } from './test-machine.ts';

function session(...typed: readonly string[]): string {
  return new ShellMachine().terminal().session(...typed);
}

test('the prompt shows user, host and directory', () => {
  const terminal = new ShellMachine().terminal('bash', { PS1: '\\u@\\h:\\w\\$ ', HOME: '/work' });
  expect(terminal.session('cd /usr/bin', 'cd', 'false', 'PS1="[$?] "', 'true')).toBe(
    'root@laptop:~# cd /usr/bin\nroot@laptop:/usr/bin# cd\nroot@laptop:~# false\nroot@laptop:~# PS1="[$?] "\n[1] true\n[1] ',
  );
});

test('a prompt is expanded each time', () => {
  const terminal = new ShellMachine().terminal('bash', { PS1: '$? $(echo sub)> ' });
  expect(terminal.session('false', 'true')).toBe('0 sub> false\n1 sub> true\n0 sub> ');
});

test('without PS1 each shell has its own', () => {
  expect(new ShellMachine().terminal('bash', {}).session()).toBe('bash-5.2# ');
  expect(new ShellMachine().terminal('sh', {}).session()).toBe('# ');
  expect(new ShellMachine().terminal('ash', {}).session()).toBe('/work # ');
});

test('lines go on until they are complete', () => {
  expect(session('for i in 1 2; do', 'echo $i', 'done', 'echo "a', 'b"', 'cat <<E', 'text $((1+1))', 'E', 'true &&', 'echo x\\', 'y', "echo 'q", "r'")).toBe(
    `$ for i in 1 2; do\n> echo $i\n> done\n1\n2\n$ echo "a\n> b"\na\nb\n$ cat <<E\n> text $((1+1))\n> E\ntext 2\n$ true &&\n> echo x\\\n> y\nxy\n$ echo 'q\n> r'\nq\nr\n$ `,
  );
});

test('errors end the line, not the shell', () => {
  expect(session('echo )', 'nosuch', 'echo ${x?gone}; echo never', 'set -u', 'echo $y', 'readonly r=1', 'r=2', 'echo $?')).toBe(
    [
      '$ echo )',
      "bash: syntax error near unexpected token `)'",
      '$ nosuch',
      'bash: nosuch: command not found',
      '$ echo ${x?gone}; echo never',
      'bash: x: gone',
      '$ set -u',
      '$ echo $y',
      'bash: y: unbound variable',
      '$ readonly r=1',
      '$ r=2',
      'bash: r: readonly variable',
      '$ echo $?',
      '1',
      '$ ',
    ].join('\n'),
  );
});

test('a background job is announced, listed, and told of when it ends', () => {
  expect(session('sleep 5 &', 'jobs', '+5000', '', 'jobs', '(sleep 1; exit 3) &', '+1000', 'true')).toBe(
    [
      '$ sleep 5 &',
      '[1] 3',
      '$ jobs',
      '[1]+  Running                 sleep 5 &',
      '$ ',
      '[1]+  Done                    sleep 5',
      '$ jobs',
      '$ (sleep 1; exit 3) &',
      '[1] 4',
      '$ true',
      '[1]+  Exit 3                  (sleep 1; exit 3)',
      '$ ',
    ].join('\n'),
  );
});

test('Ctrl-C ends the program in front, and the whole loop around it', () => {
  expect(session('sleep 100', '^C', 'echo $?', 'for i in 1 2 3; do sleep 100; done; echo never', '^C', 'echo $?')).toBe(
    '$ sleep 100\n^C\n$ echo $?\n130\n$ for i in 1 2 3; do sleep 100; done; echo never\n^C\n$ echo $?\n130\n$ ',
  );
});

test('Ctrl-C ends a loop of builtins', () => {
  const terminal = new ShellMachine().terminal();
  terminal.session('while :; do :; done');
  terminal.settle(50);
  terminal.tty.interrupt();
  expect(terminal.settle(5)).toBe('\n$ ');
  expect(terminal.session('echo still here')).toBe('echo still here\nstill here\n$ ');
});

test('Ctrl-C at the prompt and in an unfinished line begins anew', () => {
  expect(session('^C', 'if true; then', '^C', 'echo $?')).toBe('$ ^C\n$ if true; then\n> ^C\n$ echo $?\n130\n$ ');
});

test('Ctrl-C reaches what waits: wait, read, a substitution', () => {
  expect(session('sleep 50 & wait', '^C', 'read x', '^C', 'y=$(sleep 20)', '^C', 'echo ok')).toBe(
    '$ sleep 50 & wait\n[1] 3\n^C\n$ read x\n^C\n$ y=$(sleep 20)\n^C\n$ echo ok\nok\n$ ',
  );
});

test('Ctrl-Z stops a job; bg and fg go on with it', () => {
  expect(session('sleep 60', '^Z', 'jobs', 'bg', 'jobs', 'fg', '^Z', 'kill %1', '+1', 'fg %1', 'jobs')).toContain(
    [
      '$ sleep 60',
      '^Z',
      '[1]+  Stopped                 sleep 60',
      '$ jobs',
      '[1]+  Stopped                 sleep 60',
      '$ bg',
      '[1]+ sleep 60 &',
      '$ jobs',
      '[1]+  Running                 sleep 60 &',
      '$ fg',
      'sleep 60',
      '^Z',
      '[1]+  Stopped                 sleep 60',
      '$ kill %1',
    ].join('\n'),
  );
});

test('a stopped pipeline is one job', () => {
  expect(session('yes | sleep 30', '^Z', 'fg', '^C')).toBe(
    '$ yes | sleep 30\n^Z\n[1]+  Stopped                 yes | sleep 30\n$ fg\nyes | sleep 30\n^C\n$ ',
  );
});

test('Ctrl-D and exit end the shell with a code; stopped jobs ask once more', () => {
  const ended = new ShellMachine().terminal();
  expect(ended.session('false', '^D')).toBe('$ false\n$ exit\n');
  expect(ended.code).toBe(1);
  const exited = new ShellMachine().terminal();
  expect(exited.session('exit 7')).toBe('$ exit 7\nexit\n');
  expect(exited.code).toBe(7);
  const stopped = new ShellMachine().terminal();
  expect(stopped.session('sleep 9', '^Z', 'exit', 'exit')).toBe(
    '$ sleep 9\n^Z\n[1]+  Stopped                 sleep 9\n$ exit\nexit\nThere are stopped jobs.\n$ exit\nexit\n',
  );
});

test('a program killed by a signal is told of', () => {
  expect(session('sleep 100 & p=$!', 'kill -9 $p; wait $p', 'sh -c "kill -SEGV \\$\\$"', 'sh -c "kill -TERM \\$\\$"')).toContain(
    'Segmentation fault\n$ sh -c "kill -TERM \\$\\$"\nTerminated\n$ ',
  );
});

test('history, aliases and traps', () => {
  expect(session('alias ll="echo listing"', 'll all', 'trap "echo caught" INT', 'sleep 5', '^C', 'history | tail -2')).toBe(
    [
      '$ alias ll="echo listing"',
      '$ ll all',
      'listing all',
      '$ trap "echo caught" INT',
      '$ sleep 5',
      '^C',
      '$ history | tail -2',
      '    4  sleep 5',
      '    5  history | tail -2',
      '$ ',
    ].join('\n'),
  );
});

test('a program in the background that reads the terminal is stopped', () => {
  expect(session('cat &', '+1', '')).toContain('[1]+  Stopped                 cat');
});

test('dash and busybox in their words', () => {
  expect(new ShellMachine().terminal('sh', { PS1: '# ' }).session('nosuch', 'if', 'true; then echo y; fi', 'cd /nosuch')).toBe(
    "# nosuch\nsh: 1: nosuch: not found\n# if\n> true; then echo y; fi\ny\n# cd /nosuch\nsh: 4: cd: can't cd to /nosuch\n# ",
  );
  expect(new ShellMachine().terminal('ash', {}).session('nosuch', 'echo )')).toBe(
    '/work # nosuch\nash: nosuch: not found\n/work # echo )\nash: syntax error: unexpected ")"\n/work # ',
  );
});

test('many lines pasted at once run in their order', () => {
  const terminal = new ShellMachine().terminal();
  for (const line of ['a=1', 'read b', 'from the paste', 'echo $a $b']) terminal.tty.line(line);
  expect(terminal.settle()).toBe('$ $ $ 1 from the paste\n$ ');
});

test('read -s hides what is typed, read -n takes keys and shows them; the terminal is as before afterwards', () => {
  const terminal = new ShellMachine().terminal();
  terminal.type('read -s -p "Password: " secret');
  expect(terminal.tty.mode).toEqual({ canonical: true, echo: false, signals: true });
  expect(terminal.type('tide')).toBe('$ ');
  terminal.type('read -n1 -p "Sure? " key; echo; echo "$key of $secret"');
  expect(terminal.tty.mode).toEqual({ canonical: false, echo: true, signals: true });
  terminal.tty.key('y');
  expect(terminal.settle()).toBe('y\ny of tide\n$ ');
  expect(terminal.tty.mode).toEqual({ canonical: true, echo: true, signals: true });
});

test('lines typed before are called back by !, and shown before they run', () => {
  const terminal = new ShellMachine({ '/work/dir/notes.txt': '' }).terminal();
  terminal.settle();
  const typed = (line: string) => terminal.type(line).replace(/\$ $/, '');
  expect(typed('echo one two three')).toBe('one two three\n');
  expect(typed('!!')).toBe('echo one two three\none two three\n');
  expect(typed('echo "last: !$" !:1-2 !^ !*')).toBe('echo "last: three" one two one one two three\nlast: three one two one one two three\n');
  expect(typed('ls dir/notes.txt')).toBe('dir/notes.txt\n');
  expect(typed('echo !$:h !ls:$:t:r')).toBe('echo dir notes\ndir notes\n');
  expect(typed('^dir^folder')).toBe('echo folder notes\nfolder notes\n');
  expect(typed('!1')).toBe('echo one two three\none two three\n');
  expect(typed('!ec:p')).toBe('echo one two three\n');
  expect(typed('!-2')).toBe('echo one two three\none two three\n');
  expect(typed('!nosuch')).toBe('bash: !nosuch: event not found\n');
  expect(typed("echo '!!' hi! a!=b \\!x")).toBe('!! hi! a!=b !x\n');
  expect(typed('!!:s/hi/bye/')).toBe("echo '!!' bye! a!=b \\!x\n!! bye! a!=b !x\n");
  expect(typed('true # !nosuch')).toBe('');
  terminal.session('cat <<E', '!nosuch and $((1 + 1))!', '#!/bin/sh');
  expect(typed('E')).toBe('!nosuch and 2!\n#!/bin/sh\n');
});
