/** The kind Role: what may be done within a namespace. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';

export const roleKind: Kind = withRules(
  {
    kind: 'Role',
    plural: 'roles',
    singular: 'role',
    group: 'rbac.authorization.k8s.io',
    storage: 'v1',
    versions: [
      { name: 'v1', since: 8 },
      { name: 'v1beta1', until: 22, deprecation: { since: 17, text: 'rbac.authorization.k8s.io/v1beta1 Role is deprecated in v1.17+, unavailable in v1.22+; use rbac.authorization.k8s.io/v1 Role' } },
    ],
    namespaced: true,
    table: 'roles.rbac.authorization.k8s.io',
    hasStatus: false,
    hasGeneration: false,
  },
  () => clusterCode.get().kindRules.role,
);
