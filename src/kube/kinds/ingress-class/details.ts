/** What the server refuses and prints of an IngressClass. */
import { requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface IngressClass extends KubeObject {
  readonly spec: { readonly controller?: string; readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string } };
}

export const ingressClassDetails: KindDetails<IngressClass> = {
  validate: ({ spec }) => (spec.controller ? [] : [requiredValue('spec.controller')]),
  columns: [nameColumn, text('Controller', ({ spec }) => spec.controller ?? ''), text('Parameters', parameters), ageColumn],
};

function parameters({ spec }: IngressClass): string {
  const { apiGroup, kind, name } = spec.parameters ?? {};
  if (!kind) return '<none>';
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
}
