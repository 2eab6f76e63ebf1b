/** The kind CSINode: which drivers a node has. */
import type { Kind } from '../kind.ts';

export const csiNodeKind: Kind = {
  kind: 'CSINode',
  plural: 'csinodes',
  singular: 'csinode',
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 17 },
    { name: 'v1beta1', since: 14, until: 22, deprecation: { since: 17, text: 'storage.k8s.io/v1beta1 CSINode is deprecated in v1.17+, unavailable in v1.22+; use storage.k8s.io/v1 CSINode' } },
  ],
  namespaced: false,
  table: 'csinodes.storage.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
