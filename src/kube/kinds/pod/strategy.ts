/** What the server resets of a pod that is created or replaced, and how long a deleted one may keep. */
import type { NewObject } from '../../meta/object.ts';
import type { Pod } from './pod.ts';
import { qualityOf } from './quality.ts';

export function preparePodForCreate(pod: NewObject<Pod>): NewObject<Pod> {
  return { ...pod, status: { phase: 'Pending', ...(Array.isArray(pod.spec?.containers) && { qosClass: qualityOf(pod.spec) }) } };
}

/** A pod that runs nowhere, or has ended, goes at once. */
export function podGraceSeconds(pod: Pod, asked: number | undefined): number {
  if ((pod.spec.nodeName ?? '') === '' || pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
  const seconds = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return seconds < 0 ? 1 : seconds;
}
