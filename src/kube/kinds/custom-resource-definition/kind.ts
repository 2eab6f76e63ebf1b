/** The kind CustomResourceDefinition: a kind that somebody adds. */
import type { Kind } from '../kind.ts';
import { cleanupFinalizer } from './custom-resource-definition.ts';

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
  // One that is being deleted is kept until its objects are gone.
  isHeld: ({ metadata }) => metadata.deletionTimestamp === undefined || metadata.finalizers?.includes(cleanupFinalizer) === true,
  terminate: (definition) => ({ ...definition, metadata: { ...definition.metadata, finalizers: [...(definition.metadata.finalizers ?? []), cleanupFinalizer] } }),
  columns: [],
  onDemand: true,
};
