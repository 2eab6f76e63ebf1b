// What make-schema.ts starts from: the definitions to follow, and what no published description says of newer fields.

/** `name` is the definition's name in the OpenAPI document without io.k8s.api., `model` the class of client-node; none: gone by 1.36. */
export const roots: readonly { readonly name: string; readonly model?: string }[] = [
  { name: 'core.v1.Pod', model: 'V1Pod' },
  { name: 'core.v1.PodTemplate', model: 'V1PodTemplate' },
  { name: 'core.v1.Node', model: 'V1Node' },
  { name: 'core.v1.Namespace', model: 'V1Namespace' },
  { name: 'core.v1.Service', model: 'V1Service' },
  { name: 'core.v1.Endpoints', model: 'V1Endpoints' },
  { name: 'core.v1.Event', model: 'CoreV1Event' },
  { name: 'core.v1.ConfigMap', model: 'V1ConfigMap' },
  { name: 'core.v1.Secret', model: 'V1Secret' },
  { name: 'core.v1.ServiceAccount', model: 'V1ServiceAccount' },
  { name: 'core.v1.Binding', model: 'V1Binding' },
  { name: 'apps.v1.Deployment', model: 'V1Deployment' },
  { name: 'apps.v1.ReplicaSet', model: 'V1ReplicaSet' },
  { name: 'discovery.v1.EndpointSlice', model: 'V1EndpointSlice' },
  { name: 'discovery.v1beta1.EndpointSlice' },
  { name: 'events.v1.Event', model: 'EventsV1Event' },
  { name: 'events.v1beta1.Event' },
  { name: 'coordination.v1.Lease', model: 'V1Lease' },
  { name: 'autoscaling.v1.Scale', model: 'V1Scale' },
  { name: 'policy.v1.Eviction', model: 'V1Eviction' },
  { name: 'policy.v1beta1.Eviction' },
  { name: 'meta.v1.DeleteOptions', model: 'V1DeleteOptions' },
  { name: 'meta.v1.Status', model: 'V1Status' },
];

/** Merge keys of lists that came after the last description that has them. */
export const mergeKeysSince: Readonly<Record<string, string>> = {
  'core.v1.PodSpec.resourceClaims': 'name~',
  'core.v1.PodSpec.schedulingGates': 'name',
  'core.v1.PodStatus.hostIPs': 'ip',
  'core.v1.PodStatus.resourceClaimStatuses': 'name~',
  'core.v1.ContainerStatus.volumeMounts': 'mountPath',
  'core.v1.ResourceRequirements.claims': 'name',
};

/** Definitions and fields that server-side apply owns as a whole since some release after 1.20. */
export const newAtomicMaps: ReadonlySet<string> = new Set([
  'core.v1.ObjectReference',
  'core.v1.LocalObjectReference',
  'core.v1.ConfigMapKeySelector',
  'core.v1.SecretKeySelector',
  'core.v1.ObjectFieldSelector',
  'core.v1.ResourceFieldSelector',
  'core.v1.NodeSelector',
  'core.v1.NodeSelectorTerm',
  'core.v1.SecretReference',
  'core.v1.TypedLocalObjectReference',
  'core.v1.PodSpec.nodeSelector',
  'core.v1.ServiceSpec.selector',
  'core.v1.EndpointAddress',
  'core.v1.EndpointPort',
  'discovery.v1.EndpointPort',
  'meta.v1.OwnerReference',
]);
