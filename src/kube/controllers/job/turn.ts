/** One turn of the job controller: the Job, its pods, and what has been counted of them so far. */
import { parseRfc3339 } from '../../../base/index.ts';
import type { Job, JobCondition } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { PodOwner } from '../claim-pods.ts';
import type { ControllerContext } from '../controller-context.ts';

export const actor = 'job-controller';
export const table = 'jobs.batch';

/** Keeps a pod until it has been counted, from the release on that counts each once. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const trackingSince = 26;

export interface Turn {
  readonly context: ControllerContext;
  readonly key: string;
  readonly job: Job;
  readonly by: PodOwner;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  /** On their way out, and not ended yet. */
  readonly terminating: readonly Pod[];
}

export function isTrue(conditions: readonly JobCondition[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
}

export function isJobFinished({ status }: Job): boolean {
  return isTrue(status.conditions, 'Complete') || isTrue(status.conditions, 'Failed');
}

/** When the last of its containers ended, in ms since 1970; when the pod was last seen to change, if none says. */
export function finishedAtMs({ status, metadata }: Pod): number {
  const ends = (status.containerStatuses ?? []).map(({ state }) => parseRfc3339(state?.terminated?.finishedAt ?? '') ?? 0);
  const last = Math.max(0, ...ends);
  if (last > 0) return last;
  const changed = status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  return parseRfc3339(changed ?? metadata.deletionTimestamp ?? metadata.creationTimestamp) ?? 0;
}

/** Whether the pod has failed as far as its Job is concerned: one that is taken away has, unless only ends count. */
export function hasFailed(job: Job, { status, metadata }: Pod): boolean {
  if (status.phase === 'Failed') return true;
  if (metadata.deletionTimestamp === undefined || status.phase === 'Succeeded') return false;
  return job.spec.podReplacementPolicy !== 'Failed' || metadata.deletionGracePeriodSeconds === 0;
}

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(trackingFinalizer) === true;
}
