import { expect, test } from 'vitest';
import { makeCluster, send } from '../api/test-cluster.ts';

type Json = Record<string, unknown>;

const labels = { app: 'a' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const running = { selector: { matchLabels: labels }, template };
const jobTemplate = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };

/** What each slip is made in: path, object. */
const right: Readonly<Record<string, readonly [string, Json]>> = {
  Pod: ['/api/v1/namespaces/default/pods', { spec: template.spec }],
  ReplicationController: ['/api/v1/namespaces/default/replicationcontrollers', { spec: { selector: labels, template } }],
  Deployment: ['/apis/apps/v1/namespaces/default/deployments', { spec: running }],
  DaemonSet: ['/apis/apps/v1/namespaces/default/daemonsets', { spec: running }],
  StatefulSet: ['/apis/apps/v1/namespaces/default/statefulsets', { spec: { ...running, serviceName: 's' } }],
  Job: ['/apis/batch/v1/namespaces/default/jobs', { spec: { template: jobTemplate } }],
  CronJob: ['/apis/batch/v1/namespaces/default/cronjobs', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: jobTemplate } } } }],
  PersistentVolume: ['/api/v1/persistentvolumes', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } } }],
  PersistentVolumeClaim: ['/api/v1/namespaces/default/persistentvolumeclaims', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } } }],
  Service: ['/api/v1/namespaces/default/services', { spec: { selector: labels, ports: [{ port: 80 }] } }],
  Endpoints: ['/api/v1/namespaces/default/endpoints', {}],
  EndpointSlice: ['/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', { addressType: 'IPv4', endpoints: [] }],
  Ingress: ['/apis/networking.k8s.io/v1/namespaces/default/ingresses', { spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } }] } }],
  IngressClass: ['/apis/networking.k8s.io/v1/ingressclasses', { spec: { controller: 'a.b/c' } }],
  NetworkPolicy: ['/apis/networking.k8s.io/v1/namespaces/default/networkpolicies', { spec: { podSelector: {} } }],
  Namespace: ['/api/v1/namespaces', {}],
  Node: ['/api/v1/nodes', {}],
  Secret: ['/api/v1/namespaces/default/secrets', {}],
  ResourceQuota: ['/api/v1/namespaces/default/resourcequotas', { spec: { hard: { pods: '5' } } }],
  LimitRange: ['/api/v1/namespaces/default/limitranges', { spec: { limits: [] } }],
  StorageClass: ['/apis/storage.k8s.io/v1/storageclasses', { provisioner: 'a/b' }],
  VolumeAttachment: ['/apis/storage.k8s.io/v1/volumeattachments', { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } } }],
  CSIDriver: ['/apis/storage.k8s.io/v1/csidrivers', {}],
  CSINode: ['/apis/storage.k8s.io/v1/csinodes', { spec: { drivers: [{ name: 'a', nodeID: 'n', topologyKeys: ['x'] }] } }],
  CSIStorageCapacity: ['/apis/storage.k8s.io/v1/namespaces/default/csistoragecapacities', { storageClassName: 'a' }],
  VolumeAttributesClass: ['/apis/storage.k8s.io/v1/volumeattributesclasses', { driverName: 'a', parameters: { a: 'b' } }],
  CustomResourceDefinition: ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { metadata: { name: 'foos.a.b' }, spec: { group: 'a.b', scope: 'Namespaced', names: { plural: 'foos', kind: 'Foo' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] } }],
  Lease: ['/apis/coordination.k8s.io/v1/namespaces/default/leases', { spec: { holderIdentity: 'a' } }],
};

/** The object with other values at some paths: `{ 'spec.containers.0.image': '' }`. */
function changed(object: Json, changes: Json): Json {
  const copy = JSON.parse(JSON.stringify(object)) as Json;
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    const at = steps.reduce((o, step) => (o[step] ??= {}) as Json, copy);
    at[last] = value;
  }
  return copy;
}

