/** The part of a request by which somebody approves or denies it, for good. */
import { invalidValue, type FieldError } from '../../meta/field-error.ts';
import type { WritablePart } from '../kind.ts';
import { isCondition, type CertificateSigningRequest } from './certificate-signing-request.ts';

const path = 'status.conditions';

export const approvalPart: WritablePart<CertificateSigningRequest> = {
  narrow: ({ metadata: { managedFields }, status }, old) => ({
    ...old,
    metadata: { ...old.metadata, ...(managedFields && { managedFields }) },
    status: { ...old.status, ...(status.conditions && { conditions: status.conditions }) },
  }),
  validate(request, old) {
    const { conditions = [] } = request.status;
    const errors: FieldError[] = [];
    for (const type of ['Approved', 'Denied', 'Failed'] as const) {
      if (isCondition(old, type) && !isCondition(request, type)) errors.push(invalidValue(path, conditions, `updates may not remove a condition of type "${type}"`));
    }
    if (isCondition(request, 'Approved') && isCondition(request, 'Denied')) errors.push(invalidValue(path, conditions, 'Approved and Denied conditions are mutually exclusive'));
    return errors;
  },
};
