import { expect, test } from 'vitest';
import type { SystemError } from '../errors.ts';
import { start, TestWorld } from '../test-machine.ts';
import { pause, until, type Program } from '../syscall.ts';
import { read } from './io-calls.ts';
import { executableText } from './executable.ts';
import { cpu, sleep, waitPid } from './time-calls.ts';

const forever: Program = function* () {
  yield pause();
  return 0;
};

const exits = (code: number, afterMs = 0): Program =>
  function* () {
    yield sleep(afterMs);
    return code;
  };

test('a child ends, stays a zombie until its parent has looked, and gives its code', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const seen: unknown[] = [];
  const { process } = start(host, function* (p) {
    const child = p.spawn(exits(3, 10), ['child']);
    yield sleep(100);
    seen.push(child.state, child.ppid === p.pid);
    seen.push(yield waitPid(-1));
    seen.push(child.state, host.processes.has(child.pid));
    try {
      yield waitPid(-1);
    } catch (error) {
      seen.push((error as SystemError).code);
    }
    return 0;
  });
  world.run();
  expect(seen).toEqual(['zombie', true, { pid: process.pid + 1, code: 3 }, 'dead', false, 'ECHILD']);
  expect(process.state).toBe('dead');
});

test('signals end with 128 + n, are handled, ignored, and interrupt', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const killed = start(host, forever);
  const ignoring = start(host, function* (p) {
    p.on('SIGTERM', 'ignore');
    yield sleep(50);
    return 7;
  });
  const handling = start(host, function* (p) {
    yield until((wake) => void p.on('SIGTERM', () => wake()));
    yield p.print('bye\n');
    return 0;
  });
  const interrupted = start(host, function* (p) {
    p.on('SIGINT', () => 'interrupt');
    try {
      yield sleep(1_000);
    } catch (error) {
      yield p.print((error as SystemError).code);
    }
    return 1;
  });
  world.run(10);
  for (const { process } of [killed, ignoring, handling]) host.kernel.send(process, 'SIGTERM');
  host.kernel.send(interrupted.process, 'SIGINT');
  world.run(1_000);
  expect(killed.status()).toMatchObject({ code: 143, signal: 'SIGTERM' });
  expect(ignoring.status()).toMatchObject({ code: 7 });
  expect(handling.text()).toBe('bye\n');
  expect(interrupted.text()).toBe('EINTR');
});

test('killing runs the finally blocks of the program, and only those', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const steps: string[] = [];
  const { process, status } = start(host, function* () {
    try {
      yield pause();
      steps.push('went on');
    } finally {
      steps.push('finally');
    }
    return 0;
  });
  world.run(1);
  host.kernel.send(process, 'SIGKILL');
  expect(steps).toEqual(['finally']);
  expect(status()).toMatchObject({ code: 137, signal: 'SIGKILL' });
});

test('a process that kills itself ends at its next yield', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const { status, text } = start(host, function* (p) {
    p.kill(p.pid, 'SIGTERM');
    yield p.print('still here');
    return 0;
  });
  world.run();
  expect(status()?.code).toBe(143);
  expect(text()).toBe('');
});

test('a PID namespace numbers from 1, is seen from outside by other numbers, and ends with its PID 1', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const seen: number[][] = [];
  const { process } = start(
    host,
    function* (p) {
      const child = p.spawn(function* (c) {
        seen.push([c.pid, c.ppid, c.hostPid]);
        const grandchild = c.spawn(forever, ['grandchild']);
        seen.push([grandchild.pid, grandchild.ppid]);
        yield pause();
        return 0;
      }, ['child']);
      seen.push([p.pid, p.ppid, child.pid]);
      yield pause();
      return 0;
    },
    { namespaces: host.newNamespaces({ pid: true }) },
  );
  world.run(10);
  expect(seen).toEqual([[1, 0, 2], [2, 1, process.hostPid + 1], [3, 2]]);
  const inside = [...process.namespaces.pid.processes.values()];
  expect(inside.map((p) => p.pid)).toEqual([1, 2, 3]);
  host.kernel.send(process, 'SIGKILL');
  world.run(20);
  expect(inside.map((p) => p.state)).toEqual(['dead', 'dead', 'dead']);
  expect(() => process.host.spawn(forever, ['late'], { namespaces: process.namespaces })).toThrow('Cannot allocate memory');
});

