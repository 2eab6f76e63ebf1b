/** The kind VolumeAttributesClass: what of a volume may be changed while it is used. */
import type { Kind } from '../kind.ts';

export const volumeAttributesClassKind: Kind = {
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  singular: 'volumeattributesclass',
  shortNames: ['vac'],
  group: 'storage.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 34 }],
  namespaced: false,
  table: 'volumeattributesclasses.storage.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
