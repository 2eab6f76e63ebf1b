import { expect, test } from 'vitest';
import { pause, until, type Program } from '../syscall.ts';
import { sleep } from '../process/time-calls.ts';
import { TestWorld } from '../test-machine.ts';
import { unitWords } from './unit-settings.ts';
import type { UnitSpec } from './unit.ts';

const forever: Program = function* () {
  yield pause();
  return 0;
};

const exits = (code: number, afterMs: number): Program =>
  function* (p) {
    yield p.print(`going in ${afterMs}\n`);
    yield sleep(afterMs);
    return code;
  };

function machine(...units: readonly UnitSpec[]) {
  const world = new TestWorld();
  const host = world.host('node', { boot: false });
  for (const unit of units) host.init.add(unit);
  host.boot();
  return { world, host, init: host.init };
}

test('units start in order with the machine, as children of PID 1, and what they print is in the journal', () => {
  const order: string[] = [];
  const named = (name: string): Program =>
    function* (p) {
      order.push(name);
      yield p.print(`${name} is up\nand`);
      yield pause();
      return 0;
    };
  const { world, host, init } = machine(
    { name: 'kubelet', argv: ['/usr/bin/kubelet'], program: named('kubelet'), after: ['containerd', 'nothing'] },
    { name: 'containerd', argv: ['/usr/bin/containerd'], program: named('containerd') },
    { name: 'docker', argv: ['dockerd'], program: named('docker'), enabled: false },
  );
  world.run(10);
  expect(order).toEqual(['containerd', 'kubelet']);
  const pid = init.status('kubelet')!.pid!;
  expect(host.processes.get(pid)).toMatchObject({ name: 'kubelet', ppid: 1 });
  expect(host.processes.get(pid)!.cgroup.path).toBe('/system.slice/kubelet.service');
  init.start('docker');
  world.run(20);
  host.kernel.send(init.mainProcess('kubelet')!, 'SIGKILL');
  const lines = init.journal.read({ unit: 'kubelet' });
  expect(lines.map((l) => [l.identifier, l.text])).toEqual([
    ['systemd', 'Started kubelet.service.'],
    ['kubelet', 'kubelet is up'],
    ['kubelet', 'and'],
    ['systemd', 'kubelet.service: Main process exited, code=killed, status=9/KILL'],
    ['systemd', "kubelet.service: Failed with result 'signal'."],
  ]);
  expect(init.status('kubelet')).toMatchObject({ state: 'failed', code: 137, pid: undefined });
  expect(init.status('docker')!.state).toBe('active');
});

test('restart policies: always, on failure, never', () => {
  const policies = [
    { restart: 'always', code: 0, again: true },
    { restart: 'on-failure', code: 0, again: false },
    { restart: 'on-failure', code: 2, again: true },
    { restart: 'no', code: 2, again: false },
  ] as const;
  for (const { restart, code, again } of policies) {
    const { world, init } = machine({ name: 'u', argv: ['u'], program: exits(code, 1_000), restart, restartDelayMs: 500 });
    world.run(1_200);
    expect(init.status('u')).toMatchObject({ subState: again ? 'auto-restart' : code === 0 ? 'dead' : 'failed', code });
    world.run(1_600);
    expect(init.status('u')).toMatchObject({ state: again ? 'active' : code === 0 ? 'inactive' : 'failed', restarts: again ? 1 : 0 });
  }
});

test('a unit that fails too often is given up, unless it may fail for ever', () => {
  const often = machine({ name: 'u', argv: ['u'], program: exits(1, 0), restart: 'always' });
  often.world.run(60_000);
  expect(often.init.status('u')).toMatchObject({ state: 'failed', result: 'start-limit-hit' });
  expect(often.init.journal.read().filter((l) => l.text === 'going in 0').length).toBe(5);
  const always = machine({ name: 'u', argv: ['u'], program: exits(1, 0), restart: 'always', restartDelayMs: 10_000, startLimitBurst: 0 });
  always.world.run(60_000);
  expect(always.init.status('u')).toMatchObject({ restarts: 6 });
});

