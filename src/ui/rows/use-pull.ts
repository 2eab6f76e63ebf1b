// How far what a pod waits for has come, of the bytes of its layers. It stands in the rows of pulls: one of them moves, not hundreds of pods.
import { useCallback, useSyncExternalStore } from 'react';
import type { PullRow } from '../../client/index.ts';
import { useMirror } from '../page-context.ts';

const STEPS = 25; // that can be told apart

/** From 0 to 1; -1 when nothing of it is on its way. */
export function pulledPart(rows: readonly PullRow[], pulls: readonly string[]): number {
  let [done, total] = [0, 0];
  for (const { host, image, state, doneBytes, totalBytes } of pulls.length > 0 ? rows : []) {
    if (state === 'failed' || !pulls.includes(`${host}/${image}`)) continue;
    done += doneBytes;
    total += totalBytes;
  }
  return done < total ? Math.floor((done / total) * STEPS) / STEPS : -1;
}

const NONE: readonly string[] = [];

export function usePulledPart(pulls = NONE): number {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onTable('pulls', fn), [mirror]);
  return useSyncExternalStore(subscribe, () => pulledPart(mirror.list('pulls'), pulls));
}
