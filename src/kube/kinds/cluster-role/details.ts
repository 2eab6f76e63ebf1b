/** What the server refuses and prints of a ClusterRole. */
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import { checkPathName, validateRule } from '../role/details.ts';
import type { ClusterRole } from '../role/role.ts';

export const clusterRoleDetails: KindDetails<ClusterRole> = {
  checkName: checkPathName,
  validate: ({ rules }) => (rules ?? []).flatMap((rule, i) => validateRule(rule, `rules[${i}]`, false)),
  columns: [nameColumn, createdColumn],
};
