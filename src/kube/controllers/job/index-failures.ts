/**
 * Jobs that count failures for each of their numbers: which numbers have failed for good, and which failed pods are kept until the next
 * of their number has been made, because that one takes their count over.
 */
import type { Job } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { failureVerdict } from './failure-policy.ts';
import { indexOf, parseIndexes } from './job-pods.ts';
import { delayAfter } from './retry-delay.ts';
import { finishedAtMs, hasFailed, isTracked, isTrue, type Turn } from './turn.ts';

const failuresKey = 'batch.kubernetes.io/job-index-failure-count';
const ignoredKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Undefined for a Job that does not count them so. */
export function failedIndexesOf({ job, pods }: Turn): ReadonlySet<number> | undefined {
  const { backoffLimitPerIndex: limit, completions = 0 } = job.spec;
  if (limit === undefined) return undefined;
  const failed = parseIndexes(job.status.failedIndexes);
  if (isTrue(job.status.conditions, 'FailureTarget')) return failed; // who ends since then is ended with the Job
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index < 0 || index >= completions || !isTracked(pod) || !hasFailed(job, pod)) continue;
    const action = failureVerdict(job, pod)?.action;
    if (action === 'FailIndex' || (action !== 'Ignore' && countOf(pod, failuresKey) >= limit)) failed.add(index);
  }
  return failed;
}

/** By number. */
export function keptPods({ job, pods, active }: Turn, isOver: (index: number) => boolean): ReadonlyMap<number, Pod> {
  const { completions = 0 } = job.spec;
  const running = new Set(active.map(indexOf));
  const known = job.status.uncountedTerminatedPods?.failed ?? [];
  const kept = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index < 0 || index >= completions || !isTracked(pod) || known.includes(pod.metadata.uid) || !hasFailed(job, pod) || isOver(index) || running.has(index)) continue;
    const other = kept.get(index);
    if (!other || (failuresOf(other) <= failuresOf(pod) && finishedAtMs(pod) >= finishedAtMs(other))) kept.set(index, pod);
  }
  return kept;
}

/** What a pod carries that takes the place of another, or of none. */
export function failureCounts(job: Job, before: Pod | undefined): Readonly<Record<string, string>> {
  if (!before) return { [failuresKey]: '0' };
  const isIgnored = failureVerdict(job, before)?.action === 'Ignore';
  const ignored = countOf(before, ignoredKey) + (isIgnored ? 1 : 0);
  return { [failuresKey]: String(countOf(before, failuresKey) + (isIgnored ? 0 : 1)), ...(ignored > 0 && { [ignoredKey]: String(ignored) }) };
}

/** Virtual ms until another may take the place of a pod that failed; 0 or less: it may now. */
export function msToReplace(pod: Pod, nowMs: number): number {
  return finishedAtMs(pod) + delayAfter(failuresOf(pod) + 1) - nowMs;
}

function failuresOf(pod: Pod): number {
  return countOf(pod, failuresKey) + countOf(pod, ignoredKey);
}

function countOf({ metadata }: Pod, key: string): number {
  const text = metadata.annotations?.[key] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
