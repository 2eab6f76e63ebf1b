/** The kind DaemonSet: one pod on every node. */
import type { Kind } from '../kind.ts';

export const daemonSetKind: Kind = {
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
  columns: [],
  onDemand: true,
};
