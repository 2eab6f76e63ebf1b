/** The kind APIService: a group of the API that another server answers for. */
import type { Kind } from '../kind.ts';

export const apiServiceKind: Kind = {
  kind: 'APIService',
  plural: 'apiservices',
  singular: 'apiservice',
  categories: ['api-extensions'],
  group: 'apiregistration.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 10 },
    { name: 'v1beta1', until: 22, deprecation: { since: 19, text: 'apiregistration.k8s.io/v1beta1 APIService is deprecated in v1.19+, unavailable in v1.22+; use apiregistration.k8s.io/v1 APIService' } },
  ],
  namespaced: false,
  table: 'apiservices.apiregistration.k8s.io',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
