/** What the server refuses and prints of an IngressClass. */
import { immutableField, invalidTexts, invalidValue, requiredValue } from '../../meta/field-error.ts';
import { checkDomainPath } from '../../meta/names.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { IngressClass } from './ingress-class.ts';

export const ingressClassDetails: KindDetails<IngressClass> = {
  validate: ({ spec }) => [
    ...(spec.controller ? invalidTexts('spec.controller', spec.controller, checkDomainPath(spec.controller)) : [requiredValue('spec.controller')]),
    ...(['kind', 'name'] as const).flatMap((field) => (spec.parameters && !spec.parameters[field] ? [requiredValue(`spec.parameters.${field}`)] : [])),
  ],
  validateUpdate: ({ spec }, old) => (spec.controller === old.spec.controller ? [] : [invalidValue('spec.controller', spec.controller ?? '', immutableField)]),
  columns: [nameColumn, text('Controller', ({ spec }) => spec.controller ?? ''), text('Parameters', parameters), ageColumn],
};

function parameters({ spec }: IngressClass): string {
  const { apiGroup, kind, name } = spec.parameters ?? {};
  if (!kind) return '<none>';
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
}
