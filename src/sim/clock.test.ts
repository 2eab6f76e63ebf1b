import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock, NeedsAsset } from './clock.ts';

describe('clock', () => {
  it('takes events by time, then by the order they were asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (delays) => {
        const clock = new Clock();
        const seen: [number, number][] = [];
        delays.forEach((d, i) => clock.after(d, 'e', () => seen.push([clock.now, i])));
        clock.run(Infinity, { stepsMax: 1000 });
        const wanted = delays.map((d, i): [number, number] => [d, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(seen).toEqual(wanted);
      }),
    );
  });

  it('never takes a cancelled event, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 3000 }), (events) => {
        const clock = new Clock();
        let ran = 0;
        const cancels = events.map(([d]) => clock.after(d, 'e', () => ran++));
        events.forEach(([, cancel], i) => cancel && cancels[i]!());
        expect(clock.pending).toBe(events.filter(([, c]) => !c).length);
        clock.run(100, { stepsMax: 10_000 });
        expect(ran).toBe(events.filter(([, c]) => !c).length);
      }),
      { numRuns: 30 },
    );
  });

  it('runs events that are due now while time stands still', () => {
    const clock = new Clock();
    const seen: string[] = [];
    clock.after(0, 'a', () => clock.after(0, 'b', () => seen.push('b')));
    clock.after(1, 'later', () => seen.push('later'));
    expect(clock.run(0, { stepsMax: 10 }).reason).toBe('time');
    expect(seen).toEqual(['b']);
  });

  it('leaves an event that misses an asset in its place, and the hash as if nothing had been tried', () => {
    const run = (loaded: boolean) => {
      const clock = new Clock();
      const seen: string[] = [];
      clock.after(5, 'first', () => {
        if (!loaded) throw new NeedsAsset('image');
        seen.push('first');
      });
      clock.after(5, 'second', () => seen.push('second'));
      if (!loaded) {
        expect(clock.run(10, { stepsMax: 10 })).toMatchObject({ reason: 'needs', needs: 'image' });
        loaded = true;
      }
      clock.run(10, { stepsMax: 10 });
      return [seen, clock.hash.hex()];
    };
    expect(run(false)).toEqual(run(true));
    expect(run(true)[0]).toEqual(['first', 'second']);
  });

  it('stops at the step limit and goes on from there', () => {
    const clock = new Clock();
    const spin = () => void clock.after(0, 'spin', spin);
    spin();
    expect(clock.run(10, { stepsMax: 100 })).toEqual({ reason: 'steps', steps: 100 });
    expect(clock.now).toBe(0);
  });

  it('comes back to the same place between two events of one millisecond', () => {
    const make = () => {
      const clock = new Clock();
      const seen: string[] = [];
      for (const name of ['a', 'b', 'c']) clock.after(3, name, () => seen.push(name));
      return { clock, seen };
    };
    const live = make();
    live.clock.step();
    const recorded = { steps: live.clock.steps, atMs: live.clock.now };
    const again = make();
    again.clock.runTo(recorded.steps, recorded.atMs);
    expect(again.seen).toEqual(['a']);
    expect(again.clock.now).toBe(3);
  });
});
