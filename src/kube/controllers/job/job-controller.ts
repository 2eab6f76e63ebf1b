/** The job controller: runs pods until so many of them have succeeded, or too many have failed. */
import { deepEqual } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import { jobControllerName, type Job, type JobCondition } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import { controllerOf, type KubeObject } from '../../meta/object.ts';
import { claimPods } from '../claim-pods.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { createPod, deletePod, isEnding, podsOf, watchPods } from '../owned-pods.ts';
import { isFinished } from '../pod-state.ts';
import { podsToEnd } from '../replica-set/deletion-rank.ts';
import { slowStart } from '../replica-set/slow-start.ts';
import { countPods, letGo, noteCounted, type Counted } from './count-pods.ts';
import { failureCounts, msToReplace } from './index-failures.ts';
import { freeIndexes, indexesText, newJobPod, wantedActive } from './job-pods.ts';
import { msToNextTry, mustWaitToCount } from './retry-delay.ts';
import { actor, isJobFinished, isTracked, isTrue, table, trackingFinalizer, trackingSince, type Turn } from './turn.ts';
import { msToDeadline, outcomeOf, targetOf, targetsSince, type Outcome } from './verdict.ts';

export function jobController(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table }, watchPods('Job', table, (job) => (job as Job).spec.selector ?? {})],
    reconcile: (key) => sync(context, key),
  };
}

type Requeue = { requeueAfterMs: number } | undefined;

function sync(context: ControllerContext, key: string): Requeue {
  const job = context.client.view.get(key) as Job | undefined;
  freePodsOfOthers(context, key, job);
  if (!job || isElsewhere(job)) return undefined;
  const by = { actor, key, owner: job, selector: job.spec.selector ?? {}, ...(context.release.atLeast(trackingSince) && { finalizer: trackingFinalizer }) };
  claimPods(context, by);
  const pods = podsOf(context, job);
  if (job.metadata.deletionTimestamp !== undefined || isJobFinished(job)) {
    for (const pod of pods) if (isTracked(pod) && (isFinished(pod) || pod.metadata.deletionTimestamp !== undefined)) letGo(context, key, pod);
    return undefined;
  }
  const left = pods.filter((pod) => !isFinished(pod));
  const turn: Turn = { context, key, job, by, pods, active: left.filter((pod) => pod.metadata.deletionTimestamp === undefined), terminating: left.filter((pod) => pod.metadata.deletionTimestamp !== undefined) };
  const waitMs = mustWaitToCount(turn);
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  return run(turn);
}

/** Somebody else's controller looks after it. */
function isElsewhere({ spec }: Job): boolean {
  return (spec.managedBy ?? jobControllerName) !== jobControllerName;
}

/** Nobody will count the pods that a Job left when it went. */
function freePodsOfOthers(context: ControllerContext, key: string, job: Job | undefined): void {
  if (!context.release.atLeast(trackingSince) || job) return;
  const [, namespace = '', name] = key.split('/');
  const { view } = context.client;
  for (const podKey of [...view.keysBy('pods', 'namespace', namespace)]) {
    const pod = view.get(podKey) as Pod;
    if (!isTracked(pod)) continue;
    const owner = controllerOf(pod);
    if (!owner || (owner.kind === 'Job' && owner.name === name)) letGo(context, key, pod);
  }
}

function run(turn: Turn): Requeue {
  const first = countPods(turn, false);
  const outcome = outcomeOf(turn, first);
  const counted = outcome ? countPods(turn, true) : first;
  noteCounted(turn, counted);
  const suspended = turn.job.spec.suspend === true;
  let delayMs = Infinity;
  let failure: unknown;
  if (outcome) for (const pod of turn.active) (outcome.type === 'Complete' ? endUncounted : end)(turn, pod, 'job-ends-pod');
  else if (suspended) for (const pod of turn.active) endUncounted(turn, pod, 'job-suspends-pod');
  else {
    delayMs = Math.min(...[msToDeadline(turn), msToNextTry(turn)].filter((ms) => ms > 0));
    try {
      if (msToNextTry(turn) <= 0 || turn.active.length > wanted(turn, counted)) delayMs = Math.min(delayMs, adjust(turn, counted));
    } catch (error) {
      failure = error;
    }
  }
  writeStatus(turn, counted, outcome);
  if (failure && !isEnding(failure)) throw failure;
  return Number.isFinite(delayMs) && delayMs > 0 ? { requeueAfterMs: delayMs } : undefined;
}

function wanted({ job, active }: Turn, { succeeded }: Counted): number {
  return wantedActive(job, active.length, succeeded);
}

/** Answers in how many virtual ms it could make what it may not make yet. */
function adjust(turn: Turn, counted: Counted): number {
  const { context, by, job, active, terminating } = turn;
  const want = wanted(turn, counted);
  const nowMs = context.client.server.nowMs;
  if (active.length > want) {
    for (const pod of podsToEnd(active, active, active.length - want, nowMs)) endUncounted(turn, pod, 'job-ends-pod');
    return Infinity;
  }
  const ending = job.spec.podReplacementPolicy === 'Failed' ? terminating : [];
  const missing = Math.min(500, want - active.length - ending.length);
  if (missing <= 0) return Infinity;
  const isOver = (index: number): boolean => counted.completed.has(index) || counted.failedIndexes?.has(index) === true;
  const free = job.spec.completionMode === 'Indexed' ? freeIndexes(job, isOver, [...active, ...ending], missing) : undefined;
  const waitOf = (index: number): number => (counted.kept.has(index) ? msToReplace(counted.kept.get(index)!, nowMs) : 0);
  const indexes = free?.filter((index) => waitOf(index) <= 0);
  if (indexes?.length === 0) return Math.min(...free!.map(waitOf));
  const args = { job: job.metadata.name, desired: want, active: active.length, succeeded: counted.succeeded };
  const { failed, error } = slowStart(indexes ? indexes.length : missing, 1, (i) => {
    const index = indexes?.[i];
    const marks = index !== undefined && counted.failedIndexes ? failureCounts(job, counted.kept.get(index)) : {};
    createPod(context, by, newJobPod(job, index, context.release, marks), (pod) => ({ code: 'job-creates-pod', args, message: `Created pod: ${pod}` }));
  });
  if (failed) throw error;
  return Infinity;
}

