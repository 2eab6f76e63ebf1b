/** The behaviour of the kinds that are loaded when somebody uses one. */
import { apiServiceDetails } from './api-service/details.ts';
import { apiServiceKind } from './api-service/kind.ts';
import { certificateSigningRequestDetails } from './certificate-signing-request/details.ts';
import { certificateSigningRequestKind } from './certificate-signing-request/kind.ts';
import { componentStatusDetails } from './component-status/details.ts';
import { componentStatusKind } from './component-status/kind.ts';
import { cronJobDetails } from './cron-job/details.ts';
import { cronJobKind } from './cron-job/kind.ts';
import { csiDriverDetails } from './csi-driver/details.ts';
import { csiDriverKind } from './csi-driver/kind.ts';
import { csiNodeDetails } from './csi-node/details.ts';
import { csiNodeKind } from './csi-node/kind.ts';
import { csiStorageCapacityDetails } from './csi-storage-capacity/details.ts';
import { csiStorageCapacityKind } from './csi-storage-capacity/kind.ts';
import { customResourceDefinitionDetails } from './custom-resource-definition/details.ts';
import { customResourceDefinitionKind } from './custom-resource-definition/kind.ts';
import { deviceClassKind } from './device-class/kind.ts';
import { flowSchemaDetails } from './flow-schema/details.ts';
import { flowSchemaKind } from './flow-schema/kind.ts';
import { horizontalPodAutoscalerDetails } from './horizontal-pod-autoscaler/details.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler/kind.ts';
import { ingressClassDetails } from './ingress-class/details.ts';
import { ingressClassKind } from './ingress-class/kind.ts';
import { ingressDetails } from './ingress/details.ts';
import { ingressKind } from './ingress/kind.ts';
import { ipAddressDetails } from './ip-address/details.ts';
import { ipAddressKind } from './ip-address/kind.ts';
import { jobDetails } from './job/details.ts';
import { jobKind } from './job/kind.ts';
import { limitRangeDetails } from './limit-range/details.ts';
import { limitRangeKind } from './limit-range/kind.ts';
import { mutatingWebhookConfigurationKind } from './mutating-webhook-configuration/kind.ts';
import { networkPolicyDetails } from './network-policy/details.ts';
import { networkPolicyKind } from './network-policy/kind.ts';
import { persistentVolumeClaimDetails } from './persistent-volume-claim/details.ts';
import { persistentVolumeClaimKind } from './persistent-volume-claim/kind.ts';
import { persistentVolumeDetails } from './persistent-volume/details.ts';
import { persistentVolumeKind } from './persistent-volume/kind.ts';
import { podDisruptionBudgetDetails } from './pod-disruption-budget/details.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget/kind.ts';
import { podPresetDetails } from './pod-preset/details.ts';
import { podPresetKind } from './pod-preset/kind.ts';
import { podSecurityPolicyDetails } from './pod-security-policy/details.ts';
import { podSecurityPolicyKind } from './pod-security-policy/kind.ts';
import { podTemplateDetails } from './pod-template/details.ts';
import { podTemplateKind } from './pod-template/kind.ts';
import { priorityLevelConfigurationDetails } from './priority-level-configuration/details.ts';
import { priorityLevelConfigurationKind } from './priority-level-configuration/kind.ts';
import { replicationControllerDetails } from './replication-controller/details.ts';
import { replicationControllerKind } from './replication-controller/kind.ts';
import { resourceClaimTemplateKind } from './resource-claim-template/kind.ts';
import { resourceClaimDetails } from './resource-claim/details.ts';
import { resourceClaimKind } from './resource-claim/kind.ts';
import { resourceQuotaDetails } from './resource-quota/details.ts';
import { resourceQuotaKind } from './resource-quota/kind.ts';
import { resourceSliceDetails } from './resource-slice/details.ts';
import { resourceSliceKind } from './resource-slice/kind.ts';
import { runtimeClassDetails } from './runtime-class/details.ts';
import { runtimeClassKind } from './runtime-class/kind.ts';
import { serviceCIDRDetails } from './service-cidr/details.ts';
import { serviceCIDRKind } from './service-cidr/kind.ts';
import { statefulSetDetails } from './stateful-set/details.ts';
import { statefulSetKind } from './stateful-set/kind.ts';
import { storageClassDetails } from './storage-class/details.ts';
import { storageClassKind } from './storage-class/kind.ts';
import { validatingAdmissionPolicyBindingDetails } from './validating-admission-policy-binding/details.ts';
import { validatingAdmissionPolicyBindingKind } from './validating-admission-policy-binding/kind.ts';
import { validatingAdmissionPolicyDetails } from './validating-admission-policy/details.ts';
import { validatingAdmissionPolicyKind } from './validating-admission-policy/kind.ts';
import { webhookConfigurationDetails } from './validating-webhook-configuration/details.ts';
import { validatingWebhookConfigurationKind } from './validating-webhook-configuration/kind.ts';
import { volumeAttachmentDetails } from './volume-attachment/details.ts';
import { volumeAttachmentKind } from './volume-attachment/kind.ts';
import { volumeAttributesClassDetails } from './volume-attributes-class/details.ts';
import { volumeAttributesClassKind } from './volume-attributes-class/kind.ts';
import type { Kind, KindDetails } from './kind.ts';

