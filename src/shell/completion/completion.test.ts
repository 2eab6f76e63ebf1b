// Completion as the line editor gets it: `¦` marks the cursor, and what comes out is the line with each candidate put in.
import { expect, test } from 'vitest';
import { ShellMachine } from '../test-machine.ts';
import { completeLine } from './complete.ts';
import type { Completer, Completion } from './completer.ts';
import { contextAt } from './line-context.ts';

const files = { '/work/app.yaml': '', '/work/a b.txt': '', '/work/.hidden': '', '/work/dir/inner.sh': '#!/bin/sh\n', '/work/dir/plain': '', '/usr/bin/greet': '#!kubarium greet\n' };

// eslint-disable-next-line require-yield -- it needs no server
const greet: Completer = function* (p, { words, current }) {
  if (words.length > 1) return undefined;
  const lines = p.files.readText('/etc/group').split('\n').length;
  return [
    { value: 'hello', kind: 'value', summary: `of ${lines}` },
    { value: '--name=', kind: 'option', open: true },
    { value: `${current}x`, kind: 'value' },
  ];
};

function complete(marked: string, ...before: readonly string[]): string[] {
  const machine = new ShellMachine(files);
  const terminal = machine.terminal();
  for (const line of before) terminal.type(line);
  const cursor = marked.indexOf('¦');
  const line = marked.replace('¦', '');
  let found: Completion | undefined;
  completeLine(terminal.process, line, cursor, (program) => (program === 'greet' ? greet : undefined), (completion) => (found = completion));
  machine.clock.run(machine.clock.now, { stepsMax: 1000 });
  return found!.candidates.map((c) => line.slice(0, found!.from) + c.text + line.slice(found!.to));
}

test('commands: programs, builtins, functions, aliases', () => {
  expect(complete('base¦')).toEqual(['base32 ', 'base64 ', 'basename ']);
  expect(complete('expo¦')).toEqual(['export ']);
  expect(complete('myf¦', 'myfunc() { :; }')).toEqual(['myfunc ']);
  expect(complete('gr¦', 'alias grumble=ls')).toContain('grumble ');
  for (const front of ['ls | ', 'true && ', 'if ', 'A=1 ', 'x=$(', 'echo; ', '( ', 'watch ']) expect(complete(`${front}whoa¦`), front).toEqual([`${front}whoami `]);
});

test('files, quoted where they must be', () => {
  expect(complete('cat a¦')).toEqual(['cat a\\ b.txt ', 'cat app.yaml ']);
  expect(complete('cat "a ¦')).toEqual(['cat "a b.txt" ']);
  expect(complete("cat 'a ¦")).toEqual(["cat 'a b.txt' "]);
  expect(complete('cat di¦')).toEqual(['cat dir/']);
  expect(complete('cat dir/¦')).toEqual(['cat dir/inner.sh ', 'cat dir/plain ']);
  expect(complete('cat .h¦')).toEqual(['cat .hidden ']);
  expect(complete('cat /work/ap¦')).toEqual(['cat /work/app.yaml ']);
  expect(complete('echo x > ap¦')).toEqual(['echo x > app.yaml ']);
  expect(complete('cd ¦')).toEqual(['cd dir/']);
  expect(complete('./dir/¦')).toEqual(['./dir/inner.sh ']);
  expect(complete('cat nosuch¦')).toEqual([]);
});

test('the word is completed up to the cursor, and what follows stays', () => {
  expect(complete('cat ap¦ | wc')).toEqual(['cat app.yaml  | wc']);
});

test('variables', () => {
  expect(complete('echo $HO¦')).toEqual(['echo $HOME']);
  expect(complete('echo "${myv¦', 'myvar=1')).toEqual(['echo "${myvar}']);
  expect(complete('unset myv¦', 'myvar=1')).toEqual(['unset myvar ']);
});

test("a command's own completer", () => {
  expect(complete('greet ¦')).toEqual(['greet --name=', 'greet hello ', 'greet x ']);
  expect(complete('greet he¦')).toEqual(['greet hello ', 'greet hex ']);
  expect(complete('greet hello ap¦')).toEqual(['greet hello app.yaml ']);
  expect(complete('/usr/bin/greet he¦')).toEqual(['/usr/bin/greet hello ', '/usr/bin/greet hex ']);
  expect(complete('g he¦', "alias g='greet'")).toEqual(['g hello ', 'g hex ']);
});

test('the context of a line', () => {
  expect(contextAt("kubectl get 'po", 15)).toMatchObject({ words: ['kubectl', 'get'], current: 'po', from: 12, quote: "'" });
  expect(contextAt('a b | c d', 9)).toMatchObject({ words: ['c'], current: 'd' });
  expect(contextAt('x "a b" c', 9)).toMatchObject({ words: ['x', 'a b'], current: 'c' });
  expect(contextAt('', 0)).toMatchObject({ words: [], current: '', place: 'command' });
  expect(contextAt('ls ', 3)).toMatchObject({ words: ['ls'], current: '', from: 3, place: 'argument' });
});
