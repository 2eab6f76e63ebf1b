/** What the server refuses and prints of a Role, and of a ClusterRole. */
import { invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import type { PolicyRule, Role } from './role.ts';

/** Names of roles may have colons: they are parts of a path. */
export const checkPathName = (name: string): readonly string[] => 
  /^\.\.?$/.test(name) ? [`may not be '${name}'`] : ['/', '%'].filter((letter) => name.includes(letter)).map((letter) => `may not contain '${letter}'`);

export const roleDetails: KindDetails<Role> = {
  checkName: checkPathName,
  validate: ({ rules }) => (rules ?? []).flatMap((rule, i) => validateRule(rule, `rules[${i}]`, true)),
  columns: [nameColumn, createdColumn],
};

export function validateRule(rule: PolicyRule, path: string, isNamespaced: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((rule.verbs ?? []).length === 0) errors.push(requiredValue(`${path}.verbs`, 'verbs must contain at least one value'));
  const urls = rule.nonResourceURLs ?? [];
  if (urls.length > 0) {
    if (isNamespaced) errors.push(invalidValue(`${path}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs'));
    if ((rule.apiGroups ?? []).length + (rule.resources ?? []).length + (rule.resourceNames ?? []).length > 0) {
      errors.push(invalidValue(`${path}.nonResourceURLs`, urls, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if ((rule.apiGroups ?? []).length === 0) errors.push(requiredValue(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if ((rule.resources ?? []).length === 0) errors.push(requiredValue(`${path}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}
