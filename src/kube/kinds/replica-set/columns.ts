/** The table of ReplicaSets. */
import { ageColumn, integer, nameColumn, type Column } from '../column.ts';
import { templateColumns } from '../workload-columns.ts';
import type { ReplicaSet } from './replica-set.ts';

export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  integer('Desired', ({ spec }) => spec.replicas ?? 0),
  integer('Current', ({ status }) => status.replicas),
  integer('Ready', ({ status }) => status.readyReplicas ?? 0),
  ageColumn,
  ...templateColumns,
];
