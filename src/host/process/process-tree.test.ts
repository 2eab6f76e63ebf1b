// Random families: whatever is spawned, killed, stopped and waited for, the tree of processes stays one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import type { Process } from './process.ts';
import { sleep, waitPid } from './time-calls.ts';

type Act = { readonly at: number; readonly do: 'spawn' | 'nest' | 'kill' | 'term' | 'stop' | 'cont' | 'reap' | 'exit'; readonly whom: number };

const acts = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 3 }), do: fc.constantFrom<Act['do'][]>('spawn', 'spawn', 'spawn', 'nest', 'kill', 'term', 'stop', 'cont', 'reap', 'exit'), whom: fc.nat(1_000) }),
  { maxLength: 60 },
);

test('the tree of processes holds together under random spawns and deaths', () => {
  fc.assert(
    fc.property(acts, (script) => {
      const world = new TestWorld();
      const host = world.host('node');
      const orders = new Map<Process, (order: 'exit' | 'reap') => void>();
      const spawn = (parent: Process | undefined, nest: boolean) => {
        const { process } = start(host, function* (p) {
          for (;;) {
            let order: 'exit' | 'reap' | undefined;
            orders.set(p, (o) => (order = o));
            yield sleep(1);
            if (order === 'exit') return 4;
            if (order === 'reap' && p.children?.length) yield waitPid(-1, { noHang: true });
          }
        }, { ...(parent ? { parent } : {}), ...(nest ? { namespaces: host.newNamespaces({ pid: true }, parent?.namespaces) } : {}) });
        return process;
      };
      const all = [spawn(undefined, false)];
      for (const act of script) {
        world.run(world.clock.now + act.at);
        const target = all[act.whom % all.length]!;
        if (act.do === 'spawn' || act.do === 'nest') {
          if (target.alive && !target.namespaces.pid.dead) all.push(spawn(target, act.do === 'nest'));
        } else if (act.do === 'exit' || act.do === 'reap') orders.get(target)?.(act.do);
        else host.kernel.send(target, ({ kill: 'SIGKILL', term: 'SIGTERM', stop: 'SIGSTOP', cont: 'SIGCONT' } as const)[act.do]);
        check(host, all);
      }
      host.crash();
      expect(all.every((p) => p.reaped)).toBe(true);
      expect(host.processes.size).toBe(0);
      expect(host.cgroups.processCount).toBe(0);
    }),
    { numRuns: 80 },
  );
});

function check(host: Host, all: readonly Process[]): void {
  const alive = [...host.processes.values()];
  expect(new Set(alive.map((p) => p.hostPid)).size).toBe(alive.length);
  expect(host.cgroups.processCount).toBe(alive.filter((p) => p.alive).length);
  for (const p of all) {
    expect(host.processes.has(p.hostPid)).toBe(!p.reaped);
    if (p.reaped) continue;
    expect(p.parent && !p.parent.ended).toBe(true);
    expect(p.parent!.children).toContain(p);
    for (let at: Process['namespaces']['pid'] | undefined = p.namespaces.pid; at; at = at.parent) {
      expect(at.processes.get(p.pidIn(at))).toBe(p);
    }
    if (p.namespaces.pid.dead) expect(p.ended).toBeDefined();
    if (p.ended) expect(p.children ?? []).toHaveLength(0);
  }
}

test('equal inputs give the equal history, to the hash', () => {
  const play = () => {
    const world = new TestWorld();
    const host = world.host('node');
    for (let i = 0; i < 20; i++) {
      start(host, function* (p) {
        for (let n = 0; n < 5; n++) {
          yield sleep(p.random.below(20));
          p.spawn(function* () {
            yield pause();
            return 0;
          }, ['child']);
        }
        p.kill(0, 'SIGKILL');
        return 0;
      }, { setsid: true });
    }
    world.run();
    return world.clock.hash.hex();
  };
  expect(play()).toBe(play());
});
