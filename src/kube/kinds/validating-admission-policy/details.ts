/** The table of ValidatingAdmissionPolicies. */
import { requiredValue, type FieldError } from '../../meta/field-error.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import { celCode } from '../../cel-code.ts';
import type { MatchResources, Policy } from '../../cel/policy.ts';
import type { KindDetails } from '../kind.ts';

export const validatingAdmissionPolicyDetails: KindDetails<Policy> = {
  needsRevision: true,
  newStatus: {},
  defaults: (object) => ({ ...object, spec: { ...object.spec, failurePolicy: object.spec?.failurePolicy ?? 'Fail', ...(object.spec?.matchConstraints && { matchConstraints: withMatchDefaults(object.spec.matchConstraints) }) } }),
  validate,
  columns: [
    nameColumn,
    integer('Validations', ({ spec }) => spec.validations?.length ?? 0),
    text('ParamKind', ({ spec }) => (spec.paramKind ? `${spec.paramKind.apiVersion ?? ''}/${spec.paramKind.kind ?? ''}` : '<unset>')),
    ageColumn,
  ],
};

/** Left out, a policy is about everything that its rules name, in whichever version it is written. */
export function withMatchDefaults<T extends MatchResources>(match: T): T {
  return { ...match, namespaceSelector: match.namespaceSelector ?? {}, objectSelector: match.objectSelector ?? {}, matchPolicy: match.matchPolicy ?? 'Equivalent' };
}

function validate(policy: Policy): readonly FieldError[] {
  const { matchConstraints, validations = [], auditAnnotations = [] } = policy.spec;
  const errors: FieldError[] = [];
  if (!matchConstraints) errors.push(requiredValue('spec.matchConstraints'));
  else if ((matchConstraints.resourceRules ?? []).length === 0) errors.push(requiredValue('spec.matchConstraints.resourceRules'));
  if (validations.length === 0 && auditAnnotations.length === 0) errors.push(requiredValue('spec.validations', 'validations or auditAnnotations must contain at least one item'));
  for (const [i, { expression }] of validations.entries()) if (!expression?.trim()) errors.push(requiredValue(`spec.validations[${i}].expression`, 'expression is not specified'));
  return [...errors, ...celCode.get().policyRefusals(policy)];
}
