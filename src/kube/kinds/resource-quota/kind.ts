/** The kind ResourceQuota: how much a namespace may ask for in all. */
import type { Kind } from '../kind.ts';

export const resourceQuotaKind: Kind = {
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'resourcequotas',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
