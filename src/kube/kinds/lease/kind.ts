/** The kind Lease. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { Kind } from '../kind.ts';
import type { Lease } from './lease.ts';
import { validateLease } from './validation.ts';

export const leaseKind: Kind<Lease> = {
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  group: 'coordination.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'leases.coordination.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  validate: validateLease,
  columns: [nameColumn, text('Holder', ({ spec }) => spec.holderIdentity ?? ''), ageColumn],
};
