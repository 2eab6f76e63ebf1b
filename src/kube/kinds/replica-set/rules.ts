/** What the server fills in, refuses and prints of a ReplicaSet. */
import type { KindRules } from '../kind.ts';
import { replicaSetColumns } from './columns.ts';
import { defaultReplicaSet } from './defaults.ts';
import { inExtensions } from './old-versions.ts';
import { validateReplicaSet, validateReplicaSetUpdate } from './validation.ts';
import type { ReplicaSet } from './replica-set.ts';

export const replicaSetRules: KindRules<ReplicaSet> = {
  conversions: { 'extensions/v1beta1': inExtensions },
  defaults: defaultReplicaSet,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  columns: replicaSetColumns,
};
