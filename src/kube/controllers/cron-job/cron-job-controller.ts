/** The cronjob controller: makes Jobs when their schedule says so, and forgets old ones. Before 1.21 it looked every ten seconds. */
import { deepEqual, parseRfc3339, formatRfc3339 } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { CronJob } from '../../kinds/cron-job/cron-job.ts';
import { parseSchedule } from '../../kinds/cron-job/schedule.ts';
import { zonedSchedule } from '../../kinds/cron-job/time-zone.ts';
import type { Job } from '../../kinds/job/job.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { controllerOf, controllerReference, type KubeObject, type ObjectReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isEnding } from '../owned-pods.ts';
import { isJobFinished, isTrue, table as jobs } from '../job/turn.ts';

const actor = 'cronjob-controller';
const table = 'cronjobs.batch';
const pollMs = 10_000;
const pollAtMs = 8_000; // its looks fall in the ten seconds as they may
const exactSince = 21;

interface Turn {
  readonly context: ControllerContext;
  readonly key: string;
  readonly cron: CronJob;
  readonly nowMs: number;
  readonly own: readonly Job[];
}

export function cronJobController(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [
      { table },
      {
        table: jobs,
        keys: (key, change, view) => {
          const job = change ? (change.after ?? change.before) : view.get(key);
          const owner = job && controllerOf(job);
          return owner?.kind === 'CronJob' && context.release.atLeast(exactSince) ? [`${table}/${job!.metadata.namespace}/${owner.name}`] : [];
        },
      },
    ],
    reconcile(key) {
      const cron = context.client.view.get(key) as CronJob | undefined;
      if (!cron) return undefined;
      const { nowMs } = context.client.server;
      // The older controller's looks do not follow the changes.
      const early = context.release.atLeast(exactSince) ? 0 : (pollMs - ((nowMs - pollAtMs) % pollMs)) % pollMs;
      if (early > 0) return { requeueAfterMs: early };
      const own = [...context.client.view.keysBy(jobs, 'owner', cron.metadata.uid)].map((k) => context.client.view.get(k) as Job);
      const next = sync({ context, key, cron, nowMs, own });
      return context.release.atLeast(exactSince) ? next : { requeueAfterMs: pollMs };
    },
  };
}

function sync(turn: Turn): { requeueAfterMs: number } | undefined {
  const { cron, nowMs } = turn;
  forgetOld(turn);
  let status = withoutFinished(turn);
  if (cron.metadata.deletionTimestamp !== undefined) return writeStatus(turn, status);
  const schedule = zonedSchedule(parseSchedule(cron.spec.schedule), cron.spec.timeZone);
  if (cron.spec.suspend !== true) status = start(turn, status, schedule.next.bind(schedule));
  writeStatus(turn, status);
  const next = schedule.next(nowMs);
  return next === undefined ? undefined : { requeueAfterMs: next - nowMs };
}

type Next = (afterMs: number) => number | undefined;
const missedMax = 100;

/** The last moment that has passed without a Job and is not too long ago. */
function missed({ context, cron, nowMs }: Turn, status: CronJob['status'], next: Next): number | undefined {
  const { startingDeadlineSeconds: deadline } = cron.spec;
  let from = parseRfc3339(status.lastScheduleTime ?? cron.metadata.creationTimestamp)!;
  if (deadline !== undefined) from = Math.max(from, nowMs - deadline * 1000);
  let [at, count]: [number | undefined, number] = [undefined, 0];
  for (let t = next(from); t !== undefined && t <= nowMs; t = next(t)) [at, count] = [t, count + 1];
  if (count > missedMax) context.client.event({ regarding: cron, type: 'Warning', reason: 'TooManyMissedTimes', message: 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew' });
  return at;
}

function start(turn: Turn, status: CronJob['status'], next: Next): CronJob['status'] {
  const { context: { client }, cron } = turn;
  const at = missed(turn, status, next);
  if (at === undefined) return status;
  const { concurrencyPolicy } = cron.spec;
  const active = status.active ?? [];
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    client.event({ regarding: cron, type: 'Normal', reason: 'JobAlreadyActive', message: 'Not starting job because prior execution is running and concurrency policy is Forbid' });
    return status;
  }
  const kept = concurrencyPolicy === 'Replace' ? replaceActive(turn, active) : active;
  return make(turn, { ...status, active: kept }, at);
}

function replaceActive(turn: Turn, active: readonly ObjectReference[]): readonly ObjectReference[] {
  for (const { uid } of active) {
    const job = turn.own.find(({ metadata }) => metadata.uid === uid);
    if (job) remove(turn, job, 'cronjob-replaces-job');
  }
  return [];
}

/** Named by the minute (before 1.21 by the second) that it is for: two controllers would make the same one. */
function make({ context, key, cron }: Turn, status: CronJob['status'], atMs: number): CronJob['status'] {
  const { client, trace, release } = context;
  const { jobTemplate } = cron.spec;
  const { name: cronName, namespace } = cron.metadata;
  const name = `${cronName}-${release.atLeast(exactSince) ? Math.floor(atMs / 60_000) : Math.floor(atMs / 1000)}`;
  const { labels, annotations } = jobTemplate.metadata ?? {};
  const stamp = release.atLeast(28) ? { 'batch.kubernetes.io/cronjob-scheduled-timestamp': formatRfc3339(atMs) } : undefined;
  const id = trace.record(actor, 'create', 'cronjob-creates-job', { cron: cronName, job: name, schedule: cron.spec.schedule }, [reading(client, key, 'spec')]);
  try {
    const job = client.create<Job>(
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name, namespace, ...(labels && { labels }), ...((annotations || stamp) && { annotations: { ...annotations, ...stamp } }), ownerReferences: [{ ...controllerReference(cron), apiVersion: release.atLeast(exactSince) ? 'batch/v1' : 'batch/v1beta1' }] },
        spec: jobTemplate.spec,
      },
      { trace: id },
    );
    client.event({ regarding: cron, type: 'Normal', reason: 'SuccessfulCreate', message: `Created job ${name}`, trace: id });
    const { apiVersion, kind, metadata: { uid, resourceVersion } } = job;
    return { ...status, active: [...(status.active ?? []), { apiVersion, kind, name, namespace, resourceVersion, uid }], lastScheduleTime: formatRfc3339(atMs) };
  } catch (error) {
    if (isEnding(error)) return status;
    if (!(error instanceof ApiStatus)) throw error;
    if (error.reason !== 'AlreadyExists') client.event({ regarding: cron, type: 'Warning', reason: 'FailedCreate', message: `Error creating job: ${error.message}`, trace: id });
    return { ...status, lastScheduleTime: formatRfc3339(atMs) };
  }
}

