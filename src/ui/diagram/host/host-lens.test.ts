import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContainerRow, HostRow, ImageRow } from '../../../client/index.ts';
import { overlap } from '../rect.ts';
import { makePod } from '../row-samples.ts';
import { layHost } from './host-lens.ts';

function container(id: string, pod: string): ContainerRow {
  return { id, name: id, pod, createdMs: 0 } as ContainerRow;
}

function image(id: string, layers: number): ImageRow {
  return { id, layers: Array.from({ length: layers }, (_, i) => `l${i}`), createdMs: 0 } as unknown as ImageRow;
}

test('cards and stacks never overlap, whatever stands on the host and however it is looked at', () => {
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), fc.nat(3), fc.array(fc.nat(30), { maxLength: 20 }), fc.integer({ min: 200, max: 2500 }), fc.integer({ min: 200, max: 1500 }), (pods, lone, machines, images, width, height) => {
      const rows = {
        pods: Array.from({ length: pods }, (_, i) => makePod(`p${i}`)),
        containers: [...Array.from({ length: pods }, (_, i) => container(`pc${i}`, `p${i}`)), ...Array.from({ length: lone }, (_, i) => container(`c${i}`, ''))],
        isLinux: true, machines: Array.from({ length: machines }, (_, i) => ({ id: `m${i}` }) as HostRow),
        images: images.map((layers, i) => image(`i${i}`, layers)),
        builds: [],
        pulls: [],
      };
      const { cards, headings, stacks, size } = layHost(rows, { width, height });
      expect([cards.length, stacks.length]).toEqual([pods + lone + machines, images.length]);
      const rects = [...cards.map((c) => c.rect), ...headings.map((each) => each.rect), ...stacks.map((s) => s.rect)];
      for (const [i, a] of rects.entries()) {
        expect(a.x + a.w <= size.width && a.y + a.h <= size.height).toBe(true);
        for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('stacks of one line stand on one ground, so that their heights compare', () => {
  const { stacks } = layHost({ pods: [], containers: [], machines: [], isLinux: true, builds: [], pulls: [], images: [image('a', 2), image('b', 6)] }, { width: 1200, height: 600 });
  const [a, b] = stacks;
  expect(a!.rect.y + a!.rect.h).toBe(b!.rect.y + b!.rect.h);
  expect(b!.rect.h - a!.rect.h).toBe(80);
});
