// What a crowd costs, counted in events and rows, never in seconds.
import { expect, test } from 'vitest';
import { NeedsAsset } from '../sim/index.ts';
import { executableText } from './process/executable.ts';
import { sleep } from './process/time-calls.ts';
import { pause, type Program } from './syscall.ts';
import { start, TestWorld } from './test-machine.ts';

test('a thousand processes that sleep a second at a time make one event a second each', () => {
  const world = new TestWorld();
  const host = world.host('node');
  for (let i = 0; i < 1_000; i++) {
    start(host, function* () {
      for (;;) yield sleep(1_000);
    });
  }
  world.run(0);
  const before = world.clock.steps;
  world.run(60_000);
  expect(world.clock.steps - before).toBe(60_000);
  expect(world.clock.pending).toBe(1_000);
});

test('containers that wait cost nothing: one event to start in their whole life', () => {
  const world = new TestWorld();
  const server: Program = function* () {
    yield pause();
    return 0;
  };
  const host = world.host('node', { programs: { server } });
  host.files.writeFile('/server', executableText('server'), { mode: 0o755 });
  world.run(0);
  const { steps } = world.clock;
  const made = Array.from({ length: 500 }, (_, i) => {
    const cgroup = host.cgroups.child('pods').child(`pod${i}`);
    const namespaces = host.newNamespaces({ pid: true, mnt: true, net: true, ipc: true, uts: { hostname: `web-${i}` }, cgroup });
    return host.spawn('/server', ['server'], { namespaces, cgroup, fds: [], setsid: true });
  });
  world.run(3_600_000);
  expect(world.clock.pending).toBe(0);
  for (const process of made) host.kernel.send(process, 'SIGKILL');
  world.run(3_600_001);
  expect(world.clock.steps - steps).toBe(500);
  expect(new Set(made.map((p) => p.namespaces.net.inode)).size).toBe(500);
  for (const process of made) expect(process.cgroup.remove()).toBe(true);
});

test('a program whose code is not there yet starts when it is, with nothing done twice', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const loaded: Program[] = [];
  host.programs.declare('late', () => {
    const [code] = loaded;
    if (!code) throw new NeedsAsset('late');
    return code;
  });
  host.files.writeFile('/late', executableText('late'), { mode: 0o755 });
  const { process, text } = start(host, '/late', { argv: ['late'] });
  expect(world.clock.run(10, { stepsMax: 100 })).toMatchObject({ reason: 'needs', needs: 'late' });
  expect(process.state).toBe('sleeping');
  loaded.push(function* (p) {
    yield p.print('here');
    return 0;
  });
  world.run(10);
  expect(text()).toBe('here');
});

test('what a process does is caused by what it works for, over yields and children', () => {
  const world = new TestWorld();
  const host = world.host('laptop');
  const seen: number[] = [];
  start(host, function* (p) {
    yield sleep(1);
    p.cause = world.trace.record('shell', 'typed', 'typed', { line: 'ls' });
    seen.push(world.trace.cause);
    yield sleep(1);
    seen.push(world.trace.cause);
    p.spawn(function* (child) {
      seen.push(child.cause, world.trace.cause);
      yield sleep(1);
      seen.push(world.trace.cause);
      return 0;
    }, ['ls']);
    yield sleep(5);
    return 0;
  });
  const other = start(host, function* () {
    yield sleep(2);
    seen.push(world.trace.cause);
    return 0;
  });
  world.run(100);
  expect(other.status()?.code).toBe(0);
  expect(seen).toEqual([1, 0, 1, 1, 1, 1]);
});
