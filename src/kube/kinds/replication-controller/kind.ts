/** The kind ReplicationController: so many pods of one template, before there were ReplicaSets. */
import { formatLabels } from '../../meta/format-labels.ts';
import type { Labels } from '../../meta/object.ts';
import type { Kind } from '../kind.ts';

export const replicationControllerKind: Kind = {
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1', orphans: true }],
  namespaced: true,
  table: 'replicationcontrollers',
  hasStatus: true,
  hasGeneration: true,
  scale: { selector: ({ spec }) => formatLabels((spec as { selector?: Labels }).selector) },
  columns: [],
  onDemand: true,
};
