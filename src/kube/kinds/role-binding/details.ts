/** What the server fills in, refuses and prints of a RoleBinding, and of a ClusterRoleBinding. */
import { deepEqual } from '../../../base/index.ts';
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, wide } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { checkPathName } from '../role/details.ts';
import type { RoleBinding, RoleRef, Subject } from '../role/role.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export const roleBindingDetails = bindingDetails(true);

export function bindingDetails(isNamespaced: boolean): KindDetails<RoleBinding> {
  return {
    checkName: checkPathName,
    defaults: fill,
    validate: (binding) => validate(binding, isNamespaced),
    validateUpdate: ({ roleRef }, old) => (deepEqual(roleRef, old.roleRef) ? [] : [invalidValue('roleRef', new GoValue(`rbac.RoleRef{APIGroup:"${roleRef.apiGroup}", Kind:"${roleRef.kind}", Name:"${roleRef.name}"}`, { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name }), 'cannot change roleRef')]),
    columns: [
      nameColumn,
      text('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
      ageColumn,
      text('Users', (binding) => subjectsOf(binding, 'User'), wide),
      text('Groups', (binding) => subjectsOf(binding, 'Group'), wide),
      text('ServiceAccounts', (binding) => subjectsOf(binding, 'ServiceAccount'), wide),
    ],
  };
}

function subjectsOf({ subjects = [] }: RoleBinding, kind: string): string {
  return subjects.filter((subject) => subject.kind === kind).map(({ name, namespace }) => (namespace ? `${namespace}/${name}` : name)).join(', ');
}

function fill(object: NewObject<RoleBinding>): NewObject<RoleBinding> {
  const subjects = object.subjects?.map((subject): Subject => (subject.kind === 'ServiceAccount' || subject.apiGroup ? subject : { ...subject, apiGroup: rbacGroup }));
  const roleRef = object.roleRef && (object.roleRef.apiGroup ? object.roleRef : { ...object.roleRef, apiGroup: rbacGroup });
  return { ...object, ...(roleRef && { roleRef }), ...(subjects && { subjects }) };
}

function validate({ roleRef, subjects = [] }: RoleBinding, isNamespaced: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  const kinds = isNamespaced ? ['ClusterRole', 'Role'] : ['ClusterRole'];
  const { apiGroup, kind = '', name } = (roleRef ?? {}) as Partial<RoleRef>;
  if (apiGroup !== undefined && apiGroup !== '' && apiGroup !== rbacGroup) errors.push(notSupported('roleRef.apiGroup', apiGroup, [rbacGroup]));
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  if (!name) errors.push(requiredValue('roleRef.name'));
  else errors.push(...invalidTexts('roleRef.name', name, checkPathName(name)));
  for (const [i, subject] of subjects.entries()) {
    const path = `subjects[${i}]`;
    if (!subject.name) errors.push(requiredValue(`${path}.name`));
    if (subject.kind === 'ServiceAccount') {
      if (subject.name) errors.push(...invalidTexts(`${path}.name`, subject.name, checkDnsSubdomain(subject.name)));
      if (subject.apiGroup) errors.push(notSupported(`${path}.apiGroup`, subject.apiGroup, ['']));
      if (!isNamespaced && !subject.namespace) errors.push(requiredValue(`${path}.namespace`));
    } else if (subject.kind !== 'User' && subject.kind !== 'Group') errors.push(notSupported(`${path}.kind`, subject.kind, ['Group', 'ServiceAccount', 'User']));
    else if (subject.apiGroup !== rbacGroup) errors.push(notSupported(`${path}.apiGroup`, subject.apiGroup ?? '', [rbacGroup]));
  }
  return errors;
}