function causes(answer: { readonly status: number; readonly json: { readonly message: string; readonly details?: { readonly causes?: readonly { readonly field: string; readonly message: string }[] } } }): readonly string[] {
  if (answer.status < 300) return [];
  return answer.json.details?.causes?.map(({ field, message }) => `${field}: ${message}`) ?? [answer.json.message];
}

function refused(kind: string, slip: Json, update: Json | undefined, release = '1.36'): readonly string[] {
  const { server } = makeCluster(release);
  const [path, rest] = right[kind]!;
  const made = send(server, 'POST', path, changed({ metadata: { name: 'x' }, ...rest }, slip));
  if (update === undefined || made.status > 299) return causes(made);
  return causes(send(server, 'PUT', `${path}/${made.json.metadata.name}`, changed(made.json, update)));
}

const mount = { 'spec.containers.0.volumeMounts': [{ name: 'v', mountPath: '/v' }] };
const notFound = 'spec.containers[0].volumeMounts[0].name: Not found: "v"';
const subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

type Causes = readonly (string | RegExp)[];

function expectCauses(found: readonly string[], expected: Causes): void {
  expect(found.map((cause, i) => (expected[i] instanceof RegExp && expected[i].test(cause) ? expected[i] : cause))).toEqual(expected);
}

test.each<readonly [string, Json, Causes]>([
  ['Pod', { 'metadata.finalizers': ['done'] }, ['metadata.finalizers[0]: Invalid value: "done": name is neither a standard finalizer name nor is it fully qualified']],
  ['Pod', { 'spec.volumes': [{ name: 'v', secret: {}, configMap: { name: 'a' } }], ...mount }, ['spec.volumes[0].secret.secretName: Required value', 'spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type', notFound]],
  ['Pod', { 'spec.volumes': [{ name: 'v', gcePersistentDisk: { pdName: '' } }], ...mount }, ['spec.volumes[0].persistentDisk.pdName: Required value', notFound]],
  ['Pod', { 'spec.volumes': [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: '/a', expirationSeconds: 9 } }] } }] }, ['spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 9: may not specify a duration less than 10 minutes', 'spec.volumes[0].projected.path: Invalid value: "/a": must be a relative path']],
  ['Pod', { 'spec.volumes': [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: { resources: {} } } } }, { name: 'w', persistentVolumeClaim: { claimName: 'x-v' } }] }, [
    'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required',
    'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
    'spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "x-v": must not reference a PVC that gets created for an ephemeral volume',
  ]],
  ['Pod', { 'spec.volumes': [{ name: 'v', iscsi: { targetPortal: 'p', iqn: 'disk', lun: 256, chapAuthSession: true } }] }, [
    'spec.volumes[0].iscsi.iqn: Invalid value: "disk": must be valid format starting with iqn, eui, or naa',
    'spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive',
    'spec.volumes[0].iscsi.secretRef: Required value',
  ]],
  ['Pod', { 'spec.containers.0.resources': { requests: { 'a.b/c': '1' }, limits: { 'hugepages-2Mi': '3Mi', cpu: '1' } } }, [
    'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
    'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
    'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
  ]],
  ['Pod', { 'spec.resources': { limits: { cpu: '1' }, requests: { cpu: '500m' } }, 'spec.containers.0.resources': { limits: { cpu: '2' } } }, [
    'spec.resources.requests[cpu]: Invalid value: "500m": must be greater than or equal to aggregate container requests of 2',
    'spec.resources.containers[0][cpu].limits: Invalid value: "2": must be less than or equal to pod limits of 1',
  ]],
  ['Pod', { 'spec.resourceClaims': [{ name: 'a' }] }, ['spec.resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`']],
  ['Pod', { 'spec.dnsPolicy': 'None', 'spec.hostname': 'a.b', 'spec.affinity': { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } }, [
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
    'spec.hostname: Invalid value: "a.b": must not contain dots',
  ]],
  ['Pod', { 'metadata.annotations': { 'controller.kubernetes.io/pod-deletion-cost': '+1', 'container.apparmor.security.beta.kubernetes.io/d': 'unconfined' } }, [
    'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer',
    'metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]: Invalid value: "d": container not found',
  ]],
  ['Pod', { 'spec.securityContext.windowsOptions': { runAsUserName: 'a\\b\\c', hostProcess: true } }, ['spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash', 'spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers']],
  ['Deployment', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Is' }] } }, ['spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator', 'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Is"}]}: invalid label selector']],
  ['Deployment', { 'spec.template.metadata.labels': { app: 'a', b: '-' } }, ["spec.template.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"]],
  ['DaemonSet', { 'spec.selector': undefined }, ['spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`']],
  ['DaemonSet', { 'spec.updateStrategy': { rollingUpdate: { maxUnavailable: '200%' } } }, ['spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "200%": must not be greater than 100%']],
  ['StatefulSet', { 'metadata.name': 'a.b', 'spec.updateStrategy': { rollingUpdate: { maxUnavailable: 0 } } }, ['metadata.name: Invalid value: "a.b": must not contain dots', 'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0']],
  ['ReplicationController', { 'spec.template.spec.activeDeadlineSeconds': 5 }, ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported']],
  ['Job', { 'spec.completionMode': 'Indexed', 'spec.completions': 11, 'metadata.name': 'x'.repeat(61) }, [`metadata.name: Invalid value: "${'x'.repeat(61)}": will not able to create pod with invalid DNS label: ${'x'.repeat(61)}-10`]],
  ['CronJob', { 'metadata.name': 'A', 'spec.timeZone': 'local' }, [`metadata.name: Invalid value: "A": ${subdomain}`, 'spec.timeZone: Invalid value: "local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones', 'spec.timeZone: Invalid value: "local": unknown time zone local']],
  ['PersistentVolume', { 'spec.accessModes': [], 'spec.capacity': { storage: '0', cpu: '1' } }, ['spec.accessModes: Required value', 'spec.capacity: Unsupported value: {"cpu":"1","storage":"0"}: supported values: "storage"', 'spec.capacity[storage]: Invalid value: "0": must be greater than zero']],
  ['PersistentVolume', { 'spec.hostPath': undefined, 'spec.local': { path: '/a/../b' } }, ['spec.local.path: Invalid value: "/a/../b": must not contain \'..\'', 'spec.nodeAffinity: Required value: Local volume requires node affinity']],
  ['PersistentVolumeClaim', { 'spec.accessModes': ['RWO'], 'spec.dataSource': { name: 'a', kind: 'Pod' } }, ['spec.accessModes: Unsupported value: "RWO": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"', 'spec.dataSource: Invalid value: "Pod": must be \'PersistentVolumeClaim\' when referencing the default apiGroup']],
  ['Service', { 'spec.loadBalancerSourceRanges': ['1.2.3.4/40'] }, ["spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'", 'spec.LoadBalancerSourceRanges[0]: Invalid value: "1.2.3.4/40": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  ['Service', { 'spec.clusterIP': 'None', 'spec.clusterIPs': ['None', '10.96.0.9'] }, ["spec.clusterIPs: Invalid value: [\"None\",\"10.96.0.9\"]: 'None' must be the first and only value"]],
  ['Endpoints', { subsets: [{ addresses: [{ ip: '1.2', hostname: 'a.b' }, { ip: '0.0.0.0' }] }] }, [
    'subsets[0].addresses[0].ip: Invalid value: "1.2": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    'subsets[0].addresses[0].hostname: Invalid value: "a.b": must not contain dots',
    'subsets[0].addresses[0].ip: Invalid value: "1.2": must be a valid IP address',
    'subsets[0].addresses[1].ip: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
  ]],
  ['EndpointSlice', { addressType: 'FQDN', endpoints: [{ addresses: ['one'] }], ports: [{ name: 'p' }, { name: 'p' }] }, ['endpoints[0].addresses[0]: Invalid value: "one": should be a domain with at least two segments separated by dots', 'ports[1].name: Duplicate value: "p"']],
  ['Ingress', { 'spec.rules': undefined }, ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified']],
  ['Ingress', { 'spec.rules.0.http.paths.0.path': '/a/..', 'spec.rules.0.http.paths.0.backend': {} }, ['spec.rules[0].http.paths[0].path: Invalid value: "/a/..": cannot end with \'/..\'', 'spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required']],
  ['IngressClass', { 'spec.parameters': { kind: 'K', name: 'n', scope: 'Cluster', namespace: 'x' } }, ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"]],
  ['NetworkPolicy', { 'spec.policyTypes': ['In'], 'spec.ingress': [{ ports: [{ protocol: 'ICMP', port: 'A', endPort: 5 }], from: [{}] }] }, [
    'spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
    'spec.ingress[0].ports[0].endPort: Invalid value: 5: may not be specified when `port` is non-numeric',
    'spec.ingress[0].ports[0].port: Invalid value: "A": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    'spec.ingress[0].ports[0].port: Invalid value: "A": must contain at least one letter (a-z)',
    'spec.ingress[0].from[0]: Required value: must specify a peer',
    'spec.policyTypes[0]: Unsupported value: "In": supported values: "Ingress", "Egress"',
  ]],
  ['Namespace', { 'spec.finalizers': ['mine'] }, ['spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified']],
  ['Node', { 'spec.taints': [{ key: 'a', effect: 'No' }, { key: 'b', effect: 'NoExecute' }, { key: 'b', effect: 'NoExecute' }] }, [
    'metadata.taints[0].effect: Unsupported value: "No": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    'metadata.taints[2]: Duplicate value: {"Key":"b","Value":"","Effect":"NoExecute","TimeAdded":null}: taints must be unique by key and effect pair',
  ]],
  ['Secret', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'YWJj' } }, ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character \'a\' looking for beginning of value']],
  ['ResourceQuota', { 'spec.hard': { 'limits.gpu': '1' }, 'spec.scopeSelector': { matchExpressions: [{ scopeName: 'BestEffort', operator: 'In', values: ['x'] }] } }, [
    'spec.hard[limits.gpu]: Invalid value: "limits.gpu": must be a standard resource type or fully qualified',
    'spec.hard[limits.gpu]: Invalid value: "limits.gpu": must be a standard resource for quota',
    'spec.scopeSelector.matchExpressions.operator: Invalid value: "In": must be \'Exists\' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity',
  ]],
  ['LimitRange', { 'spec.limits': [{ type: 'Container', max: { cpu: '1' }, min: { cpu: '600m' }, default: { cpu: '500m' }, maxLimitRequestRatio: { cpu: '3' } }] }, [
    'spec.limits[0].defaultRequest[cpu]: Invalid value: "500m": min value 600m is greater than default request value 500m',
    'spec.limits[0].default[cpu]: Invalid value: "600m": min value 600m is greater than default value 500m',
    'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 1.666667',
  ]],
  ['StorageClass', { allowedTopologies: [{ matchLabelExpressions: [{ key: 'a b', values: [] }, { key: 'c', values: ['d', 'd'] }] }, { matchLabelExpressions: [{ key: 'a b' }, { key: 'c', values: ['d'] }] }] }, [
    'allowedTopologies[0].matchLabelExpressions[0].values: Required value',
    /^allowedTopologies\[0].matchLabelExpressions\[0].key: Invalid value: "a b": name part must consist of/,
    'allowedTopologies[0].matchLabelExpressions[1].values[1]: Duplicate value: "d"',
    'allowedTopologies[1].matchLabelExpressions[0].values: Required value',
    /^allowedTopologies\[1].matchLabelExpressions\[0].key/,
    'allowedTopologies[1].matchLabelExpressions: Duplicate value: ""',
  ]],
  ['VolumeAttachment', { 'spec.source': {} }, ['spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName']],
  ['CSIDriver', { 'spec.fsGroupPolicy': 'x', 'spec.tokenRequests': [{ audience: 'a', expirationSeconds: 5 }, { audience: 'a' }] }, [
    'spec.fsGroupPolicy: Unsupported value: "x": supported values: "File", "None", "ReadWriteOnceWithFSType"',
    'spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
    'spec.tokenRequests[1].audience: Duplicate value: "a"',
  ]],
  ['CSINode', { 'spec.drivers.0.nodeID': '', 'spec.drivers.0.allocatable': { count: -1 } }, ['spec.drivers[0].nodeID: Required value', 'spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0']],
  ['VolumeAttributesClass', { parameters: {} }, ['parameters: Required value: must contain at least one key/value pair']],
  ['CustomResourceDefinition', { 'spec.names.kind': 'a b', 'spec.names.singular': 'foo', 'spec.names.listKind': 'a b', 'spec.versions.0.storage': false, 'spec.conversion': { strategy: 'Webhook' } }, [
    'spec.versions: Invalid value: [{"name":"v1","schema":{"openAPIV3Schema":{"type":"object"}},"served":true,"storage":false}]: must have exactly one version marked as storage version',
    /^spec.names.kind: Invalid value: "a b": may have mixed case, but should otherwise match: a DNS-1035 label must/,
    /^spec.names.listKind: Invalid value: "a b": may have mixed case/,
    'spec.names.listKind: Invalid value: "a b": kind and listKind may not be the same',
    'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
    'spec.conversion.conversionReviewVersions: Required value',
    'status.storedVersions: Invalid value: []: must have at least one stored version',
  ]],
  ['CustomResourceDefinition', { 'spec.versions.0.additionalPrinterColumns': [{ name: 'a', type: 'text', jsonPath: 'x' }], 'spec.versions.0.subresources': { scale: { specReplicasPath: '.status.a', statusReplicasPath: '' } } }, [
    'spec.subresources.scale.specReplicasPath: Invalid value: ".status.a": should be a json path under .spec',
    'spec.subresources.scale.statusReplicasPath: Required value',
    'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
    'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "x": must be a simple json path starting with .',
  ]],
  ['CustomResourceDefinition', { 'spec.versions.0.schema.openAPIV3Schema.properties': { a: { type: 'text' }, b: { type: 'string', $ref: '#/a', default: 5 }, metadata: { type: 'object', description: 'x' }, c: { type: 'object', anyOf: [{ properties: { d: { type: 'string' } } }] } } }, [
    'spec.validation.openAPIV3Schema.properties[a].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"',
    'spec.validation.openAPIV3Schema.properties[b].$ref: Forbidden: $ref is not supported',
    'spec.validation.openAPIV3Schema.properties[c].anyOf[0].properties[d].type: Forbidden: must be empty to be structural',
    'spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
  ]],
  ['CustomResourceDefinition', { 'spec.versions.0.schema.openAPIV3Schema.properties': { b: { type: 'string', default: 5 } } }, ['spec.validation.openAPIV3Schema.properties[b].default: Invalid value: "integer": spec.validation.openAPIV3Schema.properties[b].default in body must be of type string: "integer"']],
])('a new %s with %j', (kind, slip, expected) => {
  expectCauses(refused(kind, slip, undefined), expected);
});

test.each<readonly [string, Json, Json, Causes]>([
  ['Pod', { 'spec.schedulingGates': [{ name: 'a/b' }], 'spec.nodeSelector': { a: 'b' } }, { 'spec.nodeSelector': { a: 'b', c: 'd' } }, []],
  ['Pod', { 'spec.schedulingGates': [{ name: 'a/b' }], 'spec.nodeSelector': { a: 'b' } }, { 'spec.nodeSelector': { a: 'c' } }, ['spec.nodeSelector: Invalid value: {"a":"c"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)']],
  ['Pod', {}, { 'spec.schedulingGates': [{ name: 'a/b' }] }, ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a/b'"]],
  ['Pod', { 'spec.nodeName': 'n' }, { 'metadata.annotations': { 'kubernetes.io/config.mirror': 'x' } }, ['metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation']],
  ['Pod', { 'spec.terminationGracePeriodSeconds': -5 }, { 'spec.terminationGracePeriodSeconds': 1 }, []],
  ['StatefulSet', {}, { 'spec.serviceName': 't' }, [/^spec: Forbidden: updates to statefulset spec for fields other than/]],
  ['Job', {}, { 'spec.template.spec.nodeSelector': { a: 'b' } }, [/^spec.template: Invalid value: .*: field is immutable$/]],
  ['Job', { 'spec.suspend': true }, { 'spec.template.spec.nodeSelector': { a: 'b' } }, []],
  ['Job', { 'spec.completionMode': 'Indexed', 'spec.completions': 3 }, { 'spec.completions': 4 }, ['spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism']],
  ['PersistentVolume', {}, { 'spec.hostPath.path': '/y', 'spec.volumeMode': 'Block' }, [/^spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n/, 'volumeMode: Invalid value: "Block": field is immutable']],
  ['PersistentVolumeClaim', {}, { 'spec.resources.requests.storage': '3Gi' }, [/^spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n/]],
  ['CSIDriver', {}, { 'spec.attachRequired': false, 'spec.podInfoOnMount': true }, ['spec.attachedRequired: Invalid value: false: field is immutable']],
  ['VolumeAttributesClass', {}, { driverName: 'b' }, ['driverName: Forbidden: updates to driverName are forbidden.']],
  ['CustomResourceDefinition', {}, { 'spec.names.kind': 'Bar', 'spec.versions.0.name': 'v2' }, ['spec.names.kind: Invalid value: "Bar": field is immutable', 'status.storedVersions[0]: Invalid value: "v1": must appear in spec.versions']],
  ['Lease', {}, { 'metadata.resourceVersion': '' }, ['metadata.resourceVersion: Invalid value: 0: must be specified for an update']],
  ['Lease', {}, { 'metadata.resourceVersion': 'one' }, ['strconv.ParseUint: parsing "one": invalid syntax']],
])('a %s with %j that becomes %j', (kind, slip, update, expected) => {
  expectCauses(refused(kind, slip, update), expected);
});

test('what older servers let pass, and in which words they refuse', () => {
  expect(refused('StatefulSet', { 'spec.template.spec.containers': [] }, undefined, '1.20')).toEqual([]); // its pods are refused
  expect(refused('DaemonSet', { 'spec.updateStrategy': { rollingUpdate: { maxUnavailable: 0 } } }, undefined, '1.20')).toEqual(['spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0']);
  expect(refused('Deployment', { 'spec.strategy': { type: 'Rolling' } }, undefined, '1.20')).toEqual([
    'spec.strategy: Unsupported value: apps.DeploymentStrategy{Type:"Rolling", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: "Recreate", "RollingUpdate"',
  ]);
});

test('a pod is told that it is evicted, and its rules beside other pods are written out', () => {
  const { server } = makeCluster('1.36');
  const [path, { spec }] = right['Pod'] as [string, { spec: Json }];
  const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', labelSelector: { matchLabels: labels }, matchLabelKeys: ['v', 'none'], mismatchLabelKeys: ['w'] }] };
  const made = send(server, 'POST', path, { metadata: { name: 'x', labels: { v: '1', w: '2' } }, spec: { ...spec, nodeName: 'n', affinity: { podAntiAffinity } } });
  expect(made.json.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector).toEqual({
    matchLabels: labels,
    matchExpressions: [{ key: 'v', operator: 'In', values: ['1'] }, { key: 'w', operator: 'NotIn', values: ['2'] }],
  });
  const { resourceVersion } = made.json.metadata;
  expect(send(server, 'POST', `${path}/x/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'x' }, deleteOptions: { preconditions: { resourceVersion } } }).status).toBe(201);
  const { metadata, status } = send(server, 'GET', `${path}/x`).json;
  expect(metadata.deletionTimestamp).toBeDefined();
  expect(status.conditions).toMatchObject([{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }]);
});