test('PID 1 of a namespace takes only signals it handles; from outside SIGKILL reaches it', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const { process, status } = start(
    host,
    function* (p) {
      p.spawn(function* (c) {
        c.kill(1, 'SIGKILL');
        yield sleep(0);
        return 0;
      }, ['child']);
      yield pause();
      return 0;
    },
    { namespaces: host.newNamespaces({ pid: true }) },
  );
  world.run(10);
  host.kernel.send(process, 'SIGTERM');
  world.run(20);
  expect(status()).toBeUndefined();
  host.kernel.send(process, 'SIGKILL');
  expect(status()?.code).toBe(137);
});

test('orphans go to PID 1 of their namespace, which is left with zombies when it does not look', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const { process } = start(
    host,
    function* (p) {
      p.spawn(function* (c) {
        c.spawn(exits(0, 50), ['orphan']);
        yield sleep(10);
        return 0;
      }, ['middle']);
      yield waitPid(-1);
      yield pause();
      return 0;
    },
    { namespaces: host.newNamespaces({ pid: true }) },
  );
  world.run(20);
  const orphan = process.namespaces.pid.processes.get(3)!;
  expect(orphan.ppid).toBe(1);
  world.run(100);
  expect(orphan.state).toBe('zombie');
  expect(start(host, exits(0)).process.parent).toBe(host.init.process);
});

test('a stopped process stands still, takes no time, and goes on where it was', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const { process, status } = start(host, function* () {
    yield sleep(10);
    yield cpu(10);
    return 0;
  });
  world.run(15);
  host.kernel.send(process, 'SIGSTOP');
  expect(process.state).toBe('stopped');
  world.run(1_000);
  expect(status()).toBeUndefined();
  host.kernel.send(process, 'SIGCONT');
  world.run(1_004);
  expect(status()).toBeUndefined();
  world.run(1_005);
  expect(status()?.code).toBe(0);
});

test('a job that stops is reported to a parent that asks for it', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const seen: unknown[] = [];
  start(host, function* (p) {
    const child = p.spawn(forever, ['job'], { pgid: 0 });
    p.kill(child.pid, 'SIGTSTP');
    seen.push(yield waitPid(child.pid, { untraced: true }));
    p.kill(-child.pid, 'SIGCONT');
    p.kill(-child.pid, 'SIGTERM');
    seen.push(yield waitPid(child.pid));
    return 0;
  });
  world.run();
  expect(seen).toMatchObject([{ code: 148, signal: 'SIGTSTP', stopped: true }, { code: 143, signal: 'SIGTERM' }]);
});

test('executables are files that name a program or an interpreter; what is neither gives its error', () => {
  const world = new TestWorld();
  const programs: Record<string, Program> = {
    say: function* (p) {
      yield p.print(p.argv.join(' '));
      return 0;
    },
  };
  const host = world.host('node', { programs });
  const { files } = host;
  files.writeFile('/say', executableText('say'), { mode: 0o755 });
  files.writeFile('/script', '#!/say -x\nbody\n', { mode: 0o755 });
  files.writeFile('/plain', executableText('say'), { mode: 0o644 });
  files.writeFile('/strange', executableText('nobody'), { mode: 0o755 });
  const script = start(host, '/script', { argv: ['/script', 'a'] });
  world.run();
  expect(script.text()).toBe('/say -x /script a');
  expect(script.process.name).toBe('say');
  expect(() => start(host, '/missing')).toThrow('No such file or directory');
  expect(() => start(host, '/plain')).toThrow('Permission denied');
  expect(() => start(host, '/strange')).toThrow('Exec format error');
  expect(() => start(host, '/')).toThrow('Permission denied');
});

test('exec keeps the process and its descriptors and forgets its handlers', () => {
  const world = new TestWorld();
  const programs: Record<string, Program> = {
    after: function* (p) {
      yield p.print(`${p.pid} ${p.argv[1]} ${String(p.on('SIGTERM', 'default'))} ${String(p.on('SIGHUP', 'default'))}`);
      return 5;
    },
  };
  const host = world.host('node', { programs });
  host.files.writeFile('/after', executableText('after'), { mode: 0o755 });
  const { process, text, status } = start(host, function* (p) {
    p.on('SIGTERM', () => {});
    p.on('SIGHUP', 'ignore');
    yield p.exec('/after', ['/after', 'x']);
    return 1;
  });
  world.run();
  expect(text()).toBe(`${process.pid} x default ignore`);
  expect(status()?.code).toBe(5);
});

test('a refusal that nobody catches is printed and ends the program', () => {
  const world = new TestWorld();
  const careless = start(world.host('node'), function* (p) {
    yield read(p.open('/nothing'));
    return 0;
  }, { argv: ['careless'] });
  world.run();
  expect(careless.text()).toBe('careless: /nothing: No such file or directory\n');
  expect(careless.status()?.code).toBe(1);
});
