/** The kind PodTemplate: a template of pods on its own. */
import type { Kind } from '../kind.ts';

export const podTemplateKind: Kind = {
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'podtemplates',
  hasStatus: false,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
