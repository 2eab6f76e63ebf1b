/** The kind ResourceClaimTemplate: what ResourceClaims are made from. */
import type { Kind } from '../kind.ts';

export const resourceClaimTemplateKind: Kind = {
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  singular: 'resourceclaimtemplate',
  group: 'resource.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 34 }],
  namespaced: true,
  table: 'resourceclaimtemplates.resource.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
