/** What the server refuses and prints of a ControllerRevision. */
import { deepEqual } from '../../../base/index.ts';
import { immutableField, invalidValue, nonNegative, requiredValue } from '../../meta/field-error.ts';
import { controllerOf } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { ControllerRevision } from './controller-revision.ts';

export const controllerRevisionDetails: KindDetails<ControllerRevision> = {
  validate: ({ data, revision }) => [...(data === undefined ? [requiredValue('data', 'data is mandatory')] : []), ...nonNegative('revision', revision)],
  validateUpdate: ({ data }, old) => (deepEqual(data, old.data) ? [] : [invalidValue('data', data, immutableField)]),
  columns: [nameColumn, text('Controller', controllerText), text('Revision', ({ revision }) => String(revision)), ageColumn],
};

function controllerText(revision: ControllerRevision): string {
  const owner = controllerOf(revision);
  if (!owner) return '<none>';
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]!}` : '';
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}
