import fc from 'fast-check';
import { expect, test } from 'vitest';
import { burn, cpu, memory, sleep } from '../process/time-calls.ts';
import { pause, tick } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import { Cgroup, type CgroupLimits } from './cgroup.ts';
import { CORE_NS_PER_MS, shareCpu } from './cpu-share.ts';
import { waterFill } from './water-fill.ts';

const claims = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 10_000 }), cap: fc.integer({ min: 0, max: 5_000_000 }) }), { maxLength: 30 });

test('a fill gives away exactly what there is, to nobody more than its cap, and what is left over by weight', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64_000_000 }), claims, (capacity, all) => {
      const rates = waterFill(capacity, all);
      const caps = all.reduce((sum, c) => sum + c.cap, 0);
      expect(rates.reduce((sum, r) => sum + r, 0)).toBe(Math.min(capacity, caps));
      for (const [i, rate] of rates.entries()) {
        expect(Number.isInteger(rate) && rate >= 0 && rate <= all[i]!.cap).toBe(true);
        for (const [j, other] of rates.entries()) {
          // Whoever is below its cap has no less for its weight than anybody else, but for one unit of rounding.
          if (rate < all[i]!.cap) expect((rate + 1) * all[j]!.weight).toBeGreaterThanOrEqual((other - 1) * all[i]!.weight);
        }
      }
    }),
  );
});

const limits = fc.record({ weight: fc.integer({ min: 2, max: 4_096 }), quotaUs: fc.option(fc.integer({ min: 1_000, max: 400_000 }), { nil: undefined }), cpuset: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }), { nil: undefined }) });

test('shares never exceed the cores, a quota, or a set of cores, and leave nothing idle that somebody could use', () => {
  const group = fc.record({ limits, tasks: fc.integer({ min: 0, max: 4 }), below: fc.array(fc.record({ limits, tasks: fc.integer({ min: 0, max: 3 }) }), { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(group, { maxLength: 4 }), (cores, tree) => {
      const root = new Cgroup('', undefined);
      const wants: { group: Cgroup; cores: number }[] = [];
      const add = (parent: Cgroup, name: string, spec: { limits: CgroupLimits; tasks: number }) => {
        const made = parent.child(name, spec.limits);
        for (let i = 0; i < spec.tasks; i++) wants.push({ group: made, cores: 1 });
        return made;
      };
      tree.forEach((spec, i) => {
        const made = add(root, `g${i}`, spec);
        spec.below.forEach((inner, j) => add(made, `b${j}`, inner));
      });
      const { rates } = shareCpu(cores, wants);
      const sum = (of: (i: number) => boolean) => rates.reduce((total, rate, i) => total + (of(i) ? rate : 0), 0);
      expect(sum(() => true)).toBeLessThanOrEqual(cores * CORE_NS_PER_MS);
      for (const [i, rate] of rates.entries()) expect(Number.isInteger(rate) && rate >= 0 && rate <= CORE_NS_PER_MS, `claim ${i}`).toBe(true);
      const within = (i: number, g: Cgroup) => {
        for (let at: Cgroup | undefined = wants[i]!.group; at; at = at.parent) if (at === g) return true;
        return false;
      };
      const groups = [root, ...root.children, ...root.children.flatMap((g) => g.children)];
      for (const g of groups) {
        const { quotaUs } = g.limits;
        if (quotaUs !== undefined) expect(sum((i) => within(i, g))).toBeLessThanOrEqual(quotaUs * 10);
        expect(sum((i) => within(i, g))).toBeLessThanOrEqual(boundTo(g, cores).length * CORE_NS_PER_MS);
      }
      const free = tree.every((g) => g.limits.quotaUs === undefined && !g.limits.cpuset && g.below.every((b) => b.limits.quotaUs === undefined && !b.limits.cpuset));
      if (free) expect(sum(() => true)).toBe(Math.min(cores, wants.length) * CORE_NS_PER_MS);
    }),
    { numRuns: 300 },
  );
});

/** A set that shares no core with the parent's counts for nothing. */
function boundTo(group: Cgroup, cores: number): number[] {
  const outer = group.parent ? boundTo(group.parent, cores) : Array.from({ length: cores }, (_, i) => i);
  const own = outer.filter((core) => group.limits.cpuset?.includes(core) ?? true);
  return own.length > 0 ? own : outer;
}

test('two groups bound to one core share it, whatever else is idle', () => {
  const root = new Cgroup('', undefined);
  const a = root.child('a', { cpuset: [0], weight: 3_072 });
  const b = root.child('b', { cpuset: [0] });
  const { rates } = shareCpu(4, [{ group: a, cores: 1 }, { group: b, cores: 1 }, { group: root, cores: 1 }]);
  expect(rates).toEqual([750_000, 250_000, 1_000_000]);
});

test('work ends when its share of the cores has done it, and what was used adds up', () => {
  const world = new TestWorld();
  const host = world.host('node', { facts: { cores: 1 } });
  const ends: number[] = [];
  const work = (ms: number) =>
    start(host, function* () {
      yield cpu(ms);
      ends.push(world.clock.now);
      return 0;
    });
  const first = work(100).process;
  world.run(50);
  const second = work(100).process;
  world.run();
  expect(ends).toEqual([150, 200]); // 50 alone, 100 at half speed; then the rest alone
  expect([first.cpuNs, second.cpuNs]).toEqual([100_000_000, 100_000_000]);
  expect(host.cgroups.usageNs).toBe(200_000_000);
});

test('under random load no nanosecond is lost or made', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), ms: fc.integer({ min: 1, max: 80 }), group: fc.integer({ min: 0, max: 2 }) }), { maxLength: 12 }), (cores, jobs) => {
      const world = new TestWorld();
      const host = world.host('node', { facts: { cores } });
      const groups = [host.cgroups.child('a', { quotaUs: 30_000 }), host.cgroups.child('b', { weight: 100 }), host.cgroups.child('c')];
      const ran = jobs.map(({ at, ms, group }) =>
        start(host, function* () {
          yield sleep(at);
          yield cpu(ms);
          return 0;
        }, { cgroup: groups[group]! }).process,
      );
      let before = 0;
      for (let t = 0; t < 400; t += 13) {
        world.run(t);
        host.cpu.bringUpToDate();
        expect(host.cgroups.usageNs - before).toBeLessThanOrEqual(13 * cores * CORE_NS_PER_MS);
        before = host.cgroups.usageNs;
        expect(groups.reduce((sum, g) => sum + g.usageNs, 0)).toBe(host.cgroups.usageNs);
      }
      world.run();
      expect(ran.map((p) => p.cpuNs)).toEqual(jobs.map(({ ms }) => ms * 1_000_000));
    }),
    { numRuns: 60 },
  );
});

