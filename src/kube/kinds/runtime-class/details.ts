/** What the server refuses and prints of a RuntimeClass. */
import { immutableField, invalidTexts, invalidValue, requiredValue } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface RuntimeClass extends KubeObject {
  readonly handler: string;
}

export const runtimeClassDetails: KindDetails<RuntimeClass> = {
  needsRevision: true,
  validate: ({ handler }) => (handler ? invalidTexts('handler', handler, checkDnsLabel(handler)) : [requiredValue('handler')]),
  validateUpdate: ({ handler }, old) => (handler === old.handler ? [] : [invalidValue('handler', handler, immutableField)]),
  columns: [nameColumn, text('Handler', ({ handler }) => handler), ageColumn],
};
