/** The kind PriorityClass: how much a pod matters, by name. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';

export const priorityClassKind: Kind = withRules(
  {
    kind: 'PriorityClass',
    plural: 'priorityclasses',
    singular: 'priorityclass',
    shortNames: ['pc'],
    group: 'scheduling.k8s.io',
    storage: 'v1',
    versions: [
      { name: 'v1', since: 14 },
      { name: 'v1beta1', since: 11, until: 22, deprecation: { since: 14, text: 'scheduling.k8s.io/v1beta1 PriorityClass is deprecated in v1.14+, unavailable in v1.22+; use scheduling.k8s.io/v1 PriorityClass' } },
    ],
    namespaced: false,
    table: 'priorityclasses.scheduling.k8s.io',
    hasStatus: false,
    hasGeneration: false,
  },
  () => clusterCode.get().kindRules.priorityClass,
);
