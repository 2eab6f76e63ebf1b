import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxTotal, minAvailable, newSetSize, proportionalSizes, shrinkOldSets, type SetSize } from './rolling-arithmetic.ts';
import { resolveBounds } from './rolling-bounds.ts';

/** ReplicaSets, their pods and a controller that is woken at any time: as loose as the real parts are coupled. */
interface Model {
  readonly sets: Map<string, { replicas: number; ready: number; unready: number }>;
  newName: string;
}

const sizeOf = (name: string, s: { replicas: number; ready: number; unready: number }): SetSize => ({ name, replicas: s.replicas, pods: s.ready + s.unready, available: s.ready });
const held = (model: Model) => [...model.sets.values()].reduce((sum, s) => sum + s.ready + s.unready, 0);
const ready = (model: Model) => [...model.sets.values()].reduce((sum, s) => sum + s.ready, 0);

function control(model: Model, bounds: ReturnType<typeof resolveBounds>): void {
  const own = model.sets.get(model.newName)!;
  const old = [...model.sets].filter(([name]) => name !== model.newName).map(([name, s]) => sizeOf(name, s));
  const to = newSetSize(bounds, sizeOf(model.newName, own), old);
  if (to !== own.replicas) {
    own.replicas = to;
    return;
  }
  for (const { name, to: size } of shrinkOldSets(bounds, sizeOf(model.newName, own), old)) model.sets.get(name)!.replicas = size;
}

/** One step of a ReplicaSet: makes or ends one pod, the unready first. */
function workOff(model: Model, name: string): void {
  const set = model.sets.get(name)!;
  const pods = set.ready + set.unready;
  if (pods < set.replicas) set.unready++;
  else if (pods > set.replicas && set.unready > 0) set.unready--;
  else if (pods > set.replicas) set.ready--;
}

const limit = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 100 }).map((p) => `${p}%`));
const events = fc.array(fc.record({ what: fc.constantFrom('control', 'work', 'ready', 'template'), pick: fc.nat(5) }), { minLength: 20, maxLength: 300 });

describe('the bounds', () => {
  test('are as the documentation has them', () => {
    expect(resolveBounds(10, '25%', '25%')).toEqual({ desired: 10, maxSurge: 3, maxUnavailable: 2 });
    expect(resolveBounds(3, '25%', '25%')).toEqual({ desired: 3, maxSurge: 1, maxUnavailable: 0 });
    expect(resolveBounds(4, 0, 0)).toEqual({ desired: 4, maxSurge: 0, maxUnavailable: 1 });
    expect(resolveBounds(2, 1, 5)).toEqual({ desired: 2, maxSurge: 1, maxUnavailable: 2 });
    expect(resolveBounds(7, '0%', '10%')).toEqual({ desired: 7, maxSurge: 0, maxUnavailable: 1 });
  });

  test('hold at every instant, whoever acts when, with templates changing in between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), limit, limit, events, (desired, surge, unavailable, list) => {
        const bounds = resolveBounds(desired, surge, unavailable);
        const model: Model = { sets: new Map([['a', { replicas: desired, ready: desired, unready: 0 }]]), newName: 'a' };
        for (const { what, pick } of list) {
          const names = [...model.sets.keys()];
          const name = names[pick % names.length]!;
          if (what === 'control') control(model, bounds);
          else if (what === 'work') workOff(model, name);
          else if (what === 'template' && pick === 0) {
            model.newName = `t${model.sets.size}`;
            model.sets.set(model.newName, { replicas: 0, ready: 0, unready: 0 });
          } else if (what === 'ready') {
            const set = model.sets.get(name)!;
            if (set.unready > 0) {
              set.unready--;
              set.ready++;
            }
          }
          expect(held(model)).toBeLessThanOrEqual(maxTotal(bounds));
          expect(ready(model)).toBeGreaterThanOrEqual(minAvailable(bounds));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an update that nothing hinders comes to its end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), limit, limit, (desired, surge, unavailable) => {
        const bounds = resolveBounds(desired, surge, unavailable);
        const model: Model = { sets: new Map([['old', { replicas: desired, ready: desired, unready: 0 }], ['new', { replicas: 0, ready: 0, unready: 0 }]]), newName: 'new' };
        for (let i = 0; i < 40 * desired && model.sets.get('new')!.ready < desired; i++) {
          control(model, bounds);
          for (const name of model.sets.keys()) workOff(model, name);
          const own = model.sets.get('new')!;
          own.ready += own.unready;
          own.unready = 0;
        }
        control(model, bounds);
        expect([...model.sets].map(([name, s]) => [name, s.replicas])).toEqual([['old', 0], ['new', desired]]);
      }),
    );
  });
});

describe('a Deployment resized in the middle of an update', () => {
  const set = (name: string, replicas: number, maxReplicasBefore: number, createdMs = 0) => ({ name, replicas, pods: replicas, available: replicas, maxReplicasBefore, createdMs });

  test('grows and shrinks its sets in proportion, the largest taking the rest', () => {
    const bounds = resolveBounds(15, 3, 2);
    expect(proportionalSizes(bounds, [set('old', 8, 13), set('new', 5, 13)])).toEqual([
      { name: 'old', from: 8, to: 11 },
      { name: 'new', from: 5, to: 7 },
    ]);
    expect(proportionalSizes(resolveBounds(0, 0, 1), [set('old', 3, 4), set('new', 1, 4)]).map((r) => r.to)).toEqual([0, 0]);
  });

  test('has as many replicas in all as the new size allows', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5 }), (replicas, desired, surge) => {
        const before = replicas.reduce((a, b) => a + b, 0);
        const bounds = resolveBounds(desired, surge, 1);
        const resizes = proportionalSizes(bounds, replicas.map((r, i) => set(`s${i}`, r, before, i)));
        expect(resizes.reduce((sum, r) => sum + r.to, 0)).toBe(maxTotal(bounds));
        expect(resizes.every((r) => r.to >= 0)).toBe(true);
      }),
    );
  });
});
