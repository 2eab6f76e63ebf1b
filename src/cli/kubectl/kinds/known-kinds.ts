/** The kinds that the client knows something of, found by group and kind. */
import type { ApiResource } from '../wire/discovery.ts';
import type { ClientKind } from './client-kind.ts';
import { roleKinds, serviceAccountKind } from './access.ts';
import { configMapKind, secretKind } from './config-map.ts';
import { daemonSetKind } from './daemon-set.ts';
import { deploymentKind } from './deployment.ts';
import { endpointsKind, endpointSliceKind } from './endpoints.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler.ts';
import { ingressClassKind, ingressKind } from './ingress.ts';
import { cronJobKind, jobKind } from './job.ts';
import { limitRangeKind, priorityClassKind, resourceQuotaKind } from './limits.ts';
import { namespaceKind } from './namespace.ts';
import { networkPolicyKind } from './network-policy.ts';
import { nodeKind } from './node.ts';
import { persistentVolumeClaimKind, persistentVolumeKind, storageClassKind } from './persistent-volume.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget.ts';
import { podKind } from './pod.ts';
import { replicaSetKind } from './replica-set.ts';
import { replicationControllerKind } from './replication-controller.ts';
import { serviceKind } from './service.ts';
import { statefulSetKind } from './stateful-set.ts';

const kinds: readonly ClientKind[] = [
  ...roleKinds,
  configMapKind,
  cronJobKind,
  daemonSetKind,
  deploymentKind,
  endpointsKind,
  endpointSliceKind,
  horizontalPodAutoscalerKind,
  ingressClassKind,
  ingressKind,
  jobKind,
  limitRangeKind,
  namespaceKind,
  networkPolicyKind,
  nodeKind,
  persistentVolumeClaimKind,
  persistentVolumeKind,
  podDisruptionBudgetKind,
  podKind,
  priorityClassKind,
  replicaSetKind,
  replicationControllerKind,
  resourceQuotaKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  statefulSetKind,
  storageClassKind,
];
const byName = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

export function clientKind(resource: Pick<ApiResource, 'group' | 'kind'>): ClientKind | undefined {
  const known = byName.get(`${resource.group}/${resource.kind}`);
  return known ?? (resource.group === 'extensions' ? (byName.get(`apps/${resource.kind}`) ?? byName.get(`networking.k8s.io/${resource.kind}`)) : undefined);
}
