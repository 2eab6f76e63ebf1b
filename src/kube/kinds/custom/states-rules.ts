/** Whether a schema has rules in CEL, which only some have. */
import type { JsonObject } from '../../../base/index.ts';

const rulesField = 'x-kubernetes-validations';
/** The release that began to heed rules. */
export const rulesSince = 25;

const answers = new WeakMap<object, boolean>();

/** Of a schema, or of anything that holds schemas. */
export function statesRules(holder: JsonObject): boolean {
  let answer = answers.get(holder);
  if (answer === undefined) answers.set(holder, (answer = JSON.stringify(holder).includes(`"${rulesField}"`)));
  return answer;
}
