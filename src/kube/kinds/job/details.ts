/** What the server fills in, refuses and prints of a Job. */
import { deepEqual, humanDuration, parseRfc3339 } from '../../../base/index.ts';
import { immutableField, invalidTexts, invalidValue, nonNegative, notSupported, requiredValue, tooLong, type FieldError } from '../../meta/field-error.ts';
import { GoValue, goStringMap } from '../../meta/go-syntax.ts';
import { matchesSelector } from '../../meta/label-selector.ts';
import { checkDomainPath } from '../../meta/names.ts';
import type { Labels, NewObject } from '../../meta/object.ts';
import { shownSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text, type ColumnContext } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/validation.ts';
import { templateColumns } from '../workload-columns.ts';
import type { Job, JobSpec } from './job.ts';
import { validateIndexLimits, validatePolicies } from './policies.ts';

export const jobDetails: KindDetails<Job> = {
  defaults: fill,
  newStatus: {},
  prepareForCreate: selectOwnPods,
  validate: (job, context) => [...validateJobSpec(job.spec, 'spec', context, true), ...foreignSelector(job)],
  validateUpdate: ({ spec }, { spec: old }, context) => [
    ...(spec.completions === old.completions || spec.completionMode === 'Indexed' ? [] : [invalidValue('spec.completions', spec.completions, immutableField)]),
    ...(deepEqual(spec.selector, old.selector) ? [] : [invalidValue('spec.selector', spec.selector ? shownSelector(spec.selector) : null, immutableField)]),
    ...(deepEqual(spec.template, old.template) ? [] : [invalidValue('spec.template', new GoValue('core.PodTemplateSpec{…}', spec.template), immutableField)]),
    ...(spec.managedBy === old.managedBy ? [] : [invalidValue('spec.managedBy', spec.managedBy ?? null, immutableField)]),
    ...(context.release.atLeast(21) && spec.completionMode !== old.completionMode ? [invalidValue('spec.completionMode', spec.completionMode, immutableField)] : []),
  ],
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

/** A selector that is made out of the Job's uid cannot have a part of its own. */
function foreignSelector({ spec }: Job): readonly FieldError[] {
  const extra = Object.keys(spec.selector?.matchLabels ?? {}).length > 1 || spec.selector?.matchExpressions?.length;
  return spec.manualSelector === true || !extra ? [] : [invalidValue('spec.selector', shownSelector(spec.selector!), '`selector` not auto-generated')];
}

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

/** How many pods of a Job with numbers may run at once. */
const indexedMax = 100_000;
const managerBytesMax = 63;

function validateManager(name: string | undefined, path: string): readonly FieldError[] {
  if (name === undefined) return [];
  const errors = invalidTexts(path, name, checkDomainPath(name));
  return name.length > managerBytesMax ? [...errors, tooLong(path, managerBytesMax)] : errors;
}

export function validateJobSpec(spec: JobSpec, path: string, context: KindContext, isJob: boolean): readonly FieldError[] {
  const errors: FieldError[] = [
    ...nonNegative(`${path}.parallelism`, spec.parallelism),
    ...nonNegative(`${path}.completions`, spec.completions),
    ...nonNegative(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...nonNegative(`${path}.backoffLimit`, spec.backoffLimit),
    ...nonNegative(`${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...validateIndexLimits(spec, path),
    ...validateManager(spec.managedBy, `${path}.managedBy`),
  ];
  const { completionMode, template } = spec;
  if (completionMode === 'Indexed' && spec.completions === undefined) errors.push(requiredValue(`${path}.completions`, 'when completion mode is Indexed'));
  if (completionMode !== undefined && completionMode !== 'Indexed' && completionMode !== 'NonIndexed') errors.push(notSupported(`${path}.completionMode`, completionMode, ['Indexed', 'NonIndexed']));
  const labels = template?.metadata?.labels ?? {};
  if (isJob && spec.manualSelector === true && !spec.selector) errors.push(requiredValue(`${path}.selector`));
  if (spec.completionMode === 'Indexed' && (spec.parallelism ?? 0) > indexedMax) errors.push(invalidValue(`${path}.parallelism`, spec.parallelism, `must be less than or equal to ${indexedMax} when completion mode is Indexed`));
  if (isJob && spec.selector && template && !matchesSelector(spec.selector, labels)) {
    errors.push(invalidValue(`${path}.template.metadata.labels`, goStringMap(labels), '`selector` does not match template `labels`'));
  }
  errors.push(...validatePolicies(spec, path), ...validateTemplate(template, `${path}.template`, context));
  const policy = template?.spec?.restartPolicy;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    const where = `${path}.template.spec.restartPolicy`;
    const isNamed = context.release.atLeast(22);
    errors.push(policy === undefined || (policy === 'Always' && isNamed) ? requiredValue(where, 'valid values: "OnFailure", "Never"') : notSupported(where, policy, isNamed ? ['Never', 'OnFailure'] : ['OnFailure', 'Never']));
  }
  if (policy === 'OnFailure' && spec.podFailurePolicy) errors.push(invalidValue(`${path}.template.spec.restartPolicy`, policy, 'only "Never" is supported when podFailurePolicy is specified'));
  return errors;
}
