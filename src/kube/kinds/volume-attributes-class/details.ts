/** What the server refuses and prints of a VolumeAttributesClass. */
import { requiredValue } from '../../meta/field-error.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface VolumeAttributesClass extends KubeObject {
  readonly driverName: string;
}

export const volumeAttributesClassDetails: KindDetails<VolumeAttributesClass> = {
  validate: ({ driverName }) => (driverName ? [] : [requiredValue('driverName')]),
  columns: [nameColumn, text('DriverName', ({ driverName }) => driverName), ageColumn],
};
