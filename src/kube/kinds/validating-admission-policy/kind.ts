/** The kind ValidatingAdmissionPolicy: expressions that refuse what is written. */
import type { Kind } from '../kind.ts';

export const validatingAdmissionPolicyKind: Kind = {
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  singular: 'validatingadmissionpolicy',
  categories: ['api-extensions'],
  group: 'admissionregistration.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 30 }],
  namespaced: false,
  table: 'validatingadmissionpolicies.admissionregistration.k8s.io',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
