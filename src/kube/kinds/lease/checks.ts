/** What the server refuses and prints of a Lease. */
import { ageColumn, nameColumn, text } from '../column.ts';
import { validateLease } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { Lease } from './lease.ts';

export const leaseChecks: KindChecks<Lease> = {
  needsRevision: true,
  validate: validateLease,
  columns: [nameColumn, text('Holder', ({ spec }) => spec.holderIdentity ?? ''), ageColumn],
};
