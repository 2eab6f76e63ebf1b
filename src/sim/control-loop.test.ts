import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { ControlLoop, type Reconciler } from './control-loop.ts';
import { Store } from './store.ts';
import { Trace } from './trace.ts';
import { View } from './view.ts';

type Value = { n: number };

function make(reconcile: Reconciler<Value>['reconcile']) {
  const clock = new Clock();
  const trace = new Trace(clock);
  const store = new Store<Value>('test', clock, { changesKept: 1000 });
  const loop = new ControlLoop({ name: 'test-controller', watches: [{ table: 't' }], reconcile }, { clock, trace, view: new View(store), latencyMs: () => 1 });
  return { clock, trace, store, loop };
}

describe('control loop', () => {
  it('looks once at a key that changed many times in one instant', () => {
    const { clock, trace, store, loop } = make(() => {});
    loop.start();
    for (let n = 0; n < 10; n++) store.put('t/a', { n }, 0);
    clock.run(10, { stepsMax: 100 });
    expect(loop.reconciles).toBe(1);
    expect(trace.ticks('test-controller')).toBe(1);
  });

  it('calls a reconciler that throws again, later and later, and says so in the trace', () => {
    const times: number[] = [];
    const { clock, trace, store, loop } = make(() => {
      times.push(clock.now);
      if (times.length < 5) throw new Error('no such thing');
    });
    loop.start();
    store.put('t/a', { n: 1 }, 0);
    clock.run(1000, { stepsMax: 100 });
    expect(times).toEqual([1, 6, 16, 36, 76]);
    expect(trace.since(1).map((e) => [e.code, e.args.message])).toEqual(Array(4).fill(['reconcile-failed', 'no such thing']));
  });

  it('does nothing once stopped, and lists anew when started again', () => {
    const keys: string[] = [];
    const { clock, store, loop } = make((key) => void keys.push(key));
    loop.start();
    store.put('t/a', { n: 1 }, 0);
    loop.stop();
    store.put('t/b', { n: 1 }, 0);
    clock.run(100, { stepsMax: 100 });
    expect(keys).toEqual([]);
    loop.start();
    clock.run(200, { stepsMax: 100 });
    expect(keys).toEqual(['t/a', 't/b']);
  });

  it('why? walks over what was read, back to what was typed', () => {
    const { clock, trace, store } = make(() => {});
    const typed = trace.record('student', 'typed', 'typed', { line: 'kubectl scale' });
    const request = trace.during(typed, () => trace.record('kubectl', 'update', 'request', {}));
    store.put('t/owner', { n: 3 }, request);
    clock.run(5, { stepsMax: 1 });
    const read = { store: 'test', key: 't/owner', field: 'n', trace: store.origin('t/owner', 'n') };
    const made = trace.record('test-controller', 'create', 'too-few', { wanted: 3 }, [read]);
    store.put('t/child', { n: 1 }, made);
    expect(trace.why(store.origin('t/child'), 't/child', '').map((s) => [s.key, s.entry.code])).toEqual([
      ['t/child', 'too-few'],
      ['t/owner', 'request'],
      ['', 'typed'],
    ]);
  });
});
