/** The kind Lease. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { Lease } from './lease.ts';

export const leaseKind: Kind<Lease> = withChecks<Lease>({
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
}, () => clusterCode.get().kindChecks.lease);
