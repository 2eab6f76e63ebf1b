/** Whether a Job is over, and how: enough pods have succeeded, or those that matter; too many have failed, or its time is up. */
import { parseRfc3339 } from '../../../base/index.ts';
import type { JobSpec } from '../../kinds/job/job.ts';
import type { Counted } from './count-pods.ts';
import { parseIndexes } from './job-pods.ts';
import { isTrue, type Turn } from './turn.ts';

export interface Outcome {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const targets = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const;
export const targetsSince = 31;

export function targetOf({ type }: Outcome): string {
  return targets[type];
}

export function outcomeOf(turn: Turn, { succeeded, failed, completed, failedIndexes, verdict }: Counted): Outcome | undefined {
  const { job, active, pods, context } = turn;
  const { spec, status } = job;
  const decided = status.conditions?.find(({ type }) => (type === targets.Complete || type === targets.Failed) && isTrue(status.conditions, type));
  if (decided) return { type: decided.type === targets.Complete ? 'Complete' : 'Failed', reason: decided.reason ?? '', message: decided.message ?? '' };
  if (verdict !== undefined) return { type: 'Failed', reason: 'PodFailurePolicy', message: verdict };
  const limit = spec.backoffLimit ?? 6;
  const restarts = spec.template.spec.restartPolicy === 'OnFailure' ? pods.filter(({ status: { phase } }) => phase === 'Running' || phase === 'Pending').flatMap(({ status: { containerStatuses = [], initContainerStatuses = [] } }) => [...initContainerStatuses, ...containerStatuses]).reduce((sum, { restartCount }) => sum + restartCount, 0) : 0;
  if (failed > limit || (restarts > 0 && restarts >= limit)) return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  if (msToDeadline(turn) <= 0) return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  const byIndex = failedIndexes && indexOutcome(spec, completed.size, failedIndexes.size);
  if (byIndex) return byIndex;
  const rule = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => isMet(completed, succeededIndexes, succeededCount));
  if (rule >= 0) return { type: 'Complete', reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
  const isComplete = spec.completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= spec.completions;
  if (!isComplete) return undefined;
  return context.release.atLeast(targetsSince) ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : { type: 'Complete', reason: '', message: '' };
}

function indexOutcome({ completions = 0, maxFailedIndexes }: JobSpec, succeeded: number, failed: number): Outcome | undefined {
  if (maxFailedIndexes !== undefined && failed > maxFailedIndexes) return { type: 'Failed', reason: 'MaxFailedIndexesExceeded', message: 'Job has exceeded the specified maximal number of failed indexes' };
  return failed > 0 && failed + succeeded >= completions ? { type: 'Failed', reason: 'FailedIndexes', message: 'Job has failed indexes' } : undefined;
}

/** Of numbers that are named all count, or so many of them. */
function isMet(completed: ReadonlySet<number>, indexes: string | undefined, count: number | undefined): boolean {
  if (completed.size === 0) return false;
  if (indexes === undefined) return count !== undefined && completed.size >= count;
  const named = [...parseIndexes(indexes)];
  return named.length > 0 && named.filter((index) => completed.has(index)).length >= (count ?? named.length);
}

export function msToDeadline({ job: { spec, status }, context }: Turn): number {
  const started = parseRfc3339(status.startTime ?? '');
  if (spec.activeDeadlineSeconds === undefined || started === undefined || spec.suspend === true) return Infinity;
  return started + spec.activeDeadlineSeconds * 1000 - context.client.server.nowMs;
}
