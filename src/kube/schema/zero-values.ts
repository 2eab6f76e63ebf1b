/**
 * Fields whose zero the server does not tell from their absence: it drops `false`, `0` and `""` there. Elsewhere these
 * are values like any other (`replicas: 0`). Lists and maps that are empty it drops everywhere.
 */

/** Numbers and booleans that are dropped when zero. */
const droppedZeros: ReadonlySet<string> = new Set([
  'apps.v1.DeploymentSpec.minReadySeconds',
  'apps.v1.DeploymentSpec.paused',
  'apps.v1.DeploymentStatus.availableReplicas',
  'apps.v1.DeploymentStatus.observedGeneration',
  'apps.v1.DeploymentStatus.readyReplicas',
  'apps.v1.DeploymentStatus.replicas',
  'apps.v1.DeploymentStatus.unavailableReplicas',
  'apps.v1.DeploymentStatus.updatedReplicas',
  'apps.v1.ReplicaSetSpec.minReadySeconds',
  'apps.v1.ReplicaSetStatus.availableReplicas',
  'apps.v1.ReplicaSetStatus.fullyLabeledReplicas',
  'apps.v1.ReplicaSetStatus.observedGeneration',
  'apps.v1.ReplicaSetStatus.readyReplicas',
  'autoscaling.v1.ScaleSpec.replicas',
  'core.v1.Container.stdin',
  'core.v1.Container.stdinOnce',
  'core.v1.Container.tty',
  'core.v1.ContainerPort.hostPort',
  'core.v1.EphemeralContainer.stdin',
  'core.v1.EphemeralContainer.stdinOnce',
  'core.v1.EphemeralContainer.tty',
  'core.v1.Event.count',
  'core.v1.NodeSpec.unschedulable',
  'core.v1.PodSpec.hostIPC',
  'core.v1.PodSpec.hostNetwork',
  'core.v1.PodSpec.hostPID',
  'core.v1.Probe.failureThreshold',
  'core.v1.Probe.initialDelaySeconds',
  'core.v1.Probe.periodSeconds',
  'core.v1.Probe.successThreshold',
  'core.v1.Probe.timeoutSeconds',
  'core.v1.ServicePort.nodePort',
  'core.v1.ServiceSpec.healthCheckNodePort',
  'core.v1.ServiceSpec.publishNotReadyAddresses',
  'core.v1.VolumeMount.readOnly',
  'meta.v1.ObjectMeta.generation',
  'meta.v1.Status.code',
]);

/** Texts that stay when empty. */
const keptEmptyTexts: ReadonlySet<string> = new Set([
  'core.v1.HostPathVolumeSource.type',
  'core.v1.GRPCAction.service',
  'core.v1.PodSpec.runtimeClassName',
  'core.v1.EndpointPort.name',
  'discovery.v1.EndpointPort.name',
  'discovery.v1beta1.EndpointPort.name',
  'core.v1.PersistentVolumeClaimSpec.storageClassName',
  'core.v1.ContainerStatus.imageID',
  'core.v1.ContainerStatus.image',
  'core.v1.Event.reportingComponent',
  'core.v1.Event.reportingInstance',
]);

/** Lists that stay when empty. */
const keptEmptyLists: ReadonlySet<string> = new Set(['discovery.v1.EndpointSlice.endpoints', 'discovery.v1.EndpointSlice.ports', 'discovery.v1beta1.EndpointSlice.endpoints', 'discovery.v1beta1.EndpointSlice.ports']);

export function dropsZero(definition: string, field: string, value: unknown): boolean {
  if (value === '') return !keptEmptyTexts.has(`${definition}.${field}`);
  if (value === false || value === 0) return droppedZeros.has(`${definition}.${field}`);
  if (Array.isArray(value)) return value.length === 0 && !keptEmptyLists.has(`${definition}.${field}`);
  return false;
}

/** Fields that are written as null when absent, rather than left out. */
export const nullable: ReadonlySet<string> = new Set([
  'core.v1.PodCondition.lastProbeTime',
  'core.v1.PodCondition.lastTransitionTime',
  'core.v1.Event.eventTime',
  'core.v1.Event.firstTimestamp',
  'core.v1.Event.lastTimestamp',
  'core.v1.ContainerStateTerminated.startedAt',
  'core.v1.ContainerStateTerminated.finishedAt',
  'core.v1.ContainerStateRunning.startedAt',
  'apps.v1.DeploymentCondition.lastUpdateTime',
  'apps.v1.DeploymentCondition.lastTransitionTime',
  'core.v1.NodeCondition.lastHeartbeatTime',
  'core.v1.NodeCondition.lastTransitionTime',
  'discovery.v1.EndpointSlice.endpoints',
  'discovery.v1.EndpointSlice.ports',
]);

/** Fields that must be given and have no zero: absent, they stay absent. */
export const requiredPointers: ReadonlySet<string> = new Set([
  'networking.v1.HTTPIngressPath.pathType',
  'admissionregistration.v1.ValidatingWebhook.sideEffects',
  'admissionregistration.v1.MutatingWebhook.sideEffects',
]);
