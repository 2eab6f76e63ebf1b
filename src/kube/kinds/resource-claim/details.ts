/** The table of ResourceClaims. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ResourceClaim extends KubeObject {
  readonly status: { readonly allocation?: object; readonly reservedFor?: readonly object[] };
}

export const resourceClaimDetails: KindDetails<ResourceClaim> = {
  newStatus: {},
  columns: [
    nameColumn,
    text('State', ({ status, metadata }) => [metadata.deletionTimestamp ? 'deleted' : '', status.allocation ? 'allocated' : '', status.reservedFor?.length ? 'reserved' : ''].filter(Boolean).join(',') || 'pending'),
    ageColumn,
  ],
};
