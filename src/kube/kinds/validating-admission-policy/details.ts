/** The table of ValidatingAdmissionPolicies. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ValidatingAdmissionPolicy extends KubeObject {
  readonly spec: { readonly validations?: readonly object[]; readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string } };
}

export const validatingAdmissionPolicyDetails: KindDetails<ValidatingAdmissionPolicy> = {
  needsRevision: true,
  newStatus: {},
  columns: [
    nameColumn,
    integer('Validations', ({ spec }) => spec.validations?.length ?? 0),
    text('ParamKind', ({ spec }) => (spec.paramKind ? `${spec.paramKind.apiVersion ?? ''}/${spec.paramKind.kind ?? ''}` : '<unset>')),
    ageColumn,
  ],
};
