/** The kind Deployment. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withRules } from '../with-rules.ts';
import type { Deployment } from './deployment.ts';

export const deploymentKind: Kind<Deployment> = withRules(
  {
    kind: 'Deployment',
    plural: 'deployments',
    singular: 'deployment',
    shortNames: ['deploy'],
    categories: ['all'],
    group: 'apps',
    storage: 'v1',
    versions: [{ name: 'v1', since: 9 }, { name: 'v1beta2', since: 8, until: 16, orphans: true }, { name: 'v1beta1', until: 16, orphans: true }, { name: 'v1beta1', group: 'extensions', until: 16, orphans: true }],
    namespaced: true,
    table: 'deployments.apps',
    hasStatus: true,
    hasGeneration: true,
    scale: { selector: ({ spec }) => clusterCode.get().formatSelector(spec.selector) },
    newStatus: {},
  },
  () => clusterCode.get().kindRules.deployment,
);
