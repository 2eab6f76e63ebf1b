/** The kind ResourceClaim: a pod's claim to devices. */
import type { Kind } from '../kind.ts';

export const resourceClaimKind: Kind = {
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  singular: 'resourceclaim',
  group: 'resource.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 34 }],
  namespaced: true,
  table: 'resourceclaims.resource.k8s.io',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
