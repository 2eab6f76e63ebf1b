/** The kind CustomResourceDefinition: a kind that somebody adds. */
import type { Kind } from '../kind.ts';

export const customResourceDefinitionKind: Kind = {
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  group: 'apiextensions.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 16 },
    { name: 'v1beta1', since: 7, until: 22, deprecation: { since: 16, text: 'apiextensions.k8s.io/v1beta1 CustomResourceDefinition is deprecated in v1.16+, unavailable in v1.22+; use apiextensions.k8s.io/v1 CustomResourceDefinition' } },
  ],
  namespaced: false,
  table: 'customresourcedefinitions.apiextensions.k8s.io',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
