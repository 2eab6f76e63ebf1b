/** The kind Pod. */
import { controllerOf } from '../../meta/object.ts';
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { Pod } from './pod.ts';
import { admitPod } from './mirror.ts';
import { defaultPod } from './defaults.ts';
import { isPodReady } from './readiness.ts';
import { podGraceSeconds, preparePodForCreate } from './strategy.ts';

const none: readonly string[] = [];

/** Whether the pod counts for its owner: neither being deleted nor ended. */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

export const podKind: Kind<Pod> = withChecks<Pod>({
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'pods',
  hasStatus: true,
  hasGeneration: true,
  generationSince: 33,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'], since: 23 },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'], since: 22 },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1beta1', verbs: ['create'], until: 22 },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'], since: 33 },
  ],
  returnsDeleted: true,
  defaults: defaultPod,
  admit: (pod, old, context) => (old === undefined ? admitPod(pod, context) : pod),
  prepareForCreate: preparePodForCreate,
  graceSeconds: podGraceSeconds,
  indexes: {
    /** Pods of a node; '' files those that wait for one. */
    node: (pod) => [pod.spec.nodeName ?? ''],
    /** By the uid of the controller: those that neither are being deleted nor have ended. */
    ownerActive: (pod) => {
      const owner = controllerOf(pod);
      return owner && isPodActive(pod) ? [owner.uid] : none;
    },
    /** As ownerActive: those that are ready too. */
    ownerReady: (pod) => {
      const owner = controllerOf(pod);
      return owner && isPodActive(pod) && isPodReady(pod) ? [owner.uid] : none;
    },
  },
}, () => clusterCode.get().kindChecks.pod);
