/** What the server refuses of CSIStorageCapacities, and their table. */
import { deepEqual } from '../../../base/index.ts';
import { immutableField, invalidTexts, invalidValue } from '../../meta/field-error.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { KubeObject, LabelSelector } from '../../meta/object.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CSIStorageCapacity extends KubeObject {
  readonly storageClassName: string;
  readonly capacity?: string;
  readonly nodeTopology?: LabelSelector;
}

export const csiStorageCapacityDetails: KindDetails<CSIStorageCapacity> = {
  needsRevision: true,
  validate: ({ nodeTopology, storageClassName }) => [...(nodeTopology ? validateSelector(nodeTopology, 'nodeTopology') : []), ...invalidTexts('storageClassName', storageClassName, checkDnsSubdomain(storageClassName))],
  validateUpdate: ({ nodeTopology, storageClassName }, old) => [
    ...(deepEqual(nodeTopology, old.nodeTopology) ? [] : [invalidValue('nodeTopology', nodeTopology, immutableField)]),
    ...(storageClassName === old.storageClassName ? [] : [invalidValue('storageClassName', storageClassName, immutableField)]),
  ],
  columns: [nameColumn, text('StorageClassName', (found) => found.storageClassName), text('Capacity', (found) => found.capacity ?? '')],
};
