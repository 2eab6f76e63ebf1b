/** The table of CSINodes. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface CSINode extends KubeObject {
  readonly spec: { readonly drivers?: readonly object[] | null };
}

export const csiNodeDetails: KindDetails<CSINode> = {
  needsRevision: true,
  columns: [nameColumn, integer('Drivers', ({ spec }) => spec.drivers?.length ?? 0), ageColumn],
};
