import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ForgettingMap } from './forgetting-map.ts';

test('it is a Map in all but what it keeps alive', () => {
  const act = fc.tuple(fc.constantFrom('set', 'delete', 'clear'), fc.nat(8));
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const [mine, plain] = [new ForgettingMap<number, { n: number }>(), new Map<number, { n: number }>()];
      acts.forEach(([what, key], n) => {
        if (what === 'set') {
          mine.set(key, { n });
          plain.set(key, { n });
        } else if (what === 'delete') expect(mine.delete(key)).toBe(plain.delete(key));
        else if (key === 0) {
          mine.clear();
          plain.clear();
        }
        expect(mine.size).toBe(plain.size);
        expect(mine.get(key)).toEqual(plain.get(key));
        expect(mine.has(key)).toBe(plain.has(key));
      });
      expect([...mine]).toEqual([...plain]);
      expect([...mine.keys()]).toEqual([...plain.keys()]);
      expect([...mine.values()]).toEqual([...plain.values()]);
    }),
  );
});
