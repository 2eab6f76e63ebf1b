/** The kind RuntimeClass: which runtime runs a pod. */
import type { Kind } from '../kind.ts';

export const runtimeClassKind: Kind = {
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  singular: 'runtimeclass',
  group: 'node.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 20 },
    { name: 'v1beta1', since: 14, until: 25, deprecation: { since: 22, text: 'node.k8s.io/v1beta1 RuntimeClass is deprecated in v1.22+, unavailable in v1.25+; use node.k8s.io/v1 RuntimeClass' } },
  ],
  namespaced: false,
  table: 'runtimeclasses.node.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
