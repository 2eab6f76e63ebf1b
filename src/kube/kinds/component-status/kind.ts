/** The kind ComponentStatus: how a part of the control plane is; made up when asked for. */
import type { Kind } from '../kind.ts';

export const componentStatusKind: Kind = {
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  shortNames: ['cs'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1', deprecation: { since: 19, text: 'v1 ComponentStatus is deprecated in v1.19+' } }],
  namespaced: false,
  table: 'componentstatuses',
  hasStatus: false,
  hasGeneration: false,
  verbs: ['get', 'list'],
  columns: [],
  onDemand: true,
};
