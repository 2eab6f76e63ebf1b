/** A session that clients have driven plays again, requests and all, to the same hash. */
import { expect } from 'vitest';
import { loadAsset, logHash, Session } from '../../world/index.ts';

export async function expectSameAgain({ record, world }: Session): Promise<void> {
  const { now } = world.clock; // with the record, before anything is awaited: a client that leaves is an input too
  const hash = logHash(world);
  const again = await Session.replay(record, loadAsset);
  again.world.clock.run(now, { stepsMax: Infinity });
  expect(logHash(again.world)).toBe(hash);
}
