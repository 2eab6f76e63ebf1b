/** The kind PodSecurityPolicy: what pods may ask of their nodes; went with 1.25. */
import type { Kind } from '../kind.ts';

export const podSecurityPolicyKind: Kind = {
  kind: 'PodSecurityPolicy',
  plural: 'podsecuritypolicies',
  singular: 'podsecuritypolicy',
  shortNames: ['psp'],
  group: 'policy',
  storage: 'v1beta1',
  versions: [
    { name: 'v1beta1', since: 10, until: 25, deprecation: { since: 21, text: 'policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+' } },
    { name: 'v1beta1', group: 'extensions', until: 16 },
  ],
  namespaced: false,
  table: 'podsecuritypolicies.policy',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
