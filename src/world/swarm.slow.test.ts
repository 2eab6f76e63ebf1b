/** 300 random histories. A failure prints its operations; `npm run swarm -- --seed S` plays it again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { runSwarm } from './swarm.ts';

const SEEDS = 300;
const CHUNK = 25;

beforeAll(loadAllAssets);

describe('swarm', () => {
  it.each(Array.from({ length: SEEDS / CHUNK }, (_, i) => i * CHUNK + 1))('seeds from %i', (first) => {
    let judged = 0;
    for (let seed = first; seed < first + CHUNK; seed++) {
      const { violations, operations, resizes } = runSwarm(seed);
      judged += resizes;
      expect(violations, `seed ${seed}\n${operations.join('\n')}`).toEqual([]);
    }
    expect(judged).toBeGreaterThan(CHUNK);
  });
});
