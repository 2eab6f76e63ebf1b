import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

describe('random', () => {
  it('is the same for the same seed and differs for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, ((r) => () => r.next())(new Random(seed)));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('a fork does not move its parent, and forks of other labels differ', () => {
    const a = new Random(1);
    const b = new Random(1);
    a.fork('x').next();
    expect(a.next()).toBe(b.next());
    expect(new Random(1).fork('x').next()).not.toBe(new Random(1).fork('y').next());
  });

  it('spreads evenly', () => {
    const r = new Random('spread');
    const counts = Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[r.below(10)]!++;
    for (const n of counts) expect(Math.abs(n - 10_000)).toBeLessThan(500);
  });
});
