import { expect, test } from 'vitest';
import { help } from '../builtins/help.ts';
import { builtinsOf } from '../builtins/index.ts';
import { topics } from '../builtins/help-topics.ts';
import { ShellMachine } from '../test-machine.ts';
import { readPages } from './page.ts';
import { filePages } from './pages/files.ts';
import { machinePages } from './pages/machine.ts';
import { networkPages } from './pages/network.ts';
import { processPages } from './pages/processes.ts';
import { textPages } from './pages/text.ts';

const machine = new ShellMachine();
const programs = machine.run('cd /usr/bin; echo *').out.trim().split(' ');
const pages = [filePages, textPages, processPages, networkPages, machinePages].flatMap(readPages);
const told = new Map(pages.flatMap((page) => page.names.map((name) => [name, page] as const)));

test('every program has a page', () => {
  expect(programs.filter((name) => name !== '[' && !told.has(name)), 'write a page in manual/pages for each').toEqual([]);
});

// What a program says of itself is the page's synopsis, and it takes every option that its page tells of.
test.each([...told].filter(([name]) => programs.includes(name)))('man %s is true of the program', (name, page) => {
  const usage = /^Usage: \S+ ?([\s\S]*)$/.exec(machine.exec([name, '--help']).out)?.[1];
  if (usage === undefined) return;
  expect(page.synopses.join('\n')).toContain(usage.split('\n')[0]!);
  for (const [term] of page.terms) {
    for (const option of term.split(', ')) {
      const flag = /^(--?[A-Za-z0-9][-a-z0-9]*)(?:$|[ =[])/.exec(option)?.[1];
      if (flag === undefined || !/^--|^-.$/.test(flag)) continue;
      const { err } = machine.exec([name, '--help', flag + (flag.startsWith('--') && option.includes('=') ? '=1' : ''), '1']);
      expect(err, `${name} ${flag}`).toBe('');
    }
  }
});

test('a page is as wide as it is told, and goes through the pager only at a terminal', () => {
  const { out } = machine.run('MANWIDTH=60 man tar');
  expect(out.split('\n')[0]).toBe('TAR(1)                 User Commands                  TAR(1)');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(machine.run('man nosuch; echo $?; man 3 ls; man; whatis ls nosuch')).toMatchObject({
    out: '16\nls (1)               - list what is in directories\n',
    err: "No manual entry for nosuch\nNo manual entry for ls in section 3\nWhat manual page do you want?\nFor example, try 'man man'.\nnosuch: nothing appropriate.\n",
  });
});

test('help tells of every builtin of bash, and of nothing that is not there', () => {
  const builtins = builtinsOf('bash');
  const names = new Set(topics.map((topic) => topic.name));
  expect(builtins.get('help')).toBe(help);
  expect([...builtins.keys()].filter((name) => !names.has(name) && name !== 'readarray')).toEqual([]);
  const { out } = machine.run(`type -t ${[...names].map((name) => `'${name.split(' ')[0]}'`).join(' ')}`);
  expect(out.trim().split('\n').every((kind) => kind === 'builtin' || kind === 'keyword')).toBe(true);
  expect(out.trim().split('\n').length).toBe(names.size - 1); // (( is neither
});