test('stopping asks, waits, and kills; a stopped unit stays stopped', () => {
  const stubborn: Program = function* (p) {
    p.on('SIGTERM', 'ignore');
    yield pause();
    return 0;
  };
  const polite: Program = function* (p) {
    yield until((wake) => void p.on('SIGTERM', () => wake()));
    yield sleep(200);
    return 0;
  };
  const { world, init } = machine(
    { name: 'stubborn', argv: ['s'], program: stubborn, restart: 'always', stopTimeoutMs: 5_000 },
    { name: 'polite', argv: ['p'], program: polite, restart: 'always' },
  );
  world.run(10);
  init.stop('stubborn');
  init.stop('polite');
  expect(init.status('polite')).toMatchObject({ state: 'deactivating' });
  world.run(300);
  expect(init.status('polite')).toMatchObject({ state: 'inactive', code: 0 });
  expect(init.status('stubborn')).toMatchObject({ subState: 'stop-sigterm' });
  world.run(6_000);
  expect(init.status('stubborn')).toMatchObject({ state: 'failed', code: 137 });
  world.run(60_000);
  expect(init.units.map((u) => u.state)).toEqual(['failed', 'inactive']);
  init.restart('polite');
  world.run(60_100);
  expect(init.status('polite')!.state).toBe('active');
  const pid = init.status('polite')!.pid;
  init.stop('polite');
  init.start('polite'); // while it still ends: its turn comes after that
  expect(init.status('polite')).toMatchObject({ state: 'deactivating', pid });
  world.run(61_000);
  expect(init.status('polite')!.state).toBe('active');
  expect(init.status('polite')!.pid).not.toBe(pid);
});

test('a file that is no program: the unit fails with 203', () => {
  const { world, init } = machine({ name: 'u', argv: ['/usr/bin/nothing'] });
  world.run(10);
  expect(init.status('u')).toMatchObject({ state: 'failed', code: 203 });
});

test('a crash ends everything at once, a boot begins anew on the same disk', () => {
  const ended: string[] = [];
  const tidy: Program = function* (p) {
    try {
      p.files.writeFile('/kept', 'x');
      p.files.writeFile('/run/lost', 'x');
      yield pause();
    } finally {
      ended.push('closed');
    }
    return 0;
  };
  const { world, host, init } = machine({ name: 'u', argv: ['u'], program: tidy, restart: 'always' });
  const tty = host.openTty();
  world.run(10);
  host.crash();
  expect(ended).toEqual(['closed']);
  expect([host.processes.size, host.running, tty.hungUp]).toEqual([0, false, true]);
  expect(() => host.spawn(forever, ['x'])).toThrow('Resource temporarily unavailable');
  world.run(60_000);
  expect(init.status('u')!.state).toBe('inactive');
  host.boot();
  expect([host.files.exists('/kept'), host.files.exists('/run/lost')]).toEqual([true, false]);
  world.run(60_010);
  expect(init.status('u')).toMatchObject({ state: 'active', pid: 2 });
  expect(init.journal.read({ boot: 1 }).length).toBeGreaterThan(0);
});

test('a shutdown stops the units in reverse order first', () => {
  const order: string[] = [];
  const slow = (name: string): Program =>
    function* (p) {
      yield until((wake) => void p.on('SIGTERM', () => wake()));
      yield sleep(50);
      order.push(`${name}@${p.host.clock.now}`);
      return 0;
    };
  const { world, host } = machine({ name: 'a', argv: ['a'], program: slow('a') }, { name: 'b', argv: ['b'], program: slow('b'), after: ['a'] });
  world.run(10);
  let offAt = 0;
  host.shutdown(() => (offAt = world.clock.now));
  world.run(1_000);
  expect(order).toEqual(['b@60', 'a@110']);
  expect([offAt, host.running]).toEqual([110, false]);
});

test("what people do to a unit's file stays done when the machine starts again", () => {
  const { world, host, init } = machine({ name: 'kubelet', argv: ['/usr/bin/kubelet'], program: forever });
  world.run(10);
  host.files.unlink('/lib/systemd/system/kubelet.service');
  host.shutdown();
  world.run(100_000);
  host.boot();
  world.run(10);
  expect(init.status('kubelet')!.state).toBe('active');
  expect(host.files.exists('/lib/systemd/system/kubelet.service')).toBe(false);
});

test.each([
  ['/bin/sh -c "echo \\"a\\" b" \'c d\'e', ['/bin/sh', '-c', 'echo "a" b', 'c de']],
  ['  a  b ', ['a', 'b']],
  ['a "b', []],
  ['\\"'.repeat(500_000) + 'x', []],
])('words of a unit: %.40s', (text, words) => expect(unitWords(text)).toEqual(words));
