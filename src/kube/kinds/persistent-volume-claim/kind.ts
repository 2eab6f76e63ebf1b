/** The kind PersistentVolumeClaim: somebody's claim to a volume. */
import type { Kind } from '../kind.ts';

export const persistentVolumeClaimKind: Kind = {
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'persistentvolumeclaims',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
