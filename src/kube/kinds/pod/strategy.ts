/** What the server resets of a pod that is created or replaced, and how long a deleted one may keep. */
import type { NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import { withLabelKeys } from './label-keys.ts';
import type { Pod } from './pod.ts';
import { qualityOf } from './quality.ts';

/** The release that heeds them. */
const labelKeysSince = 31;

export function preparePodForCreate(given: NewObject<Pod>, { release }: KindContext): NewObject<Pod> {
  const pod = given.spec?.affinity && release.atLeast(labelKeysSince) ? withLabelKeys(given) : given;
  return { ...pod, status: { phase: 'Pending', ...(Array.isArray(pod.spec?.containers) && { qosClass: qualityOf(pod.spec) }) } };
}

/** A pod that runs nowhere, or has ended, goes at once. */
export function podGraceSeconds(pod: Pod, asked: number | undefined): number {
  if ((pod.spec.nodeName ?? '') === '' || pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
  const seconds = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return seconds < 0 ? 1 : seconds;
}
