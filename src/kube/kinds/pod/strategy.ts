/** What the server resets of a pod that is created or replaced, and how long a deleted one may keep. */
import type { NewObject } from '../../meta/object.ts';
import type { Pod } from './pod.ts';

export function preparePodForCreate(pod: NewObject<Pod>): NewObject<Pod> {
  return { ...pod, status: { phase: 'Pending' } };
}

export function preparePodForUpdate(pod: Pod, old: Pod): Pod {
  return pod.status === old.status ? pod : { ...pod, status: old.status };
}

/** A pod that runs nowhere, or has ended, goes at once. */
export function podGraceSeconds(pod: Pod, asked: number | undefined): number {
  if ((pod.spec.nodeName ?? '') === '' || pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
