/** The kind MutatingWebhookConfiguration: whom the server lets change what is written. */
import type { Kind } from '../kind.ts';

export const mutatingWebhookConfigurationKind: Kind = {
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  singular: 'mutatingwebhookconfiguration',
  categories: ['api-extensions'],
  group: 'admissionregistration.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 16 },
    { name: 'v1beta1', since: 9, until: 22, deprecation: { since: 16, text: 'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration is deprecated in v1.16+, unavailable in v1.22+; use admissionregistration.k8s.io/v1 MutatingWebhookConfiguration' } },
  ],
  namespaced: false,
  table: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
