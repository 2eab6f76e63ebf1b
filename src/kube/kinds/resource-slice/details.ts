/** The table of ResourceSlices. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ResourceSlice extends KubeObject {
  readonly spec: { readonly nodeName?: string; readonly driver?: string; readonly pool?: { readonly name: string } };
}

export const resourceSliceDetails: KindDetails<ResourceSlice> = {
  columns: [
    nameColumn,
    text('Node', ({ spec }) => spec.nodeName ?? '<unset>'),
    text('Driver', ({ spec }) => spec.driver ?? ''),
    text('Pool', ({ spec }) => spec.pool?.name ?? ''),
    ageColumn,
  ],
};