/** The list of active Jobs, without those that are over or gone. */
function withoutFinished({ context: { client, release }, cron, own }: Turn): CronJob['status'] {
  let { lastSuccessfulTime } = cron.status;
  const known = new Set(cron.status.active?.map(({ uid }) => uid));
  for (const job of own) if (!known.has(job.metadata.uid) && !isJobFinished(job)) client.event({ regarding: cron, type: 'Warning', reason: 'UnexpectedJob', message: `Saw a job that the controller did not create or forgot: ${job.metadata.name}` });
  const active = (cron.status.active ?? []).filter(({ uid, name = '' }) => {
    const job = own.find(({ metadata }) => metadata.uid === uid);
    if (!job) {
      client.event({ regarding: cron, type: 'Normal', reason: 'MissingJob', message: `Active job went missing: ${name}` });
      return false;
    }
    if (!isJobFinished(job)) return true;
    const word = isTrue(job.status.conditions, 'Complete') ? 'Complete' : 'Failed';
    client.event({ regarding: cron, type: 'Normal', reason: 'SawCompletedJob', message: `Saw completed job: ${name}, ${release.atLeast(30) ? 'condition' : 'status'}: ${word}` });
    return false;
  });
  if (release.atLeast(exactSince)) for (const { status } of own) if (status.completionTime !== undefined && status.completionTime > (lastSuccessfulTime ?? '')) lastSuccessfulTime = status.completionTime;
  return { ...cron.status, active, ...(lastSuccessfulTime !== undefined && { lastSuccessfulTime }) };
}

/** Of the Jobs that are over the newest stay, so many that succeeded and so many that failed. */
function forgetOld(turn: Turn): void {
  const { successfulJobsHistoryLimit: good, failedJobsHistoryLimit: bad } = turn.cron.spec;
  for (const [type, limit] of [['Complete', good], ['Failed', bad]] as const) {
    if (limit === undefined) continue;
    const over = turn.own.filter(({ status }) => isTrue(status.conditions, type)).toSorted((a, b) => ((a.status.startTime ?? '') < (b.status.startTime ?? '') ? -1 : 1));
    for (const job of over.slice(0, Math.max(0, over.length - limit))) if (job.metadata.deletionTimestamp === undefined) remove(turn, job, 'cronjob-forgets-job');
  }
}

function remove({ context: { client, trace }, key, cron }: Turn, job: Job, code: 'cronjob-forgets-job' | 'cronjob-replaces-job'): void {
  const id = trace.record(actor, 'delete', code, { cron: cron.metadata.name, job: job.metadata.name }, [reading(client, key, 'spec')]);
  client.delete(job, { trace: id, propagationPolicy: 'Background' });
  client.event({ regarding: cron, type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${job.metadata.name}`, trace: id });
}

function writeStatus({ context: { client, trace }, key, cron }: Turn, status: CronJob['status']): undefined {
  const { active = [], ...rest } = status;
  const after = { ...(active.length > 0 && { active }), ...rest };
  if (deepEqual(after, cron.status)) return undefined;
  const id = trace.record(actor, 'update-status', 'cronjob-notes', { cron: cron.metadata.name, active: active.length, last: status.lastScheduleTime ?? '' }, [reading(client, key, 'spec')]);
  client.updateStatus({ ...cron, status: after }, { trace: id });
  return undefined;
}
