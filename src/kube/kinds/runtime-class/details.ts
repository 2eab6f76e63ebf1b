/** What the server refuses and prints of a RuntimeClass. */
import { requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface RuntimeClass extends KubeObject {
  readonly handler: string;
}

export const runtimeClassDetails: KindDetails<RuntimeClass> = {
  validate: ({ handler }) => (handler ? [] : [requiredValue('handler')]),
  columns: [nameColumn, text('Handler', ({ handler }) => handler), ageColumn],
};
