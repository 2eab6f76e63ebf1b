/** What the server fills in, refuses and prints of a PersistentVolume. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { validateModes } from '../persistent-volume-claim/details.ts';
import { noBacksteps } from '../pod/path-validation.ts';
import { hostPathTypes } from '../pod/volume-validation.ts';
import { printedModes } from '../printed.ts';
import { volumeSources, type PersistentVolume } from './persistent-volume.ts';

/** The finalizer that keeps a volume while it is bound. */
const protection = 'kubernetes.io/pv-protection';

export const persistentVolumeDetails: KindDetails<PersistentVolume> = {
  defaults: fill,
  admit: (volume, old) => (old || volume.metadata.finalizers?.includes(protection) ? volume : { ...volume, metadata: { ...volume.metadata, finalizers: [...(volume.metadata.finalizers ?? []), protection] } }),
  newStatus: { phase: 'Pending' },
  validate,
  validateUpdate: (volume, old) => {
    const changed = volumeSources.filter((source) => JSON.stringify(sourceOf(volume, source)) !== JSON.stringify(sourceOf(old, source)));
    const { volumeMode = 'Filesystem', nodeAffinity } = volume.spec;
    return [
      ...(changed.length === 0 ? [] : [forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')]),
      ...(volumeMode === (old.spec.volumeMode ?? 'Filesystem') ? [] : [invalidValue('spec.volumeMode', volumeMode, immutableField)]),
      ...(old.spec.nodeAffinity === undefined || deepEqual(nodeAffinity, old.spec.nodeAffinity) ? [] : [invalidValue('spec.nodeAffinity', new GoValue('core.VolumeNodeAffinity{…}', nodeAffinity ?? null), immutableField)]),
    ];
  },
  columns: [
    nameColumn,
    text('Capacity', ({ spec }) => spec.capacity?.['storage'] ?? ''),
    text('Access Modes', ({ spec }) => printedModes(spec.accessModes)),
    text('Reclaim Policy', ({ spec }) => spec.persistentVolumeReclaimPolicy ?? ''),
    text('Status', ({ status, metadata }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating')),
    text('Claim', ({ spec }) => (spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '')),
    text('StorageClass', ({ spec, metadata }) => metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''),
    text('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>', { since: 29 }),
    text('Reason', ({ status }) => status.reason ?? ''),
    ageColumn,
    text('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>', wide),
  ],
};

function sourceOf(volume: PersistentVolume, source: string): unknown {
  return (volume.spec as Readonly<Record<string, unknown>>)[source];
}

function fill(object: NewObject<PersistentVolume>): NewObject<PersistentVolume> {
  const { spec } = object;
  if (!spec) return object;
  const hostPath = spec.hostPath && { type: '', ...spec.hostPath };
  return { ...object, spec: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', ...spec, ...(hostPath && { hostPath }) } };
}

function validate({ spec, metadata }: PersistentVolume): readonly FieldError[] {
  const errors: FieldError[] = validateModes(spec.accessModes, 'spec.accessModes');
  const { capacity = {} } = spec;
  if (Object.keys(capacity).length === 0) errors.push(requiredValue('spec.capacity'));
  else if (capacity['storage'] === undefined || Object.keys(capacity).length > 1) errors.push(notSupported('spec.capacity', capacity, ['storage']));
  else if (/^[-0]/.test(capacity['storage'])) errors.push(invalidValue('spec.capacity[storage]', capacity['storage'], 'must be greater than zero'));
  const policy = spec.persistentVolumeReclaimPolicy;
  if (policy && !['Delete', 'Recycle', 'Retain'].includes(policy)) errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, ['Delete', 'Recycle', 'Retain']));
  const given = volumeSources.filter((source) => sourceOf({ spec, metadata } as PersistentVolume, source) !== undefined);
  if (given.length === 0) errors.push(requiredValue('spec', 'must specify a volume type'));
  for (const extra of given.slice(1)) errors.push(forbiddenField(`spec.${extra}`, 'may not specify more than 1 volume type'));
  if (spec.hostPath) {
    const { path, type = '' } = spec.hostPath;
    if (!path) errors.push(requiredValue('spec.hostPath.path'));
    else errors.push(...noBacksteps(path, 'spec.hostPath.path'));
    if (!hostPathTypes.includes(type)) errors.push(notSupported('spec.hostPath.type', type, hostPathTypes));
    if (path === '/' && policy === 'Recycle') errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (spec.csi) {
    if (!spec.csi.driver) errors.push(requiredValue('spec.csi.driver'));
    if (!spec.csi.volumeHandle) errors.push(requiredValue('spec.csi.volumeHandle'));
  }
  if (spec.storageClassName) errors.push(...invalidTexts('spec.storageClassName', spec.storageClassName, checkDnsSubdomain(spec.storageClassName)));
  if (spec.nodeAffinity && !spec.nodeAffinity.required) errors.push(requiredValue('spec.nodeAffinity.required', 'must specify required node constraints'));
  if (spec.local) {
    if (!spec.local.path) errors.push(requiredValue('spec.local.path'));
    if (!spec.nodeAffinity?.required) errors.push(requiredValue('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  if (spec.nfs) {
    if (!spec.nfs.server) errors.push(requiredValue('spec.nfs.server'));
    if (!spec.nfs.path) errors.push(requiredValue('spec.nfs.path'));
    else if (!spec.nfs.path.startsWith('/')) errors.push(invalidValue('spec.nfs.path', spec.nfs.path, 'must be an absolute path'));
  }
  if (spec.volumeMode && !['Block', 'Filesystem'].includes(spec.volumeMode)) errors.push(notSupported('spec.volumeMode', spec.volumeMode, ['Block', 'Filesystem']));
  return errors;
}
