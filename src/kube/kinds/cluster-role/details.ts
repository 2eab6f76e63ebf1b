/** What the server refuses and prints of a ClusterRole. */
import { requiredValue } from '../../meta/field-error.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import { checkPathName, validateRule } from '../role/details.ts';
import type { ClusterRole } from '../role/role.ts';

export const clusterRoleDetails: KindDetails<ClusterRole> = {
  checkName: checkPathName,
  validate: ({ rules, aggregationRule }) => [
    ...(rules ?? []).flatMap((rule, i) => validateRule(rule, `rules[${i}]`, false)),
    ...(aggregationRule && !aggregationRule.clusterRoleSelectors?.length ? [requiredValue('aggregationRule.clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil')] : []),
    ...(aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector, i) => validateSelector(selector, `aggregationRule.clusterRoleSelectors[${i}]`)),
  ],
  columns: [nameColumn, createdColumn],
};
