/** The kind VolumeAttachment: a volume that is to be at a node. */
import type { Kind } from '../kind.ts';

export const volumeAttachmentKind: Kind = {
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  singular: 'volumeattachment',
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 13 },
    { name: 'v1beta1', since: 10, until: 22, deprecation: { since: 19, text: 'storage.k8s.io/v1beta1 VolumeAttachment is deprecated in v1.19+, unavailable in v1.22+; use storage.k8s.io/v1 VolumeAttachment' } },
  ],
  namespaced: false,
  table: 'volumeattachments.storage.k8s.io',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
