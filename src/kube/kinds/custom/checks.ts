/** What is wrong with a custom object: by its schema, and, when that can be told, by the rules that the schema states. */
import type { JsonObject } from '../../../base/index.ts';
import { celCode } from '../../cel-code.ts';
import { invalidValue, type FieldError } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { KindRules } from '../kind.ts';
import { validateBySchema } from './schema-validation.ts';
import { rulesSince, statesRules } from './states-rules.ts';

const asJson = (object: KubeObject): JsonObject => object as unknown as JsonObject;

export function checksOf(schema: JsonObject | undefined): Pick<KindRules, 'validate' | 'validateCreate' | 'validateUpdate' | 'validateStatus'> {
  const validate = (object: KubeObject): readonly FieldError[] => validateBySchema(asJson(object), schema);
  if (!schema || !statesRules(schema)) return { validate, validateStatus: validate };
  const byRules = (object: KubeObject, old: KubeObject | undefined): readonly FieldError[] =>
    validate(object).some(hidesRules) ? [unchecked] : celCode.get().ruleErrors(schema, asJson(object), old && asJson(old));
  return {
    validate,
    validateCreate: (object, { release }) => (release.atLeast(rulesSince) ? byRules(object, undefined) : []),
    validateUpdate: (object, old, { release }) => (release.atLeast(rulesSince) ? byRules(object, old) : []),
    validateStatus: (object, old) => [...validate(object), ...byRules(object, old)],
  };
}

/** After these nobody can tell what a rule would find. */
function hidesRules({ reason, detail }: FieldError): boolean {
  return reason === 'FieldValueRequired' || reason === 'FieldValueTooLong' || reason === 'FieldValueTooMany' || reason === 'FieldValueNotSupported' || detail.includes(' in body must be of type ');
}

const unchecked = invalidValue('<nil>', null, 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation');
