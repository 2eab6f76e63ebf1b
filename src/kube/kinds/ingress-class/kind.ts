/** The kind IngressClass: which controller serves an Ingress. */
import type { Kind } from '../kind.ts';

export const ingressClassKind: Kind = {
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  group: 'networking.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 19 },
    { name: 'v1beta1', since: 18, until: 22, deprecation: { since: 19, text: 'networking.k8s.io/v1beta1 IngressClass is deprecated in v1.19+, unavailable in v1.22+; use networking.k8s.io/v1 IngressClass' } },
  ],
  namespaced: false,
  table: 'ingressclasses.networking.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
