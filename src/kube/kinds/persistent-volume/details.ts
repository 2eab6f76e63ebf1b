/** What the server fills in, refuses and prints of a PersistentVolume. */
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { printedModes } from '../printed.ts';
import type { PersistentVolume } from './persistent-volume.ts';
import { validateVolume, validateVolumeUpdate } from './validation.ts';

/** The finalizer that keeps a volume while it is bound. */
const protection = 'kubernetes.io/pv-protection';

export const persistentVolumeDetails: KindDetails<PersistentVolume> = {
  defaults: fill,
  admit: (volume, old) => (old || volume.metadata.finalizers?.includes(protection) ? volume : { ...volume, metadata: { ...volume.metadata, finalizers: [...(volume.metadata.finalizers ?? []), protection] } }),
  newStatus: { phase: 'Pending' },
  validate: validateVolume,
  validateUpdate: validateVolumeUpdate,
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

function fill(object: NewObject<PersistentVolume>): NewObject<PersistentVolume> {
  const { spec } = object;
  if (!spec) return object;
  const hostPath = spec.hostPath && { type: '', ...spec.hostPath };
  return { ...object, spec: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', ...spec, ...(hostPath && { hostPath }) } };
}
