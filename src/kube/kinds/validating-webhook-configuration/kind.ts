/** The kind ValidatingWebhookConfiguration: whom the server asks before it writes. */
import type { Kind } from '../kind.ts';

export const validatingWebhookConfigurationKind: Kind = {
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  singular: 'validatingwebhookconfiguration',
  categories: ['api-extensions'],
  group: 'admissionregistration.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 16 },
    { name: 'v1beta1', since: 9, until: 22, deprecation: { since: 16, text: 'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration is deprecated in v1.16+, unavailable in v1.22+; use admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration' } },
  ],
  namespaced: false,
  table: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
