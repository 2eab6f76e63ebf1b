/** The kind DeviceClass: devices of one sort. */
import type { Kind } from '../kind.ts';

export const deviceClassKind: Kind = {
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  singular: 'deviceclass',
  group: 'resource.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 34 }],
  namespaced: false,
  table: 'deviceclasses.resource.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
