/**
 * Fields that this cluster takes and keeps but does nothing with. Its OpenAPI documents mark them, so that the editor and
 * `explain` can say so and nobody waits for an effect that will not come. Whoever gives one of them an effect takes it out of here.
 */

const fields: Readonly<Record<string, readonly string[]>> = {
  'core.v1.PodSpec': [
    'hostUsers', 'hostnameOverride',
    'schedulingGroup', 'setHostnameAsFQDN',
  ],
  'core.v1.Container': ['restartPolicyRules', 'volumeDevices'],
  'core.v1.EphemeralContainer': ['resizePolicy', 'restartPolicyRules', 'volumeDevices'],
  'core.v1.SecurityContext': [
    'allowPrivilegeEscalation', 'appArmorProfile', 'procMount', 'seLinuxOptions',
    'seccompProfile', 'windowsOptions',
  ],
  'core.v1.PodSecurityContext': [
    'appArmorProfile', 'fsGroupChangePolicy', 'seLinuxChangePolicy', 'seLinuxOptions', 'seccompProfile',
    'supplementalGroupsPolicy', 'sysctls', 'windowsOptions',
  ],
  'core.v1.Volume': [
    'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk',
    'gitRepo', 'glusterfs', 'iscsi', 'nfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO',
    'storageos', 'vsphereVolume',
  ],
  'core.v1.VolumeMount': ['mountPropagation', 'recursiveReadOnly'],
  'core.v1.VolumeProjection': ['clusterTrustBundle', 'podCertificate'],
  'core.v1.EmptyDirVolumeSource': ['medium'],
  'core.v1.ServiceSpec': [
    'healthCheckNodePort', 'loadBalancerClass', 'loadBalancerIP', 'loadBalancerSourceRanges', 'topologyKeys', 'trafficDistribution',
  ],
  'core.v1.PersistentVolumeClaimSpec': ['dataSource', 'dataSourceRef', 'volumeAttributesClassName'],
  'core.v1.PersistentVolumeSpec': ['csi', 'mountOptions', 'nfs', 'volumeAttributesClassName'],
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': ['auditAnnotations'],
  'autoscaling.v2.MetricSpec': ['external', 'object', 'pods'],
  'networking.v1.IngressClassSpec': ['parameters'],
  'core.v1.NodeSpec': ['configSource', 'externalID', 'providerID'],
};

/** Definitions none of whose fields does anything yet: the objects are kept and shown, and no controller acts on them. */
const idle: ReadonlySet<string> = new Set([
  'admissionregistration.v1.MutatingWebhook',
  'admissionregistration.v1.ValidatingWebhook',
  'flowcontrol.v1.FlowSchemaSpec',
  'flowcontrol.v1.PriorityLevelConfigurationSpec',
  'resource.v1.ResourceClaimSpec',
  'storage.v1.CSIDriverSpec',
  'storage.v1.VolumeAttachmentSpec',
]);

/** By the names of definition and field that OpenAPI has: `core.v1.PodSpec`, `runtimeClassName`. */
export function isWithoutEffect(definition: string, field: string): boolean {
  return idle.has(definition) || fields[definition]?.includes(field) === true;
}

/** All of them, for the page: `core.v1.PodSpec.runtimeClassName`. */
export function fieldsWithoutEffect(): readonly string[] {
  return Object.entries(fields).flatMap(([definition, names]) => names.map((name) => `${definition}.${name}`));
}
