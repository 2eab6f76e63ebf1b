/** What the server refuses and prints of a VolumeAttributesClass. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, requiredValue } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { KubeObject, Labels } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface VolumeAttributesClass extends KubeObject {
  readonly driverName: string;
  readonly parameters?: Labels;
}

export const volumeAttributesClassDetails: KindDetails<VolumeAttributesClass> = {
  validate: ({ driverName, parameters = {} }) => [
    ...(driverName ? invalidTexts('driverName', driverName, checkQualifiedName(driverName.toLowerCase())) : [requiredValue('driverName')]),
    ...(Object.keys(parameters).length > 0 ? [] : [requiredValue('parameters', 'must contain at least one key/value pair')]),
    ...(Object.hasOwn(parameters, '') ? invalidTexts('parameters', '', ['field can not be empty.']) : []),
  ],
  validateUpdate: ({ driverName, parameters }, old) => [
    ...(driverName === old.driverName ? [] : [forbiddenField('driverName', 'updates to driverName are forbidden.')]),
    ...(deepEqual(parameters, old.parameters) ? [] : [forbiddenField('parameters', 'updates to parameters are forbidden.')]),
  ],
  columns: [nameColumn, text('DriverName', ({ driverName }) => driverName), ageColumn],
};
