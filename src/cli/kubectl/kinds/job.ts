/** What the client knows of jobs. */
import { humanDuration, parseRfc3339 } from '../../../base/index.ts';
import { count, has, member, members, text } from '../objects/member.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { describeTemplate } from './describe-template.ts';
import { DescribeText, orNone, timeText } from './describe-text.ts';
import { describeOwner } from './replica-set.ts';

export const jobKind: ClientKind = {
  group: 'batch',
  kind: 'Job',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (job) => selectorText(member(job, 'spec', 'selector')),
  *describe(k, info, options) {
    const job = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name).pair('Namespace', info.namespace).pair('Selector', selectorText(member(job, 'spec', 'selector')) ?? '');
    out.labels('Labels', members(job, 'metadata', 'labels')).annotations('Annotations', members(job, 'metadata', 'annotations'));
    describeOwner(out, job);
    if (has(job, 'spec', 'parallelism')) out.pair('Parallelism', count(job, 'spec', 'parallelism'));
    out.pair('Completions', has(job, 'spec', 'completions') ? count(job, 'spec', 'completions') : '<unset>');
    for (const [title, field] of [['Completion Mode', 'completionMode'], ['Suspend', 'suspend'], ['Backoff Limit', 'backoffLimit'], ['TTL Seconds After Finished', 'ttlSecondsAfterFinished']] as const) {
      if (has(job, 'spec', field)) out.pair(title, member(job, 'spec', field));
    }
    const [started, completed] = [text(job, 'status', 'startTime'), text(job, 'status', 'completionTime')];
    if (started !== '') out.pair('Start Time', timeText(started));
    if (completed !== '') out.pair('Completed At', timeText(completed));
    if (started !== '' && completed !== '') out.pair('Duration', humanDuration((parseRfc3339(completed) ?? 0) - (parseRfc3339(started) ?? 0)));
    if (has(job, 'spec', 'activeDeadlineSeconds')) out.pair('Active Deadline Seconds', `${count(job, 'spec', 'activeDeadlineSeconds')}s`);
    const ready = has(job, 'status', 'ready') ? ` (${count(job, 'status', 'ready')} Ready)` : '';
    out.pair('Pods Statuses', `${count(job, 'status', 'active')} Active${ready} / ${count(job, 'status', 'succeeded')} Succeeded / ${count(job, 'status', 'failed')} Failed`);
    if (text(job, 'spec', 'completionMode') === 'Indexed') out.pair('Completed Indexes', orNone(text(job, 'status', 'completedIndexes')));
    describeTemplate(out, member(job, 'spec', 'template'), k.release.minor);
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

/** The first client that describes cron jobs of batch/v1. */
const FIRST_VERSION_SINCE = 21;

export const cronJobKind: ClientKind = {
  group: 'batch',
  kind: 'CronJob',
  podSpec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  *describe(k, info, options) {
    // The client asks for the newest version, whatever it was told of: an older server does not have it.
    const cron = yield* k.client.get(`/apis/batch/${k.release.minor >= FIRST_VERSION_SINCE ? 'v1' : 'v1beta1'}/namespaces/${info.namespace}/cronjobs/${info.name}`);
    const out = new DescribeText();
    const orUnset = (...path: string[]): string => (has(cron, ...path) ? text(cron, ...path) : '<unset>');
    out.pair('Name', info.name).pair('Namespace', info.namespace);
    out.labels('Labels', members(cron, 'metadata', 'labels')).annotations('Annotations', members(cron, 'metadata', 'annotations'));
    out.pair('Schedule', text(cron, 'spec', 'schedule'));
    out.pair('Concurrency Policy', text(cron, 'spec', 'concurrencyPolicy'));
    out.pair('Suspend', boolText(member(cron, 'spec', 'suspend')));
    out.pair('Successful Job History Limit', orUnset('spec', 'successfulJobsHistoryLimit')).pair('Failed Job History Limit', orUnset('spec', 'failedJobsHistoryLimit'));
    out.pair('Starting Deadline Seconds', has(cron, 'spec', 'startingDeadlineSeconds') ? `${count(cron, 'spec', 'startingDeadlineSeconds')}s` : '<unset>');
    const inJob = ['spec', 'jobTemplate', 'spec'] as const;
    out.pair('Selector', selectorText(member(cron, ...inJob, 'selector')) ?? '<unset>');
    out.pair('Parallelism', orUnset(...inJob, 'parallelism')).pair('Completions', orUnset(...inJob, 'completions'));
    if (has(cron, ...inJob, 'activeDeadlineSeconds')) out.pair('Active Deadline Seconds', `${count(cron, ...inJob, 'activeDeadlineSeconds')}s`);
    describeTemplate(out, member(cron, ...inJob, 'template'), k.release.minor);
    out.pair('Last Schedule Time', timeText(text(cron, 'status', 'lastScheduleTime'), '<unset>'));
    const active = member(cron, 'status', 'active');
    out.pair('Active Jobs', Array.isArray(active) && active.length > 0 ? active.map((job) => text(job, 'name')).join(', ') : '<none>');
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

function boolText(value: unknown): string {
  return value === undefined || value === null ? '<unset>' : value === true ? 'True' : 'False';
}
