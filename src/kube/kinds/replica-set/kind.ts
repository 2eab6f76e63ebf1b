/** The kind ReplicaSet. */
import type { Kind } from '../kind.ts';
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
  newStatus: { replicas: 0 },
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  columns: [],
  fields: { 'status.replicas': (set) => String(set.status.replicas) },
};
