/** What controllers ask of a pod beside readiness: since when it is ready, whether it has ended, how often it restarted. */
import { parseRfc3339 } from '../../base/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { podCondition } from '../kinds/pod/readiness.ts';

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

export function restartsOf(pod: Pod): number {
  let most = 0;
  for (const status of pod.status.containerStatuses ?? []) most = Math.max(most, status.restartCount);
  return most;
}
