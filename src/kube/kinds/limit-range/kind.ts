/** The kind LimitRange: how much one pod of a namespace may ask for, and asks for by default. */
import type { Kind } from '../kind.ts';

export const limitRangeKind: Kind = {
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'limitranges',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
