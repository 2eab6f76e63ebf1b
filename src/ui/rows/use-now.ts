// The moment that is looked at, in virtual milliseconds: countdowns and rings are drawn from it. It is the last that the engine told,
// several times a second while it plays. Nothing is reckoned on from there: at 100× a frame too many would have to be taken back.
import { useCallback, useSyncExternalStore } from 'react';
import { useClient, usePageState } from '../page-context.ts';

/** Rounded down to `grainMs`, so that whoever shows seconds is drawn once a second. */
export function useNow(grainMs: number): number {
  const client = useClient();
  const past = usePageState((state) => state.past?.atMs);
  const subscribe = useCallback((fn: () => void) => client.onClock(fn), [client]);
  return useSyncExternalStore(subscribe, () => Math.floor((past ?? client.clock.nowMs) / grainMs) * grainMs);
}
