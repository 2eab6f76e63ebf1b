/** The kind ControllerRevision: what a StatefulSet or DaemonSet was at one time. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';
import type { ControllerRevision } from './controller-revision.ts';

export const controllerRevisionKind: Kind<ControllerRevision> = withRules(
  {
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
  },
  () => clusterCode.get().kindRules.controllerRevision,
);
