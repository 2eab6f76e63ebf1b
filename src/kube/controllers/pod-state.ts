/** What controllers ask of a pod beside readiness: since when it is ready and whether for long enough, whether it has ended, how often it restarted. */
import { parseRfc3339 } from '../../base/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { isPodReady, podCondition } from '../kinds/pod/readiness.ts';

export function isFinished(pod: Pod): boolean {
  const { phase } = pod.status;
  return phase === 'Succeeded' || phase === 'Failed';
}

/** When the pod became ready, in ms since 1970; undefined when it is not. */
export function readySinceMs(pod: Pod): number | undefined {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True' || !ready.lastTransitionTime) return undefined;
  return parseRfc3339(ready.lastTransitionTime);
}

/** When it has been ready for `minReadySeconds`, in ms since 1970; undefined when it is not ready. */
function availableAtMs(pod: Pod, minReadySeconds: number): number | undefined {
  return isPodReady(pod) ? (readySinceMs(pod) ?? 0) + minReadySeconds * 1000 : undefined;
}

export function isPodAvailable(pod: Pod, minReadySeconds: number | undefined, nowMs: number): boolean {
  if (!minReadySeconds) return isPodReady(pod);
  return (availableAtMs(pod, minReadySeconds) ?? Infinity) <= nowMs;
}

/** When the next pod that is ready will have been so for long enough. */
export function nextAvailable(pods: Iterable<Pod>, minReadySeconds: number | undefined, nowMs: number): { requeueAfterMs: number } | undefined {
  if (!minReadySeconds) return undefined;
  let next = Infinity;
  for (const pod of pods) {
    const atMs = availableAtMs(pod, minReadySeconds) ?? 0;
    if (atMs > nowMs) next = Math.min(next, atMs - nowMs);
  }
  return next === Infinity ? undefined : { requeueAfterMs: next };
}

export function restartsOf(pod: Pod): number {
  let most = 0;
  for (const status of pod.status.containerStatuses ?? []) most = Math.max(most, status.restartCount);
  return most;
}