test('a quota throttles, and says so', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const cgroup = host.cgroups.child('limited', { quotaUs: 50_000, periodUs: 100_000 });
  const { process } = start(host, function* () {
    yield burn(2);
    return 0;
  }, { cgroup });
  world.run(10_000);
  host.cpu.bringUpToDate();
  expect(cgroup.usageNs).toBe(5_000_000_000);
  expect([cgroup.periods, cgroup.throttledPeriods]).toEqual([100, 100]);
  expect(host.cpu.milliCoresOf(process)).toBe(500);
});

test('a loop that only counts takes time, about a thousand events a second', () => {
  const world = new TestWorld();
  const host = world.host('node');
  start(host, function* () {
    for (;;) yield tick();
  });
  const { steps } = world.clock.run(1_000, { stepsMax: 100_000 });
  expect(world.clock.now).toBe(1_000);
  expect(steps).toBeGreaterThan(900);
  expect(steps).toBeLessThan(1_050);
});

test('past the limit of a group its largest process is killed, with 137', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const cgroup = host.cgroups.child('pod', { memoryBytes: 100 });
  const holds = (bytes: number, atMs: number) =>
    start(host, function* () {
      yield sleep(atMs);
      yield memory(bytes);
      yield pause();
      return 0;
    }, { cgroup });
  const small = holds(30, 0);
  const large = holds(60, 1);
  const late = holds(40, 2);
  world.run(10);
  expect(large.status()).toMatchObject({ code: 137, signal: 'SIGKILL' });
  expect(large.process.oomKilled).toBe(true);
  expect([small.status(), late.status()]).toEqual([undefined, undefined]);
  expect([cgroup.memoryBytes, cgroup.memoryPeakBytes, cgroup.oomKills]).toEqual([70, 130, 1]);
});

test('a score counts as if more or less were held, and goes to children; the first process of the machine is spared', () => {
  const world = new TestWorld();
  const host = world.host('node', { facts: { memoryBytes: 1_000 } });
  world.run(0);
  host.kernel.growMemory(host.init.process!, 500);
  const holds = (bytes: number, score: number, atMs: number) => {
    const one = start(host, function* () {
      yield sleep(atMs);
      yield memory(bytes);
      yield pause();
      return 0;
    });
    one.process.oomScoreAdj = score;
    return one;
  };
  const [dear, plain, cheap] = [holds(300, -300, 1), holds(150, 0, 2), holds(100, 200, 3)];
  expect(start(host, function* () {
    yield pause();
    return 0;
  }, { parent: dear.process }).process.oomScoreAdj).toBe(-300);
  world.run(10);
  expect([dear.status(), plain.status(), cheap.status()?.signal]).toEqual([undefined, undefined, 'SIGKILL']);
});

test('a frozen group stands still; thawed, it goes on', () => {
  const world = new TestWorld();
  const host = world.host('node');
  const cgroup = host.cgroups.child('paused');
  const { status } = start(host, function* () {
    yield sleep(10);
    return 0;
  }, { cgroup });
  world.run(1);
  cgroup.freeze(true);
  world.run(100);
  expect(status()).toBeUndefined();
  cgroup.freeze(false);
  world.run(100);
  expect(status()?.code).toBe(0);
});
