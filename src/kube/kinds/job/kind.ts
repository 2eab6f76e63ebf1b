/** The kind Job: pods that run until so many have succeeded. */
import type { Kind } from '../kind.ts';

export const jobKind: Kind = {
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  categories: ['all'],
  group: 'batch',
  storage: 'v1',
  versions: [{ name: 'v1', orphans: true }],
  namespaced: true,
  table: 'jobs.batch',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
