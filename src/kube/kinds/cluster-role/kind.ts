/** The kind ClusterRole: what may be done in the whole cluster. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';

export const clusterRoleKind: Kind = withRules(
  {
    kind: 'ClusterRole',
    plural: 'clusterroles',
    singular: 'clusterrole',
    group: 'rbac.authorization.k8s.io',
    storage: 'v1',
    versions: [
      { name: 'v1', since: 8 },
      { name: 'v1beta1', until: 22, deprecation: { since: 17, text: 'rbac.authorization.k8s.io/v1beta1 ClusterRole is deprecated in v1.17+, unavailable in v1.22+; use rbac.authorization.k8s.io/v1 ClusterRole' } },
    ],
    namespaced: false,
    table: 'clusterroles.rbac.authorization.k8s.io',
    hasStatus: false,
    hasGeneration: false,
  },
  () => clusterCode.get().kindRules.clusterRole,
);
