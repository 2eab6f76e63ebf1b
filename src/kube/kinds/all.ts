/** Every kind there is. A kind that is not in this list is not served. */
import { apiServiceKind } from './api-service/kind.ts';
import { certificateSigningRequestKind } from './certificate-signing-request/kind.ts';
import { clusterRoleKind } from './cluster-role/kind.ts';
import { clusterRoleBindingKind } from './cluster-role-binding/kind.ts';
import { componentStatusKind } from './component-status/kind.ts';
import { configMapKind } from './config-map/kind.ts';
import { controllerRevisionKind } from './controller-revision/kind.ts';
import { cronJobKind } from './cron-job/kind.ts';
import { csiDriverKind } from './csi-driver/kind.ts';
import { csiNodeKind } from './csi-node/kind.ts';
import { csiStorageCapacityKind } from './csi-storage-capacity/kind.ts';
import { customResourceDefinitionKind } from './custom-resource-definition/kind.ts';
import { daemonSetKind } from './daemon-set/kind.ts';
import { deploymentKind } from './deployment/kind.ts';
import { deviceClassKind } from './device-class/kind.ts';
import { endpointSliceKind } from './endpoint-slice/kind.ts';
import { endpointsKind } from './endpoints/kind.ts';
import { eventKind } from './event/kind.ts';
import { flowSchemaKind } from './flow-schema/kind.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler/kind.ts';
import { ingressKind } from './ingress/kind.ts';
import { ingressClassKind } from './ingress-class/kind.ts';
import { ipAddressKind } from './ip-address/kind.ts';
import { jobKind } from './job/kind.ts';
import type { Kind } from './kind.ts';
import { leaseKind } from './lease/kind.ts';
import { limitRangeKind } from './limit-range/kind.ts';
import { mutatingWebhookConfigurationKind } from './mutating-webhook-configuration/kind.ts';
import { namespaceKind } from './namespace/kind.ts';
import { networkPolicyKind } from './network-policy/kind.ts';
import { nodeKind } from './node/kind.ts';
import { persistentVolumeKind } from './persistent-volume/kind.ts';
import { persistentVolumeClaimKind } from './persistent-volume-claim/kind.ts';
import { podKind } from './pod/kind.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget/kind.ts';
import { podPresetKind } from './pod-preset/kind.ts';
import { podSecurityPolicyKind } from './pod-security-policy/kind.ts';
import { podTemplateKind } from './pod-template/kind.ts';
import { priorityClassKind } from './priority-class/kind.ts';
import { priorityLevelConfigurationKind } from './priority-level-configuration/kind.ts';
import { replicaSetKind } from './replica-set/kind.ts';
import { replicationControllerKind } from './replication-controller/kind.ts';
import { resourceClaimKind } from './resource-claim/kind.ts';
import { resourceClaimTemplateKind } from './resource-claim-template/kind.ts';
import { resourceQuotaKind } from './resource-quota/kind.ts';
import { resourceSliceKind } from './resource-slice/kind.ts';
import { roleKind } from './role/kind.ts';
import { roleBindingKind } from './role-binding/kind.ts';
import { runtimeClassKind } from './runtime-class/kind.ts';
import { secretKind } from './secret/kind.ts';
import { serviceKind } from './service/kind.ts';
import { serviceAccountKind } from './service-account/kind.ts';
import { serviceCIDRKind } from './service-cidr/kind.ts';
import { statefulSetKind } from './stateful-set/kind.ts';
import { storageClassKind } from './storage-class/kind.ts';
import { validatingAdmissionPolicyKind } from './validating-admission-policy/kind.ts';
import { validatingAdmissionPolicyBindingKind } from './validating-admission-policy-binding/kind.ts';
import { validatingWebhookConfigurationKind } from './validating-webhook-configuration/kind.ts';
import { volumeAttachmentKind } from './volume-attachment/kind.ts';
import { volumeAttributesClassKind } from './volume-attributes-class/kind.ts';

export const allKinds: readonly Kind[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  namespaceKind,
  nodeKind,
  podKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  deploymentKind,
  replicaSetKind,
  leaseKind,
  endpointSliceKind,
  replicationControllerKind,
  podTemplateKind,
  persistentVolumeKind,
  persistentVolumeClaimKind,
  resourceQuotaKind,
  limitRangeKind,
  componentStatusKind,
  statefulSetKind,
  daemonSetKind,
  controllerRevisionKind,
  jobKind,
  cronJobKind,
  horizontalPodAutoscalerKind,
  podDisruptionBudgetKind,
  podSecurityPolicyKind,
  ingressKind,
  ingressClassKind,
  networkPolicyKind,
  ipAddressKind,
  serviceCIDRKind,
  roleKind,
  roleBindingKind,
  clusterRoleKind,
  clusterRoleBindingKind,
  storageClassKind,
  volumeAttachmentKind,
  csiDriverKind,
  csiNodeKind,
  csiStorageCapacityKind,
  volumeAttributesClassKind,
  priorityClassKind,
  runtimeClassKind,
  mutatingWebhookConfigurationKind,
  validatingWebhookConfigurationKind,
  validatingAdmissionPolicyKind,
  validatingAdmissionPolicyBindingKind,
  apiServiceKind,
  customResourceDefinitionKind,
  certificateSigningRequestKind,
  flowSchemaKind,
  priorityLevelConfigurationKind,
  podPresetKind,
  deviceClassKind,
  resourceClaimKind,
  resourceClaimTemplateKind,
  resourceSliceKind,
];
