/** The kind ControllerRevision: what a StatefulSet or DaemonSet was at one time. */
import type { Kind } from '../kind.ts';

export const controllerRevisionKind: Kind = {
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  group: 'apps',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 9 },
    { name: 'v1beta2', since: 8, until: 16 },
    { name: 'v1beta1', since: 7, until: 16 },
  ],
  namespaced: true,
  table: 'controllerrevisions.apps',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
