/** After a pod of a Job has failed, the next one waits: ten seconds, then twenty, then forty, until one succeeds. */
import { finishedAtMs, hasFailed, isTracked, trackingSince, type Turn } from './turn.ts';

const firstMs = 10_000;
const lastMs = 600_000;

/** Virtual ms until another pod may be made. */
export function msToNextTry(turn: Turn): number {
  if (!turn.context.release.atLeast(trackingSince) || turn.job.spec.backoffLimitPerIndex !== undefined) return 0; // each number waits by itself
  const { failures, lastFailedMs } = sinceLastSuccess(turn);
  if (failures === 0) return 0;
  return lastFailedMs + delayAfter(failures) - turn.context.client.server.nowMs;
}

/** In older releases it is the news of a failure that waits, once there has been one before. */
export function mustWaitToCount(turn: Turn): number {
  const { context, job, pods } = turn;
  const known = job.status.failed ?? 0;
  if (context.release.atLeast(trackingSince) || known === 0 || pods.filter(({ status }) => status.phase === 'Failed').length <= known) return 0;
  return sinceLastSuccess(turn).lastFailedMs + delayAfter(known) - context.client.server.nowMs;
}

export function delayAfter(failures: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 10), lastMs);
}

function sinceLastSuccess({ job, pods }: Turn): { readonly failures: number; readonly lastFailedMs: number } {
  const succeededMs = Math.max(0, ...pods.filter(({ status }) => status.phase === 'Succeeded').map(finishedAtMs));
  const failed = pods.filter((pod) => hasFailed(job, pod) && (pod.metadata.deletionTimestamp === undefined || isTracked(pod))).map(finishedAtMs).filter((at) => at > succeededMs);
  return { failures: failed.length, lastFailedMs: Math.max(0, ...failed) };
}
