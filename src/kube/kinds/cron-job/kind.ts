/** The kind CronJob: Jobs by the clock. */
import type { Kind } from '../kind.ts';

export const cronJobKind: Kind = {
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  group: 'batch',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 21 },
    { name: 'v1beta1', since: 8, until: 25, orphans: true, deprecation: { since: 21, text: 'batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob' } },
  ],
  namespaced: true,
  table: 'cronjobs.batch',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
