/** The kind ReplicaSet. */
import { formatSelector } from '../../meta/label-selector.ts';
import type { Kind } from '../kind.ts';
import { replicaSetColumns } from './columns.ts';
import { defaultReplicaSet } from './defaults.ts';
import type { ReplicaSet } from './replica-set.ts';
import { validateReplicaSet, validateReplicaSetUpdate } from './validation.ts';

export const replicaSetKind: Kind<ReplicaSet> = {
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  group: 'apps',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'replicasets.apps',
  hasStatus: true,
  hasGeneration: true,
  defaults: defaultReplicaSet,
  scale: { selector: ({ spec }) => formatSelector(spec.selector) },
  newStatus: { replicas: 0 },
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  columns: replicaSetColumns,
  fields: { 'status.replicas': (set) => String(set.status.replicas) },
};
