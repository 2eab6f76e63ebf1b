// Programs that fill the screen, look at the machine, or wait for the page.
import { describe, expect, test } from 'vitest';
import { burn, type Program } from '../../host/index.ts';
import { ShellMachine } from '../test-machine.ts';

const busy: Program = function* () {
  yield burn(1);
  return 0;
};

describe('top', () => {
  test('shows who uses the processor, most first', () => {
    const machine = new ShellMachine({}, { busy });
    const { out } = machine.run('busy & sleep 10; top -b -n1 | head -8; kill %1; wait');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^top - \d\d:\d\d:\d\d up 0 min, {2}0 user, {2}load average: \d/);
    expect(lines[1]).toMatch(/^Tasks: +\d+ total, +\d+ running, +\d+ sleeping, +0 stopped, +0 zombie$/);
    expect(lines[6]).toBe('    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND');
    expect(lines[7]).toMatch(/^ +\d+ root +20 +0 +\d+ +\d+ +0 R +(?:100\.0|99\.\d) +0\.0 +0:(?:09\.9|10\.0)\d busy$/);
  });

  test('goes on until q', () => {
    const terminal = new ShellMachine().terminal();
    terminal.tty.line('top');
    expect(terminal.settle(7_000).split('\x1b[H\x1b[2J')).toHaveLength(4);
    terminal.tty.key('q');
    expect(terminal.settle(1)).toBe('$ ');
    expect(terminal.tty.mode.canonical).toBe(true);
  });
});

test('free and uptime tell of memory and load', () => {
  const { out } = new ShellMachine().run('free -m | head -2; uptime -p; sleep 3700; uptime -p; uptime');
  expect(out).toMatch(/^ {15}total {8}used {8}free {6}shared {2}buff\/cache {3}available\nMem: {4} +\d+ +\d+ +\d+ +0 +0 +\d+\nup 0 minutes\nup 1 hour, 1 minute\n \d\d:\d\d:\d\d up {2}1:01, {2}0 user, {2}load average: 0\.00, 0\.00, 0\.00\n$/);
});

test('pgrep and pkill find processes by name', () => {
  const { out } = new ShellMachine().run('sleep 100 & sleep 200 & pgrep -c sleep; pgrep -a sleep | cut -d" " -f2-; pgrep -f "^sleep 2" -l | cut -d" " -f2; pkill -f "^sleep 1"; sleep 1; pgrep -a sleep | cut -d" " -f2-; pidof sleep | wc -w; killall -9 sleep; wait; pgrep sleep; echo $?; pgrep; echo $?');
  expect(out).toBe('2\nsleep 100\nsleep 200\nsleep\nsleep 200\n1\n1\n2\n');
});

describe('less', () => {
  test('pages forwards, backwards and to a pattern, and leaves the screen as it was', () => {
    const terminal = new ShellMachine().terminal();
    terminal.tty.resize(5, 40);
    terminal.type('seq 100 > file');
    expect(terminal.type('less file')).toBe('\x1b[?1049h\x1b[H\x1b[2J1\r\n2\r\n3\r\n4\r\n\x1b[7mfile\x1b[0m');
    const keys = (text: string) => (terminal.tty.key(text), terminal.settle());
    expect(keys(' ')).toContain('5\r\n6\r\n7\r\n8\r\n:');
    expect(keys('\x1b[A')).toContain('4\r\n5\r\n6\r\n7\r\n:');
    expect(keys('G')).toContain('97\r\n98\r\n99\r\n100\r\n\x1b[7m(END)');
    expect(keys('g/5$\r')).toContain('\x1b[7m5\x1b[27m\r\n6\r\n7\r\n8\r\n');
    expect(keys('n')).toContain('1\x1b[7m5\x1b[27m\r\n16\r\n');
    expect(keys('N')).toContain('\x1b[7m5\x1b[27m\r\n6\r\n');
    expect(keys('/no\r')).toContain('Pattern not found');
    expect(keys('q')).toBe('\x1b[?1049l$ ');
    expect(terminal.tty.mode).toEqual({ canonical: true, echo: true, signals: true });
  });

  test('shows a pipe that has not ended', () => {
    const terminal = new ShellMachine().terminal();
    terminal.tty.resize(3, 40);
    expect(terminal.type('(seq 5; sleep 1000) | less', 1)).toContain('1\r\n2\r\n');
    terminal.tty.key('q');
    expect(terminal.settle(2_000_000)).toContain('\x1b[?1049l');
  });
});

describe('vi and nano', () => {
  test('open the file on the page and wait for it', () => {
    const machine = new ShellMachine({ '/work/f': 'before\n' });
    let opened = '';
    let saved = (): void => {};
    machine.host.editor = {
      open: (process, path, done) => {
        opened = path;
        saved = () => {
          process.files.writeFile(path, 'after\n');
          done('saved');
        };
        return () => {};
      },
    };
    const terminal = machine.terminal();
    terminal.settle();
    expect(terminal.type('vi f; cat f')).toBe('');
    expect(opened).toBe('/work/f');
    saved();
    expect(terminal.settle()).toBe('after\n$ ');
  });

  test('say so when there is no page', () => {
    expect(new ShellMachine().terminal().type('true')).toBe('$ $ ');
    const terminal = new ShellMachine().terminal();
    terminal.settle();
    expect(terminal.type('nano f')).toBe('nano: there is no editor here: no page shows this terminal. Set EDITOR to a program that edits f by itself\n$ ');
  });
});

test('netstat lists who listens', () => {
  const { out } = new ShellMachine().run('nc -l -p 8080 & sleep 1; netstat -tlnp; kill %1');
  expect(out).toMatch(/\ntcp {8}0 {6}0 0\.0\.0\.0:8080 {12}0\.0\.0\.0:\* {15}LISTEN {6}\d+\/nc +\n$/);
});
