/** What the server fills in, refuses and prints of a StatefulSet. */
import { deepEqual, quoteGo } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { shownSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import type { Container } from '../pod/container.ts';
import { amountOf, validateAmount, validateShare } from '../deployment/validation.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate, validateTemplateMeta } from '../pod/validation.ts';
import { fillFromLabels, updatedByHand } from '../replica-set/old-versions.ts';
import { isReadable, mismatch, validateForever, validateTemplateSelector } from '../replica-set/validation.ts';
import type { StatefulSet, StatefulSetSpec } from './stateful-set.ts';

export const statefulSetDetails: KindDetails<StatefulSet> = {
  conversions: { 'apps/v1beta1': { fromServed: (object) => updatedByHand(fillFromLabels(object)) } },
  defaults: fill,
  newStatus: { replicas: 0 },
  checkName: (name, release) => (release.atLeast(27) ? checkDnsLabel(name) : checkDnsSubdomain(name)),
  validate,
  validateUpdate: (set, old, context) => validateUpdate(set.spec, old.spec, context),
  columns: [
    nameColumn,
    text('Desired', ({ spec }) => String(spec.replicas ?? 0), { until: 14 }),
    text('Current', ({ status }) => String(status.replicas), { until: 14 }),
    text('Ready', ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`, { since: 14 }),
    ageColumn,
    text('Containers', ({ spec }) => containersOf(spec).map((container) => container.name).join(','), wide),
    text('Images', ({ spec }) => containersOf(spec).map((container) => container.image).join(','), wide),
  ],
};

function containersOf({ template }: StatefulSetSpec): readonly Container[] {
  return template.spec?.containers ?? [];
}

function fill(object: NewObject<StatefulSet>, context: KindContext): NewObject<StatefulSet> {
  const { spec } = object;
  if (!spec) return object;
  const { release } = context;
  const updateStrategy = spec.updateStrategy?.type && spec.updateStrategy.type !== 'RollingUpdate' ? spec.updateStrategy : { type: 'RollingUpdate' as const, rollingUpdate: { partition: 0, ...spec.updateStrategy?.rollingUpdate } };
  const retention = { whenDeleted: 'Retain', whenScaled: 'Retain', ...spec.persistentVolumeClaimRetentionPolicy };
  const claims = spec.volumeClaimTemplates?.map((claim) => ({
    ...claim,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: release.atLeast(34) ? claim.metadata : ({ ...claim.metadata, creationTimestamp: null } as unknown as typeof claim.metadata),
    spec: { volumeMode: 'Filesystem', ...claim.spec },
    status: { phase: 'Pending' },
  })) as unknown as StatefulSetSpec['volumeClaimTemplates'];
  return {
    ...object,
    spec: {
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      ...(release.atLeast(34) ? {} : { serviceName: '' }),
      ...spec,
      ...(release.atLeast(27) && { persistentVolumeClaimRetentionPolicy: retention }),
      updateStrategy,
      template: defaultTemplate(spec.template, context),
      ...(claims && { volumeClaimTemplates: claims }),
    },
  };
}

function validate({ spec }: StatefulSet, context: KindContext): readonly FieldError[] {
  const { podManagementPolicy: policy, selector, serviceName } = spec;
  const { release } = context;
  const errors: FieldError[] = [];
  if (!policy) errors.push(requiredValue('spec.podManagementPolicy'));
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') errors.push(invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  errors.push(...validateStrategy(spec.updateStrategy));
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const kept = spec.persistentVolumeClaimRetentionPolicy?.[field];
    if (kept !== undefined && kept !== 'Retain' && kept !== 'Delete') errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, kept, ['Retain', 'Delete']));
  }
  errors.push(...nonNegative('spec.replicas', spec.replicas), ...nonNegative('spec.minReadySeconds', spec.minReadySeconds), ...nonNegative('spec.ordinals.start', spec.ordinals?.start));
  if (serviceName && release.atLeast(strictSince)) errors.push(...invalidTexts('spec.serviceName', serviceName, checkDnsLabel(serviceName)));
  errors.push(...validateTemplateSelector(selector, 'spec.selector', 'statefulset'));
  if (selector && !isReadable(selector)) errors.push(invalidValue('spec.selector', shownSelector(selector), ''));
  else errors.push(...mismatch(selector, spec.template, 'spec'), ...(release.atLeast(strictSince) ? validateTemplate(withClaims(spec), 'spec.template', context) : validateTemplateMeta(spec.template, 'spec.template', release)));
  return [...errors, ...validateForever(spec.template, 'spec', 'StatefulSet')];
}

/** Older servers take any spec of a pod: its pods are refused then. */
const strictSince = 33;

function validateStrategy({ type, rollingUpdate }: NonNullable<StatefulSetSpec['updateStrategy']> = {}): readonly FieldError[] {
  const path = 'spec.updateStrategy';
  const { partition = 0, maxUnavailable } = rollingUpdate ?? {};
  if (!type) return [requiredValue(path)];
  if (type === 'OnDelete') {
    const shown = new GoValue(`apps.RollingUpdateStatefulSetStrategy{Partition:${partition}}`, { Partition: partition, MaxUnavailable: maxUnavailable ?? null });
    return rollingUpdate ? [invalidValue(`${path}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'")] : [];
  }
  if (type !== 'RollingUpdate') return [invalidValue(path, new GoValue(`apps.StatefulSetUpdateStrategy{Type:${quoteGo(type)}, RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}`, { Type: type, RollingUpdate: null }), "must be 'RollingUpdate' or 'OnDelete'")];
  const at = `${path}.rollingUpdate.maxUnavailable`;
  const errors = nonNegative(`${path}.rollingUpdate.partition`, partition);
  if (maxUnavailable === undefined) return errors;
  return [...errors, ...validateAmount(maxUnavailable, at), ...(amountOf(maxUnavailable) === 0 ? [invalidValue(at, maxUnavailable, 'cannot be 0')] : []), ...validateShare(maxUnavailable, at)];
}

/** The template with the volumes that its pods get by their claims, so that containers may mount them. */
function withClaims({ template, volumeClaimTemplates: claims = [] }: StatefulSetSpec): StatefulSetSpec['template'] {
  if (claims.length === 0 || !template?.spec) return template;
  const names = new Set(claims.flatMap((claim) => claim.metadata?.name ?? []));
  const claimed = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...claimed, ...(template.spec.volumes ?? []).filter(({ name }) => !names.has(name))] } };
}

/** The fields that may change, in the order in which the server lists them, since the release from which they may. */
const mutable: readonly (readonly [keyof StatefulSetSpec, number])[] = [
  ['replicas', 0], ['ordinals', 26], ['template', 0], ['updateStrategy', 0], ['revisionHistoryLimit', 32],
  ['persistentVolumeClaimRetentionPolicy', 23], ['minReadySeconds', 22],
];

function validateUpdate(spec: StatefulSetSpec, old: StatefulSetSpec, { release }: KindContext): readonly FieldError[] {
  const names = mutable.filter(([, since]) => release.atLeast(since)).map(([name]) => name);
  const fixed = (of: StatefulSetSpec) => Object.fromEntries(Object.entries(of).filter(([name]) => !(names as readonly string[]).includes(name)));
  if (deepEqual(fixed(spec), fixed(old))) return [];
  const quoted = names.map((name) => `'${name}'`);
  return [forbiddenField('spec', `updates to statefulset spec for fields other than ${quoted.slice(0, -1).join(', ')}${release.atLeast(22) ? '' : ','} and ${quoted.at(-1)!} are forbidden`.replace(', and', ', and'))];
}
