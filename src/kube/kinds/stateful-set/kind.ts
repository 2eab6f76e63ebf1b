/** The kind StatefulSet: pods with names and volumes that last. */
import type { LabelSelector } from '../../meta/object.ts';
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';

export const statefulSetKind: Kind = {
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  group: 'apps',
  storage: 'v1',
  versions: [{ name: 'v1', since: 9 }, { name: 'v1beta2', since: 8, until: 16, orphans: true }, { name: 'v1beta1', until: 16, orphans: true }],
  namespaced: true,
  table: 'statefulsets.apps',
  hasStatus: true,
  hasGeneration: true,
  scale: { selector: ({ spec }) => clusterCode.get().formatSelector((spec as { selector?: LabelSelector }).selector) },
  columns: [],
  onDemand: true,
};