/** It has not failed: it is not to be counted. */
function endUncounted(turn: Turn, pod: Pod, code: 'job-ends-pod' | 'job-suspends-pod'): void {
  letGo(turn.context, turn.key, pod);
  end(turn, pod, code);
}

function end({ context, by, job }: Turn, pod: Pod, code: 'job-ends-pod' | 'job-suspends-pod'): void {
  deletePod(context, by, pod, { code, args: { job: job.metadata.name, pod: pod.metadata.name }, message: `Deleted pod: ${pod.metadata.name}` });
}

function writeStatus(turn: Turn, counted: Counted, outcome: Outcome | undefined): void {
  const { context: { client, trace }, key } = turn;
  const job = client.view.get(key) as Job | undefined;
  if (!job || job.metadata.uid !== turn.job.metadata.uid) return;
  const status = computeStatus(turn, job, counted, outcome);
  if (deepEqual(status, job.status)) return;
  const args = { job: job.metadata.name, active: status.active ?? 0, succeeded: counted.succeeded, failed: counted.failed };
  const id = trace.record(actor, 'update-status', 'job-counts', args, [reading(client, key, 'spec')]);
  client.updateStatus({ ...job, status }, { trace: id });
  tell(turn, job, status.conditions ?? [], id);
}

function computeStatus(turn: Turn, job: Job, counted: Counted, outcome: Outcome | undefined): Job['status'] {
  const { context: { client, release } } = turn;
  const pods = podsOf(turn.context, job).filter((pod) => !isFinished(pod));
  const active = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const terminating = pods.length - active.length;
  const now = client.now();
  const conditions = conditionsOf(turn, job, outcome, active.length + terminating === 0, now);
  const ended = turn.active.length > 0 && outcome?.type === 'Failed' && !release.atLeast(trackingSince) ? turn.active.length : 0;
  const failed = counted.failed + ended;
  const suspended = job.spec.suspend === true;
  const startTime = suspended ? undefined : (isTrue(job.status.conditions, 'Suspended') ? now : (job.status.startTime ?? now));
  const tracked = release.atLeast(trackingSince);
  return {
    ...(active.length > 0 && { active: active.length }),
    ...(job.spec.completionMode === 'Indexed' && counted.completed.size > 0 && { completedIndexes: indexesText(counted.completed) }),
    ...(isTrue(conditions, 'Complete') && { completionTime: job.status.completionTime ?? now }),
    ...(conditions.length > 0 && { conditions }),
    ...(failed > 0 && { failed }),
    ...(counted.failedIndexes && { failedIndexes: indexesText(counted.failedIndexes) }),
    ...(release.atLeast(24) && { ready: active.filter(isPodReady).length }),
    ...(startTime !== undefined && { startTime }),
    ...(counted.succeeded > 0 && { succeeded: counted.succeeded }),
    ...(release.atLeast(28) && { terminating }),
    ...(tracked && { uncountedTerminatedPods: {} }),
  };
}

function conditionsOf({ context: { release } }: Turn, job: Job, outcome: Outcome | undefined, isIdle: boolean, now: string): readonly JobCondition[] {
  const had = job.status.conditions ?? [];
  const make = (type: string, reason = '', message = '', status: JobCondition['status'] = 'True'): JobCondition => ({ lastProbeTime: now, lastTransitionTime: now, ...(message && { message }), ...(reason && { reason }), status, type });
  if (outcome) {
    const { type, reason, message } = outcome;
    const target = release.atLeast(targetsSince) && !isTrue(had, targetOf(outcome)) ? [make(targetOf(outcome), reason, message)] : [];
    const isOver = isIdle || !release.atLeast(targetsSince);
    return [...had, ...target, ...(isOver ? [make(type, reason, message)] : [])];
  }
  const suspended = job.spec.suspend === true;
  if (suspended === isTrue(had, 'Suspended')) return had;
  const word = suspended ? 'suspended' : 'resumed';
  return [...had.filter(({ type }) => type !== 'Suspended'), make('Suspended', suspended ? 'JobSuspended' : 'JobResumed', `Job ${word}`, suspended ? 'True' : 'False')];
}

/** What has just become true is told. */
function tell({ context: { client } }: Turn, job: Job, conditions: readonly JobCondition[], trace: number): void {
  for (const { type, reason = '', message = '', status } of conditions) {
    if (job.status.conditions?.some((had) => had.type === type && had.status === status)) continue;
    if (type === 'Complete') client.event({ regarding: job, type: 'Normal', reason: 'Completed', message: 'Job completed', trace });
    else if (type === 'Failed') client.event({ regarding: job, type: 'Warning', reason, message, trace });
    else if (type === 'Suspended') client.event({ regarding: job, type: 'Normal', reason: status === 'True' ? 'Suspended' : 'Resumed', message, trace });
  }
}
