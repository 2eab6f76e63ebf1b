/** The kind ServiceCIDR: a range that addresses of Services come from. */
import type { Kind } from '../kind.ts';

export const serviceCIDRKind: Kind = {
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  singular: 'servicecidr',
  group: 'networking.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 33 }],
  namespaced: false,
  table: 'servicecidrs.networking.k8s.io',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
