/** The kind NetworkPolicy: which connections pods may have. */
import type { Kind } from '../kind.ts';

export const networkPolicyKind: Kind = {
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  group: 'networking.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1' }, { name: 'v1beta1', group: 'extensions', until: 16 }],
  namespaced: true,
  table: 'networkpolicies.networking.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
