/** The kind ValidatingAdmissionPolicyBinding: where a ValidatingAdmissionPolicy holds. */
import type { Kind } from '../kind.ts';

export const validatingAdmissionPolicyBindingKind: Kind = {
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  singular: 'validatingadmissionpolicybinding',
  categories: ['api-extensions'],
  group: 'admissionregistration.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 30 }],
  namespaced: false,
  table: 'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
