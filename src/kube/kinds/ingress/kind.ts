/** The kind Ingress: which service answers for which host and path. */
import type { Kind } from '../kind.ts';

export const ingressKind: Kind = {
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  group: 'networking.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 19 },
    { name: 'v1beta1', since: 14, until: 22, deprecation: { since: 19, text: 'networking.k8s.io/v1beta1 Ingress is deprecated in v1.19+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress' } },
    { name: 'v1beta1', group: 'extensions', until: 22, deprecation: { since: 14, text: 'extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress' } },
  ],
  namespaced: true,
  table: 'ingresses.networking.k8s.io',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
