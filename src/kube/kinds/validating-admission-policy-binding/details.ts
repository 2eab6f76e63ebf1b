/** The table of ValidatingAdmissionPolicyBindings. */
import type { Binding } from '../../cel/policy.ts';
import { invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { withMatchDefaults } from '../validating-admission-policy/details.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

export const validatingAdmissionPolicyBindingDetails: KindDetails<Binding> = {
  needsRevision: true,
  defaults: (object) => (object.spec?.matchResources ? { ...object, spec: { ...object.spec, matchResources: withMatchDefaults(object.spec.matchResources) } } : object),
  validate,
  columns: [
    nameColumn,
    text('PolicyName', ({ spec }) => spec.policyName ?? ''),
    text('ParamRef', ({ spec: { paramRef } }) => (paramRef ? [paramRef.namespace, paramRef.name].filter(Boolean).join('/') : '<unset>')),
    ageColumn,
  ],
};

const actions: readonly string[] = ['Audit', 'Deny', 'Warn'];

function validate({ spec: { policyName, validationActions = [], paramRef } }: Binding): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!policyName) errors.push(requiredValue('spec.policyName'));
  if (validationActions.length === 0) errors.push(requiredValue('spec.validationActions', 'at least one validation action is required'));
  for (const [i, action] of validationActions.entries()) if (!actions.includes(action)) errors.push(notSupported(`spec.validationActions[${i}]`, action, actions));
  if (validationActions.includes('Deny') && validationActions.includes('Warn')) errors.push(invalidValue('spec.validationActions', validationActions, 'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'));
  if (paramRef && !paramRef.name && !paramRef.selector) errors.push(requiredValue('spec.paramRef', 'one of name or selector must be specified'));
  if (paramRef && !paramRef.parameterNotFoundAction) errors.push(requiredValue('spec.paramRef.parameterNotFoundAction'));
  return errors;
}
