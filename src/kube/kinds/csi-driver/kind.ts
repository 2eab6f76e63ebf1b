/** The kind CSIDriver: a driver that makes and mounts volumes. */
import type { Kind } from '../kind.ts';

export const csiDriverKind: Kind = {
  kind: 'CSIDriver',
  plural: 'csidrivers',
  singular: 'csidriver',
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 18 },
    { name: 'v1beta1', since: 14, until: 22, deprecation: { since: 19, text: 'storage.k8s.io/v1beta1 CSIDriver is deprecated in v1.19+, unavailable in v1.22+; use storage.k8s.io/v1 CSIDriver' } },
  ],
  namespaced: false,
  table: 'csidrivers.storage.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
