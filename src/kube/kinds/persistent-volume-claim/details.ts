/** What the server fills in, refuses and prints of a PersistentVolumeClaim. */
import { compareQuantity, deepEqual, quoteGo, tryQuantity, zeroQuantity, type Quantity } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import type { Release } from '../../meta/release.ts';
import { diffStruct, structField } from '../../meta/struct-diff.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { AdmissionContext, KindDetails } from '../kind.ts';
import { printedModes } from '../printed.ts';
import type { NewObject } from '../../meta/object.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { validateClaimSpec } from './spec-validation.ts';

/** The finalizer that keeps a claim while a pod uses it. */
const protection = 'kubernetes.io/pvc-protection';
const defaultClassKey = 'storageclass.kubernetes.io/is-default-class';

export const persistentVolumeClaimDetails: KindDetails<PersistentVolumeClaim> = {
  defaults: (object) => (object.spec ? { ...object, spec: { volumeMode: 'Filesystem', ...object.spec } } : object),
  admit,
  newStatus: { phase: 'Pending' },
  validate: ({ spec }) => validateClaimSpec(spec, 'spec'),
  validateUpdate: (claim, old, { release }) => validateClaimUpdate(claim.spec, old, release),
  columns: [
    nameColumn,
    text('Status', ({ status, metadata }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating')),
    text('Volume', ({ spec }) => spec.volumeName ?? ''),
    text('Capacity', ({ spec, status }) => (spec.volumeName ? (status.capacity?.['storage'] ?? '') : '')),
    text('Access Modes', ({ spec, status }) => (spec.volumeName ? printedModes(status.accessModes) : '')),
    text('StorageClass', ({ spec, metadata }) => metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''),
    text('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>', { since: 29 }),
    ageColumn,
    text('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>', wide),
  ],
};

/** The default class, where the claim names none; and the finalizer that the controller of claims takes off. */
function admit(claim: NewObject<PersistentVolumeClaim>, old: PersistentVolumeClaim | undefined, context: AdmissionContext): NewObject<PersistentVolumeClaim> {
  if (old || !claim.spec) return claim;
  const { metadata, spec } = claim;
  const finalizers = metadata.finalizers?.includes(protection) ? metadata.finalizers : [...(metadata.finalizers ?? []), protection];
  const kept = { ...claim, metadata: { ...metadata, finalizers } };
  if (spec.storageClassName !== undefined) return kept;
  const standard = context.list('storageclasses.storage.k8s.io').filter((found) => found.metadata.annotations?.[defaultClassKey] === 'true');
  const newest = standard.toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))[0];
  return newest ? { ...kept, spec: { ...spec, storageClassName: newest.metadata.name } } : kept;
}

function fixed(release: Release): string {
  return `spec is immutable after creation except resources.requests${release.atLeast(29) ? ' and volumeAttributesClassName' : ''} for bound claims`;
}

const specFields = [
  structField('AccessModes', 'accessModes'),
  structField('Selector', 'selector', { isPointer: true }),
  structField('Resources', 'resources'),
  structField('VolumeName', 'volumeName', { isText: true }),
  structField('StorageClassName', 'storageClassName', { isPointer: true }),
  structField('VolumeMode', 'volumeMode', { isPointer: true }),
  structField('DataSource', 'dataSource', { isPointer: true }),
  structField('DataSourceRef', 'dataSourceRef', { isPointer: true }),
  structField('VolumeAttributesClassName', 'volumeAttributesClassName', { isPointer: true, since: 29 }),
];

/** Amounts as Go's printer of differences shows them. */
function printable(spec: PersistentVolumeClaimSpec): Readonly<Record<string, unknown>> {
  const storage = spec.resources?.requests?.['storage'];
  const format = storage?.endsWith('i') ? 'BinarySI' : 'DecimalSI';
  const resources = storage === undefined ? '{}' : `{Requests: {s"storage": {i: {...}, s: ${quoteGo(storage)}, Format: ${quoteGo(format)}}}}`;
  return { ...spec, resources: new GoValue(resources, null) };
}

/** What failed to grow may be asked for again, but never less than there is, since this release. */
const recoversSince = 32;

function validateClaimUpdate(spec: PersistentVolumeClaimSpec, { spec: was, status }: PersistentVolumeClaim, release: Release): readonly FieldError[] {
  const isBound = status.phase === 'Bound';
  const now = tryQuantity(spec.resources?.requests?.['storage'] ?? '');
  const before = tryQuantity(was.resources?.requests?.['storage'] ?? '');
  const core = ({ resources, volumeName, storageClassName, volumeAttributesClassName, ...rest }: PersistentVolumeClaimSpec) => ({
    ...rest,
    ...(was.volumeName !== undefined && { volumeName }),
    ...(was.storageClassName !== undefined && { storageClassName }),
    ...(isBound ? {} : { volumeAttributesClassName }),
    limits: resources?.limits,
  });
  const errors: FieldError[] = [];
  const differs = now && before ? compareQuantity(now, before) : 0;
  if (!deepEqual(core(spec), core(was)) || (differs !== 0 && !isBound)) errors.push(forbiddenField('spec', `${fixed(release)}\n${diffStruct('core.PersistentVolumeClaimSpec', specFields, printable(was), printable(spec), release)}`));
  if (differs < 0) errors.push(...shrinkErrors(now!, status, release));
  const { volumeMode = null } = spec;
  if (volumeMode !== (was.volumeMode ?? null)) errors.push(invalidValue('volumeMode', volumeMode, immutableField));
  if (was.volumeAttributesClassName !== undefined && !spec.volumeAttributesClassName) {
    const to = spec.volumeAttributesClassName === undefined ? 'nil' : 'an empty string';
    errors.push(forbiddenField('spec.volumeAttributesClassName', `update from non-nil value to ${to} is forbidden`));
  }
  return errors;
}

function shrinkErrors(now: Quantity, { capacity }: PersistentVolumeClaim['status'], release: Release): readonly FieldError[] {
  const path = 'spec.resources.requests.storage';
  if (!release.atLeast(recoversSince)) return [forbiddenField(path, 'field can not be less than previous value')];
  const there = tryQuantity(capacity?.['storage'] ?? '0') ?? zeroQuantity;
  return compareQuantity(now, there) <= 0 ? [forbiddenField(path, 'field can not be less than status.capacity')] : [];
}
