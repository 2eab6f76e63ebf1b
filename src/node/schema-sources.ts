// What make-schema.ts starts from: what a cluster cannot do without, and what no published description says of newer fields.

/** Definitions that come with the engine, with all that they refer to; the others are loaded when somebody uses one. */
export const atOnce: readonly string[] = [
  'core.v1.Pod',
  'core.v1.PodTemplate',
  'core.v1.Node',
  'core.v1.Namespace',
  'core.v1.Service',
  'core.v1.Endpoints',
  'core.v1.Event',
  'core.v1.ConfigMap',
  'core.v1.Secret',
  'core.v1.ServiceAccount',
  'core.v1.Binding',
  'apps.v1.Deployment',
  'apps.v1.ReplicaSet',
  'apps.v1.DaemonSet',
  'apps.v1.ControllerRevision',
  'discovery.v1.EndpointSlice',
  'discovery.v1beta1.EndpointSlice',
  'events.v1.Event',
  'events.v1beta1.Event',
  'coordination.v1.Lease',
  'autoscaling.v1.Scale',
  'policy.v1.Eviction',
  'policy.v1beta1.Eviction',
  'meta.v1.DeleteOptions',
  'meta.v1.Status',
  'rbac.v1.Role',
  'rbac.v1.RoleBinding',
  'rbac.v1.ClusterRole',
  'rbac.v1.ClusterRoleBinding',
  'scheduling.v1.PriorityClass',
];

/** Versions of kinds that no default cluster of a simulated release serves. */
export const versionsServedNowhere = /^(?:apiserverinternal|internal|imagepolicy|storagemigration)\.|^(?!settings\.)\w+\.v\d+alpha\d+\.|^resource\.v1beta/;

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

/** Fields that hold quantities, of definitions that no document has: the types of client-node know text alone. */
export const newQuantities: ReadonlySet<string> = new Set([
  'autoscaling.v2.HPAScalingRules.tolerance',
  'autoscaling.v2.MetricTarget.averageValue',
  'autoscaling.v2.MetricTarget.value',
  'autoscaling.v2.MetricValueStatus.averageValue',
  'autoscaling.v2.MetricValueStatus.value',
  'core.v1.ContainerStatus.allocatedResources',
  'core.v1.PersistentVolumeClaimStatus.allocatedResources',
  'core.v1.PodStatus.allocatedResources',
  'resource.v1.CapacityRequestPolicy.default',
  'resource.v1.CapacityRequestPolicy.validValues',
  'resource.v1.CapacityRequestPolicyRange.max',
  'resource.v1.CapacityRequestPolicyRange.min',
  'resource.v1.CapacityRequestPolicyRange.step',
  'resource.v1.CapacityRequirements.requests',
  'resource.v1.Counter.value',
  'resource.v1.DeviceCapacity.value',
  'resource.v1.DeviceRequestAllocationResult.consumedCapacity',
  'storage.v1.CSIStorageCapacity.capacity',
  'storage.v1.CSIStorageCapacity.maximumVolumeSize',
]);
