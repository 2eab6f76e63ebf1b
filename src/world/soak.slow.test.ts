// An hour with loops that never end: what is over leaves nothing behind.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from 'vitest';
import { loadAllAssets } from './assets.ts';
import { Session } from './session.ts';

const LOOPS = 100; // as many as take half a minute
const HALF_HOUR_MS = 30 * 60_000;
const GROWTH_MAX_BYTES = 8 * 2 ** 20;

beforeAll(loadAllAssets);

it('an hour of sleeping loops keeps the heap flat', { timeout: 300_000 }, () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const { world, feed } = opened();
  const host = world.hostNamed('laptop');
  feed(`for i in $(seq ${LOOPS}); do while :; do sleep 1; done & done`);
  const look = () => {
    world.clock.run(world.clock.now + HALF_HOUR_MS, { stepsMax: Infinity });
    gc();
    return { bytes: process.memoryUsage().heapUsed, processes: host.processes.size };
  };
  look(); // what is bounded has filled up
  const before = look();
  const after = look();
  expect(before.processes).toBeGreaterThan(LOOPS);
  expect(after.processes).toBe(before.processes);
  expect(after.bytes - before.bytes).toBeLessThan(GROWTH_MAX_BYTES);
});

function opened() {
  const session = new Session('default', '1');
  session.feed({ do: 'open-tty', tty: 'laptop', host: 'laptop', rows: 24, cols: 80 });
  return { world: session.world, feed: (text: string) => session.feed({ do: 'line', tty: 'laptop', text }) };
}
