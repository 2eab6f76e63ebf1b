/** What the server refuses of a Job. */
import { deepEqual } from '../../../base/index.ts';
import { validateDomainPath } from '../../meta/domain-path.ts';
import { immutableField, invalidValue, nonNegative, notSupported, requiredValue, tooLong, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { shownSelector, validateSelector } from '../../meta/validate-selector.ts';
import type { KindContext } from '../kind.ts';
import type { Affinity, PodTemplateSpec } from '../pod/pod.ts';
import { validateTemplate } from '../pod/validation.ts';
import { isReadable, mismatch } from '../replica-set/validation.ts';
import type { Job, JobSpec } from './job.ts';
import { validateIndexLimits, validatePolicies } from './policies.ts';

export function validateJob(job: Job, context: KindContext): readonly FieldError[] {
  const { spec } = job;
  const { selector, template } = spec;
  return [
    ...foreignSelector(job),
    ...validateJobSpec(spec, 'spec', context),
    ...(selector ? validateSelector(selector, 'spec.selector') : [requiredValue('spec.selector')]),
    ...(selector && !isReadable(selector) ? [] : mismatch(selector, template, 'spec')),
    ...longHostname(job, context.release),
  ];
}

/** A selector that is made out of the Job's uid cannot have a part of its own. */
function foreignSelector({ spec }: Job): readonly FieldError[] {
  const extra = Object.keys(spec.selector?.matchLabels ?? {}).length > 1 || spec.selector?.matchExpressions?.length;
  return spec.manualSelector === true || !extra ? [] : [invalidValue('spec.selector', shownSelector(spec.selector!), '`selector` not auto-generated')];
}

/** The pod with the highest number is called by it too. */
function longHostname({ metadata, spec: { completionMode, completions = 0 } }: Job, release: Release): readonly FieldError[] {
  if (completionMode !== 'Indexed' || completions <= 0 || metadata.resourceVersion !== '' || !release.atLeast(23)) return [];
  const name = `${metadata.name}-${completions - 1}`;
  return checkDnsLabel(name).length === 0 ? [] : [invalidValue('metadata.name', metadata.name, `will not able to create pod with invalid DNS label: ${name}`)];
}

/** How many pods of a Job with numbers may run at once. */
const indexedMax = 100_000;
const managerBytesMax = 63;
const modes = ['Indexed', 'NonIndexed'];

function validateManager(name: string | undefined, path: string): readonly FieldError[] {
  if (name === undefined) return [];
  const errors = validateDomainPath(name, path);
  return name.length > managerBytesMax ? [...errors, tooLong(path, managerBytesMax)] : errors;
}

export function validateJobSpec(spec: JobSpec, path: string, context: KindContext): readonly FieldError[] {
  const { completionMode: mode, completions, parallelism, template } = spec;
  const isIndexed = mode === 'Indexed';
  return [
    ...nonNegative(`${path}.parallelism`, parallelism),
    ...nonNegative(`${path}.completions`, completions),
    ...nonNegative(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...nonNegative(`${path}.backoffLimit`, spec.backoffLimit),
    ...nonNegative(`${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...validateIndexLimits(spec, path),
    ...validateManager(spec.managedBy, `${path}.managedBy`),
    ...(mode === undefined || modes.includes(mode) ? [] : [notSupported(`${path}.completionMode`, mode, modes)]),
    ...(isIndexed && completions === undefined ? [requiredValue(`${path}.completions`, 'when completion mode is Indexed')] : []),
    ...(isIndexed && (parallelism ?? 0) > indexedMax ? [invalidValue(`${path}.parallelism`, parallelism, `must be less than or equal to ${indexedMax} when completion mode is Indexed`)] : []),
    ...validatePolicies(spec, path),
    ...validateTemplate(template, `${path}.template`, context),
    ...validateRestarts(spec, `${path}.template.spec.restartPolicy`, context.release),
  ];
}

/** What is left out has become "Always", and is told as missing since this release. */
const missingSince = 20;

function validateRestarts({ template, podFailurePolicy }: JobSpec, path: string, release: Release): readonly FieldError[] {
  const policy = template?.spec?.restartPolicy;
  if (policy === 'Never') return [];
  if (policy === 'OnFailure') return podFailurePolicy ? [invalidValue(path, policy, 'only "Never" is supported when podFailurePolicy is specified')] : [];
  if (policy === undefined || (policy === 'Always' && release.atLeast(missingSince))) return [requiredValue(path, 'valid values: "OnFailure", "Never"')];
  return [notSupported(path, policy, release.atLeast(22) ? ['Never', 'OnFailure'] : ['OnFailure', 'Never'])];
}

export function validateJobUpdate({ spec }: Job, old: Job, { release }: KindContext): readonly FieldError[] {
  const { spec: was } = old;
  const fixed = (field: keyof JobSpec) => (deepEqual(spec[field], was[field]) ? [] : [invalidValue(`spec.${field}`, spec[field] ?? null, immutableField)]);
  return [
    ...validateCompletions(spec, was, release),
    ...(deepEqual(spec.selector, was.selector) ? [] : [invalidValue('spec.selector', spec.selector ? shownSelector(spec.selector) : null, immutableField)]),
    ...(deepEqual(spec.template, directed(spec.template, old, release)) ? [] : [invalidValue('spec.template', new GoValue('core.PodTemplateSpec{…}', spec.template), immutableField)]),
    ...(release.atLeast(21) ? fixed('completionMode') : []),
    ...fixed('podFailurePolicy'),
    ...fixed('backoffLimitPerIndex'),
    ...fixed('managedBy'),
    ...fixed('successPolicy'),
  ];
}

/** The release since which a Job with numbers may get more or fewer of them. */
const elasticSince = 27;

function validateCompletions({ completions, parallelism, completionMode }: JobSpec, { completions: was }: JobSpec, release: Release): readonly FieldError[] {
  if (completions === was) return [];
  if (completionMode !== 'Indexed' || !release.atLeast(elasticSince)) return [invalidValue('spec.completions', completions ?? null, immutableField)];
  return completions === parallelism ? [] : [invalidValue('spec.completions', completions ?? null, 'can only be modified in tandem with spec.parallelism')];
}

/** The release since which a Job that has not begun may still be told where its pods run. */
const directedSince = 23;

/** The old template with what may be changed as it is in the new one. */
function directed(template: PodTemplateSpec, { spec, status }: Job, release: Release): PodTemplateSpec {
  const was = spec.template;
  if (spec.suspend !== true || status.startTime !== undefined || !release.atLeast(directedSince) || !template?.spec) return was;
  const { nodeSelector: _, tolerations: __, schedulingGates: ___, affinity: oldAffinity, ...rest } = was.spec;
  const { nodeSelector, tolerations, schedulingGates, affinity } = template.spec;
  const { labels: ____, annotations: _____, ...others } = was.metadata ?? {};
  const { labels, annotations } = template.metadata ?? {};
  const { nodeAffinity: ______, ...kept } = oldAffinity ?? {};
  const merged: Affinity = { ...kept, ...(affinity?.nodeAffinity && { nodeAffinity: affinity.nodeAffinity }) };
  const isBare = Object.keys(merged).length === 0 && affinity === undefined;
  return {
    metadata: { ...others, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: {
      ...rest,
      ...(isBare ? {} : { affinity: merged }),
      ...(nodeSelector && { nodeSelector }),
      ...(tolerations && { tolerations }),
      ...(schedulingGates && { schedulingGates }),
    },
  };
}
