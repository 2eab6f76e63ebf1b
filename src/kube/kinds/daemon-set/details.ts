/** What the server fills in, refuses and prints of a DaemonSet. */
import { deepEqual, quoteGo } from '../../../base/index.ts';
import { invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { NewObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { isEmptySelector, shownSelector, validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import { amountOf, validateAmount, validateShare } from '../deployment/validation.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/validation.ts';
import { printedMap } from '../printed.ts';
import { isReadable, mismatch, validateForever, validateSameSelector, writtenDisks } from '../replica-set/validation.ts';
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
  const { selector, template } = spec;
  return [
    ...(selector ? validateSelector(selector, 'spec.selector') : []),
    ...(selector && !isReadable(selector) ? [] : mismatch(selector, template, 'spec')),
    ...(selector && isEmptySelector(selector) ? [invalidValue('spec.selector', shownSelector(selector), 'empty selector is invalid for daemonset')] : []),
    ...validateTemplate(template, 'spec.template', context),
    ...writtenDisks(template, 'spec'),
    ...validateForever(template, 'spec', 'DaemonSet'),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateStrategy(spec.updateStrategy, context.release),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ];
}

/** The release since which a new pod may be begun before the old one ends. */
const surgeSince = 22;

function validateStrategy({ type, rollingUpdate }: NonNullable<DaemonSet['spec']['updateStrategy']> = {}, release: Release): readonly FieldError[] {
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [notSupported('spec.updateStrategy', new GoValue(`apps.DaemonSetUpdateStrategy{Type:${quoteGo(type ?? '')}, RollingUpdate:(*apps.RollingUpdateDaemonSet)(nil)}`, { Type: type ?? '', RollingUpdate: null }), ['RollingUpdate', 'OnDelete'])];
  const at = 'spec.updateStrategy.rollingUpdate';
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const unavailable = amountOf(maxUnavailable) !== 0;
  const share = validateShare(maxUnavailable, `${at}.maxUnavailable`);
  const errors: FieldError[] = [...validateAmount(maxUnavailable, `${at}.maxUnavailable`)];
  if (!release.atLeast(surgeSince)) return [...errors, ...(unavailable ? [] : [invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'cannot be 0')]), ...share];
  const surge = amountOf(maxSurge) !== 0;
  errors.push(...validateAmount(maxSurge, `${at}.maxSurge`), ...share, ...validateShare(maxSurge, `${at}.maxSurge`));
  if (surge && unavailable) errors.push(invalidValue(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (!surge && !unavailable) errors.push(requiredValue(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  return errors;
}