export const kinds: readonly (readonly [Kind, KindDetails])[] = [
  [replicationControllerKind, replicationControllerDetails],
  [podTemplateKind, podTemplateDetails],
  [persistentVolumeKind, persistentVolumeDetails],
  [persistentVolumeClaimKind, persistentVolumeClaimDetails],
  [resourceQuotaKind, resourceQuotaDetails],
  [limitRangeKind, limitRangeDetails],
  [componentStatusKind, componentStatusDetails],
  [statefulSetKind, statefulSetDetails],
  [jobKind, jobDetails],
  [cronJobKind, cronJobDetails],
  [horizontalPodAutoscalerKind, horizontalPodAutoscalerDetails],
  [podDisruptionBudgetKind, podDisruptionBudgetDetails],
  [podSecurityPolicyKind, podSecurityPolicyDetails],
  [ingressKind, ingressDetails],
  [ingressClassKind, ingressClassDetails],
  [networkPolicyKind, networkPolicyDetails],
  [ipAddressKind, ipAddressDetails],
  [serviceCIDRKind, serviceCIDRDetails],
  [storageClassKind, storageClassDetails],
  [volumeAttachmentKind, volumeAttachmentDetails],
  [csiDriverKind, csiDriverDetails],
  [csiNodeKind, csiNodeDetails],
  [csiStorageCapacityKind, csiStorageCapacityDetails],
  [volumeAttributesClassKind, volumeAttributesClassDetails],
  [runtimeClassKind, runtimeClassDetails],
  [mutatingWebhookConfigurationKind, webhookConfigurationDetails],
  [validatingWebhookConfigurationKind, webhookConfigurationDetails],
  [validatingAdmissionPolicyKind, validatingAdmissionPolicyDetails],
  [validatingAdmissionPolicyBindingKind, validatingAdmissionPolicyBindingDetails],
  [apiServiceKind, apiServiceDetails],
  [customResourceDefinitionKind, customResourceDefinitionDetails],
  [certificateSigningRequestKind, certificateSigningRequestDetails],
  [flowSchemaKind, flowSchemaDetails],
  [priorityLevelConfigurationKind, priorityLevelConfigurationDetails],
  [podPresetKind, podPresetDetails],
  [deviceClassKind, { columns: [] }],
  [resourceClaimKind, resourceClaimDetails],
  [resourceClaimTemplateKind, { columns: [] }],
  [resourceSliceKind, resourceSliceDetails],
];

const { '../schema/more-structure.json': lines } = import.meta.glob<readonly string[]>('../schema/more-structure.json', { eager: true, import: 'default' });

/** Lines of the structure; see structure-reader.ts. */
export const structure = lines!;
