import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../base/index.ts';
import { pause, type Program } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { read, write } from './io-calls.ts';
import type { Process } from './process.ts';
import { waitPid } from './time-calls.ts';

function terminal(program: Program) {
  const world = new TestWorld();
  const host = world.host('laptop');
  const tty = host.openTty();
  let shown = '';
  tty.onOutput((bytes) => void (shown += decodeUtf8(bytes)));
  const file = tty.openFile();
  const ran = start(host, program, { fds: [file, file, file], setsid: true, tty });
  return { world, host, tty, ran, shown: () => shown };
}

const cat: Program = function* (p) {
  for (;;) {
    const bytes: Uint8Array | null = yield read(0);
    if (bytes === null) return 0;
    yield write(1, `<${decodeUtf8(bytes)}>`);
    void p;
  }
};

test('lines come in whole, one a read; Ctrl-D ends the file', () => {
  const { world, tty, ran, shown } = terminal(cat);
  tty.line('one');
  tty.line('two');
  tty.key('thr');
  world.run(1);
  expect(shown()).toBe('<one\n><two\n>');
  tty.key('ee\n');
  tty.key('x\x04');
  tty.eof();
  world.run(2);
  expect(shown()).toBe('<one\n><two\n><three\n><x>');
  expect(ran.status()?.code).toBe(0);
});

test('Ctrl-C reaches the foreground group; as a byte, whoever reads, when the keys are to be passed on', () => {
  const { world, tty, ran, shown } = terminal(function* (p) {
    p.on('SIGINT', 'ignore');
    const job = p.spawn(function* (child) {
      child.on('SIGINT', 'default');
      yield pause();
      return 0;
    }, ['job'], { pgid: 0 });
    p.tty!.foreground = job.groupPids;
    const { code } = yield waitPid(job.pid);
    yield p.print(`job ${code}`);
    p.tty!.foreground = p.groupPids;
    p.tty!.setMode({ signals: false });
    yield write(1, (yield read(0)) as Uint8Array);
    return 0;
  });
  world.run(1);
  tty.interrupt();
  world.run(2);
  tty.interrupt();
  world.run(3);
  expect(shown()).toBe('job 130\x03');
  expect(ran.status()?.code).toBe(0);
});

test('a job in the background that reads is stopped, and reads on when it is brought to the front', () => {
  let job: Process | undefined;
  const seen: unknown[] = [];
  const { world, tty, shown } = terminal(function* (p) {
    job = p.spawn(cat, ['cat'], { pgid: 0 });
    seen.push((yield waitPid(job.pid, { untraced: true })).signal);
    p.tty!.foreground = job.groupPids;
    p.kill(-job.pid, 'SIGCONT');
    yield waitPid(job.pid);
    return 0;
  });
  world.run(1);
  tty.line('hello');
  tty.eof();
  world.run(2);
  expect(seen).toEqual(['SIGTTIN']);
  expect(shown()).toBe('<hello\n>');
  expect(job!.state).toBe('dead');
});

test('when the terminal goes its session is hung up', () => {
  const { world, host, tty, ran } = terminal(function* (p) {
    p.spawn(cat, ['job']);
    yield pause();
    return 0;
  });
  world.run(1);
  const job = [...ran.process.children!][0]!;
  host.closeTty(tty);
  world.run(2);
  expect(ran.status()).toMatchObject({ code: 129, signal: 'SIGHUP' });
  expect(job.state).toBe('dead');
  expect(host.ttys.size).toBe(0);
});

test('a size that changes is a signal', () => {
  const sizes: string[] = [];
  const { world, tty } = terminal(function* (p) {
    p.on('SIGWINCH', () => void sizes.push(`${p.tty!.rows}x${p.tty!.cols}`));
    yield pause();
    return 0;
  });
  world.run(1);
  tty.resize(40, 120);
  tty.resize(40, 120);
  world.run(2);
  expect(sizes).toEqual(['40x120']);
});

test('a reader at a terminal owes nothing for the commands that were typed in one instant', () => {
  const { world, tty, ran } = terminal(function* () {
    for (let n = 0; n < 500; n++) yield read(0);
    return 0;
  });
  world.run(0);
  for (let n = 0; n < 500; n++) {
    tty.line('x');
    world.run(0);
  }
  expect(ran.status()?.code).toBe(0);
  expect(world.clock.now).toBe(0);
});

test('a program that floods the terminal is held to its rate, and a master that is behind holds it altogether', () => {
  const { world, tty } = terminal(function* () {
    for (;;) yield write(1, new Uint8Array(8_192));
  });
  let shown = 0;
  let full = false;
  tty.onOutput((bytes) => {
    shown += bytes.length;
    return !full;
  });
  world.run(1_000);
  expect(shown).toBeLessThanOrEqual(1_048_576 + 1_000 * 4_096);
  expect(shown).toBeGreaterThan(4_000_000);
  full = true;
  world.run(1_100);
  const then = shown;
  world.run(2_000);
  expect(shown).toBe(then);
  full = false;
  tty.drained();
  world.run(3_000);
  expect(shown).toBeGreaterThan(then);
});
