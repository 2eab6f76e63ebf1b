/** What the server fills in, refuses and prints of a CronJob. */
import { invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { NewObject } from '../../meta/object.ts';
import { shownSelector } from '../../meta/validate-selector.ts';
import { ageOf, ageColumn, integer, nameColumn, text, wide } from '../column.ts';
import { fillJobSpec, validateJobSpec } from '../job/details.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import type { Container } from '../pod/container.ts';
import type { CronJob } from './cron-job.ts';
import { parseSchedule } from './schedule.ts';
import { isTimeZone } from './time-zone.ts';

export const cronJobDetails: KindDetails<CronJob> = {
  defaults: fill,
  newStatus: {},
  checkName: (name) => (name.length > 52 ? ['must be no more than 52 characters'] : []),
  validate,
  columns: [
    nameColumn,
    text('Schedule', ({ spec }) => spec.schedule),
    text('Timezone', ({ spec }) => spec.timeZone ?? '<none>', { since: 29 }),
    { name: 'Suspend', type: 'boolean', cell: ({ spec }) => (spec.suspend === true ? 'True' : 'False') },
    integer('Active', ({ status }) => status.active?.length ?? 0),
    text('Last Schedule', ({ status }, context) => (status.lastScheduleTime === undefined ? '<none>' : ageOf(status.lastScheduleTime, context))),
    ageColumn,
    text('Containers', ({ spec }) => containersOf(spec).map((container) => container.name).join(','), wide),
    text('Images', ({ spec }) => containersOf(spec).map((container) => container.image).join(','), wide),
    text('Selector', () => '<none>', wide),
  ],
};

function containersOf(spec: CronJob['spec']): readonly Container[] {
  return spec.jobTemplate.spec.template.spec.containers;
}

function fill(object: NewObject<CronJob>, context: KindContext): NewObject<CronJob> {
  const { spec } = object;
  if (!spec) return object;
  const jobTemplate = { ...spec.jobTemplate, spec: spec.jobTemplate?.spec ?? ({} as CronJob['spec']['jobTemplate']['spec']) };
  const template = { ...(context.release.atLeast(34) ? {} : { metadata: { creationTimestamp: null, ...jobTemplate.metadata } }), ...(context.release.atLeast(34) ? jobTemplate : {}), spec: fillJobSpec(jobTemplate.spec, context, true) };
  return { ...object, spec: { concurrencyPolicy: 'Allow', failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: 3, suspend: false, ...spec, jobTemplate: template } };
}

function validate({ spec }: CronJob, context: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.schedule) errors.push(requiredValue('spec.schedule'));
  else if (spec.schedule.includes('TZ') && context.release.atLeast(27)) errors.push(invalidValue('spec.schedule', spec.schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  else errors.push(...wrongSchedule(spec.schedule));
  const { timeZone } = spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) errors.push(invalidValue('spec.timeZone', timeZone, `unknown time zone ${timeZone}`));
  errors.push(...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds));
  const policy = spec.concurrencyPolicy;
  if (!policy) errors.push(requiredValue('spec.concurrencyPolicy'));
  else if (!['Allow', 'Forbid', 'Replace'].includes(policy)) errors.push(notSupported('spec.concurrencyPolicy', policy, ['Allow', 'Forbid', 'Replace']));
  const job = spec.jobTemplate.spec;
  errors.push(...validateJobSpec(job, 'spec.jobTemplate.spec', context, false));
  if (job.selector) errors.push(invalidValue('spec.jobTemplate.spec.selector', shownSelector(job.selector), '`selector` will be auto-generated'));
  if (job.manualSelector === true) errors.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']));
  errors.push(...nonNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit), ...nonNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit));
  return errors;
}

function wrongSchedule(schedule: string): readonly FieldError[] {
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    return [invalidValue('spec.schedule', schedule, (error as Error).message)];
  }
}
