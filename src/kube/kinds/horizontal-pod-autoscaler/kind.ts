/** The kind HorizontalPodAutoscaler: as many pods as their load asks for. */
import type { Kind } from '../kind.ts';

export const horizontalPodAutoscalerKind: Kind = {
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  group: 'autoscaling',
  storage: 'v2',
  versions: [
    { name: 'v2', since: 23 },
    { name: 'v1' },
    { name: 'v2beta1', since: 8, until: 25, deprecation: { since: 22, text: 'autoscaling/v2beta1 HorizontalPodAutoscaler is deprecated in v1.22+, unavailable in v1.25+; use autoscaling/v2 HorizontalPodAutoscaler' } },
    { name: 'v2beta2', since: 12, until: 26, deprecation: { since: 23, text: 'autoscaling/v2beta2 HorizontalPodAutoscaler is deprecated in v1.23+, unavailable in v1.26+; use autoscaling/v2 HorizontalPodAutoscaler' } },
  ],
  namespaced: true,
  table: 'horizontalpodautoscalers.autoscaling',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
