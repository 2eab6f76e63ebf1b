/** The kind ResourceSlice: the devices that a node has. */
import type { Kind } from '../kind.ts';

export const resourceSliceKind: Kind = {
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  singular: 'resourceslice',
  group: 'resource.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 34 }],
  namespaced: false,
  table: 'resourceslices.resource.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
