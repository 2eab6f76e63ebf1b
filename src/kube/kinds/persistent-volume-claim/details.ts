/** What the server fills in, refuses and prints of a PersistentVolumeClaim. */
import { compareQuantity, deepEqual, quoteGo, tryQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { diffStruct, structField } from '../../meta/struct-diff.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { AdmissionContext, KindDetails } from '../kind.ts';
import { printedModes } from '../printed.ts';
import type { NewObject } from '../../meta/object.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] as const;

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

export function validateModes(modes: readonly string[] | undefined, path: string): FieldError[] {
  if (!modes || modes.length === 0) return [requiredValue(path, 'at least 1 access mode is required')];
  const alone = modes.includes('ReadWriteOncePod') && modes.length > 1 ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')] : [];
  return [...modes.filter((mode) => !(accessModes as readonly string[]).includes(mode)).map((mode) => notSupported(path, mode, accessModes)), ...alone];
}

export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): readonly FieldError[] {
  const errors = validateModes(spec.accessModes, `${path}.accessModes`);
  if (spec.selector) errors.push(...validateSelector(spec.selector, `${path}.selector`));
  const storage = spec.resources?.requests?.['storage'];
  if (storage === undefined) errors.push(requiredValue(`${path}.resources[storage]`));
  else if (/^[-0]/.test(storage)) errors.push(invalidValue(`${path}.resources[storage]`, storage, 'must be greater than zero'));
  const { volumeMode, storageClassName, dataSource } = spec;
  if (storageClassName) errors.push(...invalidTexts(`${path}.storageClassName`, storageClassName, checkDnsSubdomain(storageClassName)));
  if (volumeMode && !['Block', 'Filesystem'].includes(volumeMode)) errors.push(notSupported(`${path}.volumeMode`, volumeMode, ['Block', 'Filesystem']));
  if (!dataSource) return errors;
  if (!dataSource.name) errors.push(requiredValue(`${path}.dataSource.name`));
  if (!dataSource.kind) errors.push(requiredValue(`${path}.dataSource.kind`));
  if (!dataSource.apiGroup && dataSource.kind !== 'PersistentVolumeClaim') errors.push(invalidValue(`${path}.dataSource`, dataSource.kind ?? '', "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  return errors;
}

const fixed = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

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

function validateClaimUpdate(spec: PersistentVolumeClaimSpec, { spec: was, status }: PersistentVolumeClaim, release: Release): readonly FieldError[] {
  const refusal = () => [forbiddenField('spec', `${fixed}\n${diffStruct('core.PersistentVolumeClaimSpec', specFields, printable(was), printable(spec), release)}`)];
  const core = ({ resources: _, volumeName, storageClassName, volumeAttributesClassName: __, ...rest }: PersistentVolumeClaimSpec) => ({
    ...rest,
    ...(was.volumeName !== undefined && { volumeName }),
    ...(was.storageClassName !== undefined && { storageClassName }),
  });
  if (!deepEqual(core(spec), core(was))) return refusal();
  const now = tryQuantity(spec.resources?.requests?.['storage'] ?? '');
  const before = tryQuantity(was.resources?.requests?.['storage'] ?? '');
  if (!now || !before || compareQuantity(now, before) === 0) return [];
  if (compareQuantity(now, before) < 0) return [forbiddenField('spec.resources.requests.storage', 'field can not be less than previous value')];
  return status.phase === 'Bound' ? [] : refusal();
}
