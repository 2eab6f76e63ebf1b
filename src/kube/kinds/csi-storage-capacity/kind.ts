/** The kind CSIStorageCapacity: how much a driver has left somewhere. */
import type { Kind } from '../kind.ts';

export const csiStorageCapacityKind: Kind = {
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  singular: 'csistoragecapacity',
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 24 },
    { name: 'v1beta1', since: 21, until: 27, deprecation: { since: 24, text: 'storage.k8s.io/v1beta1 CSIStorageCapacity is deprecated in v1.24+, unavailable in v1.27+; use storage.k8s.io/v1 CSIStorageCapacity' } },
  ],
  namespaced: true,
  table: 'csistoragecapacities.storage.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
