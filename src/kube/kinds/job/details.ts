/** What the server fills in, refuses and prints of a Job. */
import { humanDuration, parseRfc3339 } from '../../../base/index.ts';
import type { Labels, NewObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, type ColumnContext } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { templateColumns } from '../workload-columns.ts';
import type { Job, JobSpec } from './job.ts';
import { validateJob, validateJobUpdate } from './validation.ts';

export const jobDetails: KindDetails<Job> = {
  defaults: fill,
  newStatus: {},
  prepareForCreate: selectOwnPods,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  columns: [
    nameColumn,
    text('Status', statusWord, { since: 30 }),
    text('Desired', ({ spec }) => (spec.completions === undefined ? '<none>' : String(spec.completions)), { until: 12 }),
    text('Successful', ({ status }) => String(status.succeeded ?? 0), { until: 12 }),
    text('Completions', completions, { since: 12 }),
    text('Duration', duration, { since: 12 }),
    ageColumn,
    ...templateColumns,
  ],
  fields: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
};

/** Where each number has a limit of its own. */
const backoffMax = 2_147_483_647;

function isTrue({ status }: Job, type: string): boolean {
  return status.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
}

function statusWord(job: Job): string {
  if (isTrue(job, 'Complete')) return 'Complete';
  if (isTrue(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (isTrue(job, 'Suspended')) return 'Suspended';
  if (isTrue(job, 'FailureTarget')) return 'FailureTarget';
  return isTrue(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, { nowMs }: ColumnContext): string {
  const begin = status.startTime === undefined ? undefined : parseRfc3339(status.startTime);
  if (begin === undefined) return '';
  const end = status.completionTime === undefined ? nowMs : (parseRfc3339(status.completionTime) ?? nowMs);
  return humanDuration(end - begin);
}

function fill(object: NewObject<Job>, context: KindContext): NewObject<Job> {
  const { spec, metadata } = object;
  if (!spec) return object;
  const labels = spec.template?.metadata?.labels;
  return { ...object, metadata: metadata.labels === undefined && labels ? { ...metadata, labels } : metadata, spec: fillJobSpec(spec, context) };
}

export function fillJobSpec(spec: JobSpec, context: KindContext, isTemplate = false): JobSpec {
  const template = defaultTemplate(spec.template, context);
  if (isTemplate) return { ...spec, template };
  const counts = spec.completions === undefined && spec.parallelism === undefined ? { completions: 1, parallelism: 1 } : { parallelism: 1 };
  const { release } = context;
  return {
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : backoffMax,
    ...counts,
    ...(release.atLeast(21) && { completionMode: 'NonIndexed' as const, suspend: false }),
    ...(release.atLeast(28) && { podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed' }),
    ...(release.atLeast(28) && { manualSelector: false }),
    ...spec,
    template,
  };
}

/** The selector that finds the pods of this Job alone: by its uid. */
function selectOwnPods(object: NewObject<Job>, { release }: KindContext): NewObject<Job> {
  const { spec, metadata } = object;
  if (!spec?.template || spec.manualSelector === true) return object;
  const { uid, name = '' } = metadata as { uid?: string; name?: string };
  if (uid === undefined) return object;
  const own: Labels = release.atLeast(27) ? { 'batch.kubernetes.io/controller-uid': uid } : { 'controller-uid': uid };
  const all: Labels = { ...own, 'controller-uid': uid, ...(release.atLeast(27) && { 'batch.kubernetes.io/job-name': name }), 'job-name': name };
  const template = { ...spec.template, metadata: { ...spec.template.metadata, labels: { ...spec.template.metadata?.labels, ...all } } };
  const labels = metadata.labels && Object.keys(metadata.labels).length > 0 ? metadata.labels : undefined;
  return {
    ...object,
    metadata: release.atLeast(27) || labels ? metadata : { ...metadata, labels: all },
    spec: { ...spec, selector: { matchLabels: { ...spec.selector?.matchLabels, ...own } }, template },
  };
}
