/** The kind ReplicaSet. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';
import type { ReplicaSet } from './replica-set.ts';

export const replicaSetKind: Kind<ReplicaSet> = withRules(
  {
    kind: 'ReplicaSet',
    plural: 'replicasets',
    singular: 'replicaset',
    shortNames: ['rs'],
    categories: ['all'],
    group: 'apps',
    storage: 'v1',
    versions: [{ name: 'v1', since: 9 }, { name: 'v1beta2', since: 8, until: 16, orphans: true }, { name: 'v1beta1', group: 'extensions', until: 16, orphans: true }],
    namespaced: true,
    table: 'replicasets.apps',
    hasStatus: true,
    hasGeneration: true,
    scale: { selector: ({ spec }) => clusterCode.get().formatSelector(spec.selector) },
    newStatus: { replicas: 0 },
    fields: { 'status.replicas': (set) => String(set.status.replicas) },
  },
  () => clusterCode.get().kindRules.replicaSet,
);
