/** The table of ValidatingAdmissionPolicyBindings. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ValidatingAdmissionPolicyBinding extends KubeObject {
  readonly spec: { readonly policyName?: string; readonly paramRef?: { readonly name?: string; readonly namespace?: string } };
}

export const validatingAdmissionPolicyBindingDetails: KindDetails<ValidatingAdmissionPolicyBinding> = {
  needsRevision: true,
  columns: [
    nameColumn,
    text('PolicyName', ({ spec }) => spec.policyName ?? ''),
    text('ParamRef', ({ spec: { paramRef } }) => (paramRef ? [paramRef.namespace, paramRef.name].filter(Boolean).join('/') : '<unset>')),
    ageColumn,
  ],
};
