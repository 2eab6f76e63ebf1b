/** Whether a Job is over, and how: enough pods have succeeded, too many have failed, or its time is up. */
import { parseRfc3339 } from '../../../base/index.ts';
import type { Counted } from './count-pods.ts';
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

export function outcomeOf(turn: Turn, { succeeded, failed, verdict }: Counted): Outcome | undefined {
  const { job, active, pods, context } = turn;
  const { spec, status } = job;
  const decided = status.conditions?.find(({ type }) => (type === targets.Complete || type === targets.Failed) && isTrue(status.conditions, type));
  if (decided) return { type: decided.type === targets.Complete ? 'Complete' : 'Failed', reason: decided.reason ?? '', message: decided.message ?? '' };
  if (verdict !== undefined) return { type: 'Failed', reason: 'PodFailurePolicy', message: verdict };
  const limit = spec.backoffLimit ?? 6;
  const restarts = spec.template.spec.restartPolicy === 'OnFailure' ? pods.filter(({ status: { phase } }) => phase === 'Running' || phase === 'Pending').flatMap(({ status: { containerStatuses = [], initContainerStatuses = [] } }) => [...initContainerStatuses, ...containerStatuses]).reduce((sum, { restartCount }) => sum + restartCount, 0) : 0;
  if (failed > limit || (restarts > 0 && restarts >= limit)) return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  if (msToDeadline(turn) <= 0) return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  const isComplete = spec.completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= spec.completions;
  if (!isComplete) return undefined;
  return context.release.atLeast(targetsSince) ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : { type: 'Complete', reason: '', message: '' };
}

export function msToDeadline({ job: { spec, status }, context }: Turn): number {
  const started = parseRfc3339(status.startTime ?? '');
  if (spec.activeDeadlineSeconds === undefined || started === undefined || spec.suspend === true) return Infinity;
  return started + spec.activeDeadlineSeconds * 1000 - context.client.server.nowMs;
}
