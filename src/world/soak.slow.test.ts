// A thousand loops that never end: what is over leaves nothing behind. `npm run soak` goes on for the whole hour.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { growthOf, runSoak, SOAK_GROWTH_MAX_BYTES } from './soak.ts';

const LOOPS = 1_000;
const MINUTES = 12; // as many as take less than a minute

beforeAll(loadAllAssets);

it('a thousand sleeping loops keep the heap flat', { timeout: 300_000 }, () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const heapBytes = (): number => {
    gc();
    return process.memoryUsage().heapUsed;
  };
  const result = runSoak({ loops: LOOPS, minutes: MINUTES, heapBytes });
  expect(result.processes[0]).toBeGreaterThan(LOOPS);
  expect(new Set(result.processes).size).toBe(1);
  expect(growthOf(result)).toBeLessThan(SOAK_GROWTH_MAX_BYTES);
});
