/** What the server fills in, refuses and prints of a CronJob. */
import { invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { NewObject } from '../../meta/object.ts';
import { shownSelector } from '../../meta/validate-selector.ts';
import { ageOf, ageColumn, integer, nameColumn, text, wide } from '../column.ts';
import { fillJobSpec } from '../job/details.ts';
import { validateJobSpec } from '../job/validation.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import type { Container } from '../pod/container.ts';
import type { CronJob } from './cron-job.ts';
import { parseSchedule } from './schedule.ts';
import { isTimeZone } from './time-zone.ts';

export const cronJobDetails: KindDetails<CronJob> = {
  defaults: fill,
  newStatus: {},
  validate,
  validateUpdate: validateZones,
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

/** What a Job's name ends in takes the rest. */
const nameMax = 52;
const policies = ['Allow', 'Forbid', 'Replace'];

function validate({ metadata, spec }: CronJob, context: KindContext): readonly FieldError[] {
  const { release } = context;
  const { schedule, concurrencyPolicy: policy } = spec;
  const job = spec.jobTemplate.spec;
  const isTooLong = metadata.resourceVersion === '' && metadata.name.length > nameMax;
  return [
    ...(schedule ? wrongSchedule(release.atLeast(zonedSince) ? schedule.replace(/^(?:CRON_)?TZ=\S+ +/, '') : schedule, schedule) : [requiredValue('spec.schedule')]),
    ...(schedule?.includes('TZ') && release.atLeast(zonesSince) && metadata.resourceVersion === '' ? [invalidValue('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')] : []),
    ...nonNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...wrongZone(spec.timeZone),
    ...(policy && policies.includes(policy) ? [] : [policy ? notSupported('spec.concurrencyPolicy', policy, policies) : requiredValue('spec.concurrencyPolicy')]),
    ...validateJobSpec(job, 'spec.jobTemplate.spec', context),
    ...(job.selector ? [invalidValue('spec.jobTemplate.spec.selector', shownSelector(job.selector), '`selector` will be auto-generated')] : []),
    ...(job.manualSelector === true ? [notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false'])] : []),
    ...nonNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit),
    ...nonNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit),
    ...(isTooLong ? [invalidValue('metadata.name', metadata.name, `must be no more than ${nameMax} characters`)] : []),
  ];
}

/** The release since which a schedule may begin with its zone. */
const zonedSince = 22;

/** The release since which it has a field of its own. */
const zonesSince = 27;

/** One that was there before may stay, but not beside the field. */
function validateZones({ spec: { schedule, timeZone } }: CronJob, { spec: old }: CronJob, { release }: KindContext): readonly FieldError[] {
  if (!schedule.includes('TZ') || !release.atLeast(zonesSince)) return [];
  if (!old.schedule.includes('TZ')) return [invalidValue('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  return timeZone === undefined ? [] : [invalidValue('spec.schedule', schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')];
}

function wrongZone(zone: string | undefined): readonly FieldError[] {
  if (zone === undefined) return [];
  if (zone === '') return [invalidValue('spec.timeZone', zone, 'timeZone must be nil or non-empty string')];
  return [
    ...(zone.toLowerCase() === 'local' ? [invalidValue('spec.timeZone', zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')] : []),
    ...(isTimeZone(zone) || zone === 'Local' ? [] : [invalidValue('spec.timeZone', zone, `unknown time zone ${zone}`)]),
  ];
}

function wrongSchedule(schedule: string, shown: string): readonly FieldError[] {
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    return [invalidValue('spec.schedule', shown, (error as Error).message)];
  }
}
