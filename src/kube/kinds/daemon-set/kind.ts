/** The kind DaemonSet: one pod on every node. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';
import type { DaemonSet } from './daemon-set.ts';

export const daemonSetKind: Kind<DaemonSet> = withRules(
  {
    kind: 'DaemonSet',
    plural: 'daemonsets',
    singular: 'daemonset',
    shortNames: ['ds'],
    categories: ['all'],
    group: 'apps',
    storage: 'v1',
    versions: [
      { name: 'v1', since: 9 },
      { name: 'v1beta2', since: 8, until: 16, orphans: true },
      { name: 'v1beta1', group: 'extensions', until: 16, orphans: true },
    ],
    namespaced: true,
    table: 'daemonsets.apps',
    hasStatus: true,
    hasGeneration: true,
    newStatus: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  () => clusterCode.get().kindRules.daemonSet,
);
