/** The table of CSIStorageCapacities. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CSIStorageCapacity extends KubeObject {
  readonly storageClassName: string;
  readonly capacity?: string;
}

export const csiStorageCapacityDetails: KindDetails<CSIStorageCapacity> = {
  needsRevision: true,
  columns: [nameColumn, text('StorageClassName', (found) => found.storageClassName), text('Capacity', (found) => found.capacity ?? '')],
};
