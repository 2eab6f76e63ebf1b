import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coreList, coreText, memorySize, PAGE_BYTES } from './control-value.ts';

it('a set of cores reads back as it was written, in ranges and in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(63), { maxLength: 64 }), (cores) => {
      const sorted = cores.toSorted((a, b) => a - b);
      expect(coreList(coreText(sorted), 64)).toEqual(sorted);
      expect(coreList(cores.join(','), 64)).toEqual(sorted);
    }),
  );
});

it('a size is whole pages, whatever unit it is given in', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (kib) => {
      const bytes = memorySize(`${kib}k`, 'max')!;
      expect(bytes).toBe(memorySize(String(kib * 1_024), 'max'));
      expect(bytes % PAGE_BYTES).toBe(0);
      expect(kib * 1_024 - bytes).toBeLessThan(PAGE_BYTES);
    }),
  );
  expect(memorySize('max\n', 'max')).toBeUndefined();
  for (const wrong of ['', '-5', '1x', 'lots', '1 2']) expect(() => memorySize(wrong, 'max')).toThrow('Invalid argument');
});
