/** The kind PodDisruptionBudget: how many pods an eviction must leave. */
import type { Kind } from '../kind.ts';

export const podDisruptionBudgetKind: Kind = {
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  group: 'policy',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 21 },
    { name: 'v1beta1', until: 25, deprecation: { since: 21, text: 'policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget' } },
  ],
  namespaced: true,
  table: 'poddisruptionbudgets.policy',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
