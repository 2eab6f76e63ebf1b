/** The order in which Go prints the fields of the types that the client makes objects of: that of their declaration, which no server tells. */

/** A type a line: its fields in order, each with the type of what it holds, or of what the list in it holds, where that has an order too. */
const declared = `
ConfigMap: metadata:ObjectMeta immutable data binaryData
Secret: metadata:ObjectMeta immutable data stringData type
ServiceAccount: metadata:ObjectMeta secrets:Reference imagePullSecrets automountServiceAccountToken
Namespace: metadata:ObjectMeta spec status:NamespaceStatus
NamespaceStatus: phase conditions
Reference: kind namespace name uid apiVersion resourceVersion fieldPath
Pod: metadata:ObjectMeta spec:PodSpec status:PodStatus
PodStatus: observedGeneration phase conditions:Condition message reason nominatedNodeName hostIP hostIPs podIP podIPs startTime initContainerStatuses containerStatuses qosClass
Condition: type observedGeneration status lastUpdateTime lastProbeTime lastHeartbeatTime lastTransitionTime reason message
ReplicaSet: metadata:ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus
ReplicaSetSpec: replicas minReadySeconds selector:LabelSelector template:PodTemplate
ReplicaSetStatus: replicas fullyLabeledReplicas readyReplicas availableReplicas terminatingReplicas observedGeneration conditions:Condition
ReplicationController: metadata:ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus
StatefulSet: metadata:ObjectMeta spec:StatefulSetSpec status:StatefulSetStatus
StatefulSetSpec: replicas selector:LabelSelector template:PodTemplate volumeClaimTemplates:Claim serviceName podManagementPolicy updateStrategy:StatefulSetStrategy revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals
StatefulSetStrategy: type rollingUpdate
StatefulSetStatus: observedGeneration replicas readyReplicas currentReplicas updatedReplicas currentRevision updateRevision collisionCount conditions:Condition availableReplicas
Claim: kind apiVersion metadata:ObjectMeta spec:ClaimSpec status
ClaimSpec: accessModes selector:LabelSelector resources:Resources volumeName storageClassName volumeMode dataSource
DaemonSet: metadata:ObjectMeta spec:DaemonSetSpec status:DaemonSetStatus
DaemonSetSpec: selector:LabelSelector template:PodTemplate updateStrategy:Strategy minReadySeconds revisionHistoryLimit
DaemonSetStatus: currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable collisionCount conditions:Condition
Node: metadata:ObjectMeta spec:NodeSpec status:NodeStatus
NodeSpec: podCIDR podCIDRs providerID unschedulable taints:Taint
Taint: key value effect timeAdded
NodeStatus: capacity allocatable phase conditions:Condition addresses:NodeAddress daemonEndpoints nodeInfo:NodeInfo images:NodeImage
NodeAddress: type address
NodeInfo: machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeletVersion kubeProxyVersion operatingSystem architecture
NodeImage: names sizeBytes
Config: preferences clusters:NamedCluster users:NamedUser contexts:NamedContext current-context
NamedCluster: name cluster:Cluster
Cluster: server tls-server-name insecure-skip-tls-verify certificate-authority certificate-authority-data proxy-url disable-compression
NamedUser: name user:User
User: client-certificate client-certificate-data client-key client-key-data token tokenFile as as-uid as-groups as-user-extra username password auth-provider:AuthProvider exec:CredentialProgram
AuthProvider: name config
CredentialProgram: command args env:EnvVar apiVersion installHint provideClusterInfo interactiveMode
NamedContext: name context:Context
Context: cluster user namespace
Deployment: metadata:ObjectMeta spec:DeploymentSpec status:DeploymentStatus
DeploymentStatus: observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas conditions:Condition collisionCount
DeploymentSpec: replicas selector:LabelSelector template:PodTemplate strategy:Strategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds
Strategy: type rollingUpdate:RollingUpdate
RollingUpdate: maxUnavailable maxSurge
Job: metadata:ObjectMeta spec:JobSpec status
JobSpec: parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex maxFailedIndexes selector:LabelSelector manualSelector template:PodTemplate ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy
CronJob: metadata:ObjectMeta spec:CronJobSpec status
CronJobSpec: schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate:JobTemplate successfulJobsHistoryLimit failedJobsHistoryLimit
JobTemplate: metadata:ObjectMeta spec:JobSpec
Service: metadata:ObjectMeta spec:ServiceSpec status
ServiceSpec: ports:ServicePort selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution
ServicePort: name protocol appProtocol port targetPort nodePort
Ingress: metadata:ObjectMeta spec:IngressSpec status
IngressSpec: ingressClassName defaultBackend:IngressBackend tls:IngressTLS rules:IngressRule
IngressTLS: hosts secretName
IngressRule: host http:IngressPaths
IngressPaths: paths:IngressPath
IngressPath: path pathType backend:IngressBackend
IngressBackend: service:IngressService resource
IngressService: name port:IngressPort
IngressPort: name number
ResourceQuota: metadata:ObjectMeta spec:QuotaSpec status
QuotaSpec: hard scopes scopeSelector
PodDisruptionBudget: metadata:ObjectMeta spec:BudgetSpec status:BudgetStatus
BudgetSpec: minAvailable selector:LabelSelector maxUnavailable unhealthyPodEvictionPolicy
BudgetStatus: observedGeneration disruptedPods disruptionsAllowed currentHealthy desiredHealthy expectedPods conditions
PriorityClass: metadata:ObjectMeta value globalDefault description preemptionPolicy
Role: metadata:ObjectMeta rules:Rule
ClusterRole: metadata:ObjectMeta rules:Rule aggregationRule
Rule: verbs apiGroups resources resourceNames nonResourceURLs
RoleBinding: metadata:ObjectMeta subjects:Subject roleRef
ClusterRoleBinding: metadata:ObjectMeta subjects:Subject roleRef
Subject: kind apiGroup name namespace
HorizontalPodAutoscaler: metadata:ObjectMeta spec:AutoscalerSpec status:AutoscalerStatus
AutoscalerSpec: scaleTargetRef:ScaleTarget minReplicas maxReplicas targetCPUUtilizationPercentage metrics:Metric behavior
AutoscalerStatus: observedGeneration lastScaleTime currentReplicas desiredReplicas currentCPUUtilizationPercentage currentMetrics conditions
ScaleTarget: kind name apiVersion
Metric: type object pods resource:MetricSource containerResource external
MetricSource: name target:MetricTarget
MetricTarget: type value averageValue averageUtilization
TokenRequest: metadata:ObjectMeta spec:TokenSpec status:TokenStatus
TokenSpec: audiences expirationSeconds boundObjectRef:BoundObject
TokenStatus: token expirationTimestamp
BoundObject: kind apiVersion name uid
List: metadata items
EventList: metadata items:Event
Event: kind apiVersion metadata:ObjectMeta involvedObject:Reference reason message source:EventSource firstTimestamp lastTimestamp count type eventTime series action related:Reference reportingComponent reportingInstance
EventSource: component host
SelfSubjectReview: metadata:ObjectMeta status:ReviewStatus
ReviewStatus: userInfo:UserInfo
UserInfo: username uid groups extra
APIResourceList: groupVersion resources:APIResource
APIResource: name singularName namespaced group version kind verbs shortNames categories
ObjectMeta: name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences:OwnerReference finalizers managedFields:ManagedFields
OwnerReference: apiVersion kind name uid controller blockOwnerDeletion
ManagedFields: manager operation apiVersion time fieldsType fieldsV1 subresource
LabelSelector: matchLabels matchExpressions:Requirement
Requirement: key operator values
PodTemplate: metadata:ObjectMeta spec:PodSpec
PodSpec: volumes:Volume initContainers:Container containers:Container ephemeralContainers:Container restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname subdomain affinity schedulerName tolerations:Toleration hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources:Resources hostnameOverride
Volume: name secret:SecretVolume configMap:ConfigMapVolume projected:ProjectedVolume
SecretVolume: secretName items:KeyPath defaultMode optional
ConfigMapVolume: name items:KeyPath defaultMode optional
KeyPath: key path fieldRef:FieldRef resourceFieldRef mode
FieldRef: apiVersion fieldPath
ProjectedVolume: sources:ProjectedSource defaultMode
ProjectedSource: secret:ConfigMapVolume downwardAPI:DownwardFiles configMap:ConfigMapVolume serviceAccountToken:TokenFile
DownwardFiles: items:KeyPath
TokenFile: audience expirationSeconds path
Toleration: key operator value effect tolerationSeconds
Container: name image command args workingDir ports:ContainerPort envFrom:EnvFrom env:EnvVar resources:Resources resizePolicy restartPolicy restartPolicyRules volumeMounts:VolumeMount volumeDevices livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty
ContainerPort: name hostPort containerPort protocol hostIP
EnvVar: name value valueFrom:EnvSource
EnvSource: fieldRef:FieldRef resourceFieldRef configMapKeyRef:KeyRef secretKeyRef:KeyRef fileKeyRef
KeyRef: name key optional
EnvFrom: prefix configMapRef:KeyRef secretRef:KeyRef
Probe: exec httpGet:HTTPGet tcpSocket grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds
HTTPGet: path port host scheme httpHeaders
Resources: limits requests claims
VolumeMount: name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr
`;

export interface Struct {
  /** In order; what they hold by the name of its type, '' where that has no order of its own. */
  readonly fields: ReadonlyMap<string, string>;
}

const structs: ReadonlyMap<string, Struct> = new Map(declared.trim().split('\n').map((line) => {
  const [name = '', fields = ''] = line.split(': ');
  return [name, { fields: new Map(fields.split(' ').map((field) => [field.split(':')[0]!, field.split(':')[1] ?? ''] as const)) }];
}));

/** Undefined for a kind, or a type, of which no order is known. */
export function structOf(name: string): Struct | undefined {
  return structs.get(name);
}

/** An object of a kind begins with what it is. */
export function kindStruct(kind: string): Struct | undefined {
  const struct = structs.get(kind);
  return struct && { fields: new Map([['kind', ''], ['apiVersion', ''], ...struct.fields]) };
}
