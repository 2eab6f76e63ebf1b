/** Slow start: work in batches of 1, 2, 4 … so that what fails for all of them fails once, not a hundred times. */
import { AssertionError } from '../../../base/index.ts';
import { NeedsAsset } from '../../../sim/index.ts';

export interface SlowStart {
  readonly done: number;
  readonly failed: boolean;
  readonly error?: unknown; // the first one
}

/** Calls `act` up to `count` times; after a batch in which a call threw, no further batch begins. */
export function slowStart(count: number, firstBatch: number, act: (index: number) => void): SlowStart {
  let done = 0;
  let index = 0;
  for (let batch = Math.min(count, firstBatch); batch > 0; batch = Math.min(2 * batch, count - index)) {
    let failed = false;
    let firstError: unknown;
    for (let i = 0; i < batch; i++) {
      try {
        act(index++);
        done++;
      } catch (error) {
        if (error instanceof NeedsAsset || error instanceof AssertionError) throw error;
        if (!failed) firstError = error;
        failed = true;
      }
    }
    if (failed) return { done, failed, error: firstError };
  }
  return { done, failed: false };
}
