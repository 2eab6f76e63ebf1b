import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { Conflict, Gone, Store, type Change } from './store.ts';

interface Thing {
  readonly owner: string;
  readonly n: number;
}

function makeStore(changesKept = 10_000): Store<Thing> {
  const store = new Store<Thing>('test', new Clock(), { changesKept });
  store.index('things', 'owner', (v) => [v.owner]);
  return store;
}

const operation = fc.record({ key: fc.constantFrom('things/a', 'things/b', 'things/c', 'others/a'), owner: fc.constantFrom('x', 'y'), n: fc.nat(9), remove: fc.boolean() });

function apply(store: Store<Thing>, op: { key: string; owner: string; n: number; remove: boolean }): void {
  if (op.remove) {
    if (store.get(op.key)) store.delete(op.key, 0);
  } else store.put(op.key, { owner: op.owner, n: op.n }, 0);
}

describe('store', () => {
  it('answers at(revision) what stood there then', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (ops) => {
        const store = makeStore();
        const states: [number, Thing[], string[]][] = [[0, [], []]];
        for (const op of ops) {
          apply(store, op);
          states.push([store.revision, [...store.list('things')], [...store.keysBy('things', 'owner', 'x')].sort()]);
        }
        for (const [revision, list, byX] of states) {
          expect(store.at(revision).list('things')).toEqual(list);
          expect([...store.at(revision).keysBy('things', 'owner', 'x')].sort()).toEqual(byX);
        }
      }),
    );
  });

  it('a watch from any revision misses nothing and repeats nothing', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), fc.nat(40), fc.boolean(), (ops, at, narrow) => {
        const store = makeStore();
        const seen: Change<Thing>[] = [];
        const all: Change<Thing>[] = [];
        store.watch(0, (c) => all.push(c));
        const filter = narrow ? { table: 'things', index: 'owner', value: 'x' } : { table: 'things' };
        let from = 0;
        ops.forEach((op, i) => {
          if (i === Math.min(at, ops.length - 1)) {
            from = store.revision >> 1;
            store.watch(from, (c) => seen.push(c), filter);
          }
          apply(store, op);
        });
        const wanted = all.filter(
          (c) => c.revision > from && c.key.startsWith('things/') && (!narrow || c.before?.owner === 'x' || c.after?.owner === 'x'),
        );
        if (ops.length > 0) expect(seen).toEqual(wanted);
      }),
    );
  });

  it('keeps its indexes equal to a scan', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (ops) => {
        const store = makeStore();
        for (const op of ops) apply(store, op);
        for (const owner of ['x', 'y']) {
          const scan = store.keys('things').filter((k) => store.get(k)!.owner === owner);
          expect([...store.keysBy('things', 'owner', owner)].sort()).toEqual(scan);
          expect(store.countBy('things', 'owner', owner)).toBe(scan.length);
        }
      }),
    );
  });

  it('refuses a write that was based on another revision', () => {
    const store = makeStore();
    store.put('things/a', { owner: 'x', n: 1 }, 0);
    store.put('things/a', { owner: 'x', n: 2 }, 0);
    expect(() => store.update('things/a', () => ({ owner: 'x', n: 3 }), 0, 1)).toThrow(Conflict);
    expect(() => store.create('things/a', () => ({ owner: 'x', n: 3 }), 0)).toThrow(Conflict);
    expect(() => store.delete('things/b', 0)).toThrow(Conflict);
    expect(store.get('things/a')!.n).toBe(2);
    expect(store.revision).toBe(2);
  });

  it('refuses a watch from before what it keeps', () => {
    const store = makeStore(2);
    for (let n = 0; n < 5; n++) store.put('things/a', { owner: 'x', n }, 0);
    expect(() => store.watch(0, () => {})).toThrow(Gone);
    expect(() => store.at(0)).toThrow(Gone);
    expect(store.at(store.floor).revision).toBe(store.floor);
  });

  it('remembers which act set which field', () => {
    const store = makeStore();
    store.put('things/a', { owner: 'x', n: 1 }, 7);
    store.put('things/a', { owner: 'x', n: 2 }, 8);
    expect(store.origin('things/a', 'owner')).toBe(7);
    expect(store.origin('things/a', 'n')).toBe(8);
  });

  it('does not let a watcher write', () => {
    const store = makeStore();
    store.watch(0, () => store.put('things/b', { owner: 'x', n: 1 }, 0));
    expect(() => store.put('things/a', { owner: 'x', n: 1 }, 0)).toThrow('a watcher must not write');
  });
});
