/**
 * Counts each pod of a Job that has ended exactly once, however the controller may be interrupted: its uid goes into the status, then
 * the finalizer comes off the pod, then the number goes up. Older releases count the pods that are there.
 */
import type { Job } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { failureVerdict } from './failure-policy.ts';
import { failedIndexesOf, keptPods } from './index-failures.ts';
import { indexesText, indexOf, parseIndexes } from './job-pods.ts';
import { actor, hasFailed, isTracked, trackingFinalizer, trackingSince, type Turn } from './turn.ts';

export interface Counted {
  readonly succeeded: number;
  readonly failed: number;
  readonly completed: ReadonlySet<number>;
  /** Numbers that have failed for good, where a Job counts by them. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** Failed pods that are counted when another has taken their place, by number. */
  readonly kept: ReadonlyMap<number, Pod>;
  /** Why the rules say that the whole Job fails. */
  readonly verdict: string | undefined;
  /** Who is counted now. */
  readonly fresh: { readonly succeeded: readonly string[]; readonly failed: readonly string[]; readonly indexes: number };
}

/** Nobody is kept when it is over. */
export function countPods(turn: Turn, isOver: boolean): Counted {
  const { job, pods, context } = turn;
  const failures = pods.filter((pod) => hasFailed(job, pod));
  const verdict = failures.map((pod) => failureVerdict(job, pod)).find((found) => found?.action === 'FailJob')?.message;
  const done = pods.filter(({ status }) => status.phase === 'Succeeded');
  if (!context.release.atLeast(trackingSince)) {
    const ended = pods.filter(({ status }) => status.phase === 'Failed').length;
    return { succeeded: done.length, failed: ended, completed: new Set(done.map(indexOf)), failedIndexes: undefined, kept: new Map(), verdict, fresh: { succeeded: [], failed: [], indexes: 0 } };
  }
  const { uncountedTerminatedPods: before = {}, succeeded = 0, failed = 0 } = job.status;
  const news = (of: readonly Pod[], known: readonly string[] = []) => [...known, ...of.filter((pod) => isTracked(pod) && !known.includes(pod.metadata.uid)).map((pod) => pod.metadata.uid)];
  const indexed = job.spec.completionMode === 'Indexed';
  const completed = parseIndexes(job.status.completedIndexes);
  const ended = indexed ? done.filter(isTracked).map(indexOf).filter((index) => index >= 0 && !completed.has(index)) : [];
  for (const index of ended) completed.add(index);
  const failedIndexes = failedIndexesOf(turn);
  const kept = failedIndexes && !isOver ? keptPods(turn, (index) => completed.has(index) || failedIndexes.has(index)) : new Map<number, Pod>();
  const counting = failures.filter((pod) => failureVerdict(job, pod)?.action !== 'Ignore' && kept.get(indexOf(pod)) !== pod);
  const fresh = { succeeded: indexed ? [] : news(done, before.succeeded), failed: news(counting, before.failed), indexes: new Set(ended).size };
  return { succeeded: indexed ? completed.size : succeeded + fresh.succeeded.length, failed: failed + fresh.failed.length, completed, failedIndexes, kept, verdict, fresh };
}

export function noteCounted(turn: Turn, { succeeded, completed, failedIndexes, kept, fresh }: Counted): void {
  const { context, key, job, pods } = turn;
  const { client, trace, release } = context;
  if (!release.atLeast(trackingSince)) return;
  const indexed = job.spec.completionMode === 'Indexed';
  const ended = indexed ? fresh.indexes : fresh.succeeded.length;
  if (ended + fresh.failed.length > 0) {
    const id = trace.record(actor, 'update-status', 'job-notes-ended', { job: job.metadata.name, succeeded: ended, failed: fresh.failed.length }, [reading(client, key, 'spec')]);
    const lists = { ...(fresh.succeeded.length > 0 && { succeeded: fresh.succeeded }), ...(fresh.failed.length > 0 && { failed: fresh.failed }) };
    const current = client.view.get(key) as Job;
    const byIndex = { ...(indexed && { completedIndexes: indexesText(completed), succeeded }), ...(failedIndexes && { failedIndexes: indexesText(failedIndexes) }) };
    client.updateStatus({ ...current, status: { ...current.status, ...byIndex, uncountedTerminatedPods: lists } }, { trace: id });
  }
  for (const pod of pods) if ((pod.status.phase === 'Succeeded' || hasFailed(job, pod)) && kept.get(indexOf(pod)) !== pod) letGo(context, key, pod);
}

/** Takes the finalizer off: the pod may go. */
export function letGo({ client, trace }: ControllerContext, key: string, pod: Pod): void {
  const now = client.view.get(`pods/${pod.metadata.namespace}/${pod.metadata.name}`) as Pod | undefined;
  if (!now || now.metadata.uid !== pod.metadata.uid || !isTracked(now)) return;
  const id = trace.record(actor, 'update', 'job-lets-pod-go', { pod: pod.metadata.name }, [reading(client, key, 'status')]);
  const finalizers = now.metadata.finalizers!.filter((finalizer) => finalizer !== trackingFinalizer);
  try {
    client.update({ ...now, metadata: { ...now.metadata, finalizers } }, { trace: id });
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
  }
}
