import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitScene, ZOOM_MAX, ZOOM_MIN } from './fit.ts';

test('a scene that can be read whole is shown whole and in the middle', () => {
  const { x, y, zoom } = fitScene({ width: 800, height: 600 }, { width: 1000, height: 700 }, 0);
  expect(x + (800 * zoom) / 2).toBeCloseTo(500);
  expect(y + (600 * zoom) / 2).toBeCloseTo(350);
  expect(600 * zoom).toBeLessThanOrEqual(700);
});

test('on a phone a tall scene is as wide as the window and begins at its top', () => {
  const { x, y, zoom } = fitScene({ width: 248, height: 1400 }, { width: 390, height: 500 }, 0);
  expect(zoom).toBe(1);
  expect(y).toBeLessThan(20);
  expect(x).toBeGreaterThan(0);
});

test('whatever the sizes, the left and upper edges are in sight and the zoom within its bounds', () => {
  const length = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(length, length, fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (width, height, w, h) => {
      const { x, y, zoom } = fitScene({ width, height }, { width: w, height: h }, 48);
      expect(zoom >= ZOOM_MIN && zoom <= ZOOM_MAX && x >= 0 && y >= 0).toBe(true);
    }),
  );
});
