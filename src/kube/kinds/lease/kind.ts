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
  versions: [{ name: 'v1', since: 14 }, { name: 'v1beta1', since: 12, until: 22, deprecation: { since: 19, text: 'coordination.k8s.io/v1beta1 Lease is deprecated in v1.19+, unavailable in v1.22+; use coordination.k8s.io/v1 Lease' } }],
  since: 12,
  namespaced: true,
  table: 'leases.coordination.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  validate: validateLease,
  columns: [nameColumn, text('Holder', ({ spec }) => spec.holderIdentity ?? ''), ageColumn],
};
