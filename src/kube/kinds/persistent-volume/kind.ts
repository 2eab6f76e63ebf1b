/** The kind PersistentVolume: a piece of storage of the cluster. */
import type { Kind } from '../kind.ts';

export const persistentVolumeKind: Kind = {
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: false,
  table: 'persistentvolumes',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
