/** The kind StorageClass: how volumes of one sort are made. */
import type { Kind } from '../kind.ts';

export const storageClassKind: Kind = {
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1' },
    { name: 'v1beta1', until: 22, deprecation: { since: 19, text: 'storage.k8s.io/v1beta1 StorageClass is deprecated in v1.19+, unavailable in v1.22+; use storage.k8s.io/v1 StorageClass' } },
  ],
  namespaced: false,
  table: 'storageclasses.storage.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
