/** The kind PodPreset: what is added to pods that a selector finds; went with 1.20. */
import type { Kind } from '../kind.ts';

export const podPresetKind: Kind = {
  kind: 'PodPreset',
  plural: 'podpresets',
  singular: 'podpreset',
  group: 'settings.k8s.io',
  storage: 'v1alpha1',
  versions: [{ name: 'v1alpha1', until: 20 }],
  namespaced: true,
  table: 'podpresets.settings.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
