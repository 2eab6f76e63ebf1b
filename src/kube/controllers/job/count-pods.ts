/**
 * Counts each pod of a Job that has ended exactly once, however the controller may be interrupted: its uid goes into the status, then
 * the finalizer comes off the pod, then the number goes up. Older releases count the pods that are there.
 */
import type { Job } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { failureVerdict } from './failure-policy.ts';
import { indexesText, indexOf, parseIndexes } from './job-pods.ts';
import { actor, hasFailed, isTracked, trackingFinalizer, trackingSince, type Turn } from './turn.ts';

export interface Counted {
  readonly succeeded: number;
  readonly failed: number;
  readonly completed: ReadonlySet<number>;
  /** Why the rules say that the whole Job fails. */
  readonly verdict: string | undefined;
}

export function countPods(turn: Turn): Counted {
  const { job, pods, context } = turn;
  const failures = pods.filter((pod) => hasFailed(job, pod));
  const verdict = failures.map((pod) => failureVerdict(job, pod)).find((found) => found?.action === 'FailJob')?.message;
  const done = pods.filter(({ status }) => status.phase === 'Succeeded');
  if (!context.release.atLeast(trackingSince)) {
    const ended = pods.filter(({ status }) => status.phase === 'Failed').length;
    return { succeeded: done.length, failed: ended, completed: new Set(done.map(indexOf)), verdict };
  }
  const counted = countOnce(turn, done, failures.filter((pod) => failureVerdict(job, pod)?.action !== 'Ignore'));
  const ignored = failures.filter((pod) => failureVerdict(job, pod)?.action === 'Ignore');
  for (const pod of ignored) letGo(context, turn.key, pod);
  return { ...counted, verdict };
}

function countOnce(turn: Turn, done: readonly Pod[], failures: readonly Pod[]): Omit<Counted, 'verdict'> {
  const { context, key, job, pods } = turn;
  const { client, trace } = context;
  const { uncountedTerminatedPods: before = {}, succeeded = 0, failed = 0 } = job.status;
  const news = (of: readonly Pod[], known: readonly string[] = []) => [...known, ...of.filter((pod) => isTracked(pod) && !known.includes(pod.metadata.uid)).map((pod) => pod.metadata.uid)];
  const indexed = job.spec.completionMode === 'Indexed';
  const completed = parseIndexes(job.status.completedIndexes);
  const fresh = indexed ? done.filter((pod) => isTracked(pod) && !completed.has(indexOf(pod))) : done;
  const uncounted = { succeeded: indexed ? [] : news(fresh, before.succeeded), failed: news(failures, before.failed) };
  for (const pod of fresh) completed.add(indexOf(pod));
  const ended = indexed ? fresh.length : uncounted.succeeded.length;
  const total = { succeeded: indexed ? [...completed].filter((i) => i >= 0).length : succeeded + ended, failed: failed + uncounted.failed.length, completed };
  if (ended + uncounted.failed.length > 0) {
    const id = trace.record(actor, 'update-status', 'job-notes-ended', { job: job.metadata.name, succeeded: ended, failed: uncounted.failed.length }, [reading(client, key, 'spec')]);
    const lists = { ...(uncounted.succeeded.length > 0 && { succeeded: uncounted.succeeded }), ...(uncounted.failed.length > 0 && { failed: uncounted.failed }) };
    const current = client.view.get(key) as Job;
    client.updateStatus({ ...current, status: { ...current.status, ...(indexed && { completedIndexes: indexesText(completed), succeeded: total.succeeded }), uncountedTerminatedPods: lists } }, { trace: id });
  }
  const uids = new Set([...uncounted.succeeded, ...uncounted.failed]);
  for (const pod of pods) if (uids.has(pod.metadata.uid) || done.includes(pod)) letGo(context, key, pod);
  return total;
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
