/** What the server fills in, refuses and prints of a DaemonSet. */
import { deepEqual } from '../../../base/index.ts';
import { invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import { validateAmount } from '../deployment/validation.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import type { IntOrString } from '../pod/container.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { printedMap } from '../printed.ts';
import { validateSameSelector, validateSelectedTemplate } from '../replica-set/validation.ts';
import { templateColumns } from '../workload-columns.ts';
import type { DaemonSet } from './daemon-set.ts';
import { generationKey, inExtensions } from './old-versions.ts';

export const daemonSetDetails: KindDetails<DaemonSet> = {
  conversions: { 'extensions/v1beta1': inExtensions },
  defaults: fill,
  prepareForCreate: (set) => ({ ...set, metadata: { ...set.metadata, annotations: { ...set.metadata.annotations, [generationKey]: '1' } } }),
  prepareForUpdate: countTemplate,
  validate,
  validateUpdate: (set, old, context) => validateSameSelector(set.spec.selector, old.spec.selector, context),
  columns: [
    nameColumn,
    integer('Desired', ({ status }) => status.desiredNumberScheduled),
    integer('Current', ({ status }) => status.currentNumberScheduled),
    integer('Ready', ({ status }) => status.numberReady),
    integer('Up-to-date', ({ status }) => status.updatedNumberScheduled ?? 0),
    integer('Available', ({ status }) => status.numberAvailable ?? 0),
    text('Node Selector', ({ spec }) => printedMap(spec.template.spec.nodeSelector)),
    ageColumn,
    ...templateColumns,
  ],
};

function countTemplate(set: DaemonSet, old: DaemonSet): DaemonSet {
  const before = old.metadata.annotations?.[generationKey] ?? '1';
  const count = deepEqual(set.spec.template, old.spec.template) ? before : String(Number(before) + 1);
  if (set.metadata.annotations?.[generationKey] === count) return set;
  return { ...set, metadata: { ...set.metadata, annotations: { ...set.metadata.annotations, [generationKey]: count } } };
}

function fill(object: NewObject<DaemonSet>, context: KindContext): NewObject<DaemonSet> {
  const { spec } = object;
  if (!spec) return object;
  const { release } = context;
  const rollingUpdate = { ...(release.atLeast(22) && { maxSurge: 0 }), maxUnavailable: 1, ...spec.updateStrategy?.rollingUpdate };
  const given = spec.updateStrategy?.type;
  const updateStrategy = given && given !== 'RollingUpdate' ? spec.updateStrategy : { rollingUpdate, type: 'RollingUpdate' as const };
  return { ...object, spec: { revisionHistoryLimit: 10, ...spec, updateStrategy, template: defaultTemplate(spec.template, context) } };
}

function validate({ spec }: DaemonSet, context: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [...validateSelectedTemplate(spec.selector, spec.template, 'spec', context, 'DaemonSet')];
  errors.push(...nonNegative('spec.minReadySeconds', spec.minReadySeconds), ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit));
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete') return errors;
  if (type !== 'RollingUpdate') return [...errors, notSupported('spec.updateStrategy', new GoValue('apps.DaemonSetUpdateStrategy{…}', { Type: type ?? '', RollingUpdate: null }), ['RollingUpdate', 'OnDelete'])];
  for (const field of ['maxUnavailable', 'maxSurge'] as const) errors.push(...validateAmount(rollingUpdate?.[field], `spec.updateStrategy.rollingUpdate.${field}`));
  if (errors.length > 0) return errors;
  const surge = isSome(rollingUpdate?.maxSurge);
  const unavailable = isSome(rollingUpdate?.maxUnavailable);
  if (!surge && !unavailable) errors.push(requiredValue('spec.updateStrategy.rollingUpdate.maxUnavailable', context.release.atLeast(22) ? 'cannot be 0 when maxSurge is 0' : 'cannot be 0'));
  if (surge && unavailable) errors.push(invalidValue('spec.updateStrategy.rollingUpdate.maxSurge', rollingUpdate?.maxSurge, 'may not be set when maxUnavailable is non-zero'));
  return errors;
}

function isSome(amount: IntOrString | undefined): boolean {
  return amount !== undefined && !/^0+%?$/.test(String(amount));
}
