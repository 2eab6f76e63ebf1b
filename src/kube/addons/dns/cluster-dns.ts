/** The cluster's name server as kubeadm sets it up: CoreDNS twice, behind a service with the address that all kubelets know. */
import { componentImage } from '../../cluster-files/component-images.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';

const namespace = 'kube-system';
const labels = { 'k8s-app': 'kube-dns' };
const account = { kind: 'ServiceAccount', name: 'coredns', namespace };

export function clusterDns(release: Release, address: string): readonly KubeObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const role = 'system:coredns';
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'coredns', namespace } },
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: role }, rules: rulesOf(release) },
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name: role }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role }, subjects: [account] },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace }, data: { Corefile: corefileOf(release) } },
    serviceOf(release, address),
    deploymentOf(release),
  ];
  return objects as unknown as readonly KubeObject[];
}

function rulesOf(release: Release): readonly object[] {
  const read = ['list', 'watch'];
  const slices = { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read };
  return [{ apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: read }, ...(release.atLeast(20) ? [slices] : [])];
}

function corefileOf(release: Release): string {
  const block = (...lines: readonly string[]) => ` {\n${lines.map((line) => `       ${line}\n`).join('')}    }`;
  const loops = release.atLeast(12);
  const lines = [
    'errors',
    `health${release.atLeast(18) ? block('lameduck 5s') : ''}`,
    ...(release.atLeast(18) ? ['ready'] : []),
    `kubernetes cluster.local in-addr.arpa ip6.arpa${block('pods insecure', ...(loops ? [] : ['upstream']), 'fallthrough in-addr.arpa ip6.arpa', ...(release.atLeast(16) ? ['ttl 30'] : []))}`,
    'prometheus :9153',
    release.atLeast(16) ? `forward . /etc/resolv.conf${release.atLeast(20) ? block('max_concurrent 1000') : ''}` : 'proxy . /etc/resolv.conf',
    `cache 30${release.atLeast(32) ? block('disable success cluster.local', 'disable denial cluster.local') : ''}`,
    ...(loops ? ['loop'] : []),
    'reload',
    ...(loops ? ['loadbalance'] : []),
  ];
  return `.:53 {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;
}

function serviceOf(release: Release, clusterIP: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace, labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': release.atLeast(22) ? 'CoreDNS' : 'KubeDNS' }, annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' } },
    spec: {
      clusterIP,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        ...(release.atLeast(14) ? [{ name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 }] : []),
      ],
      selector: labels,
    },
  };
}

function deploymentOf(release: Release): object {
  const taint = release.atLeast(24) ? 'node-role.kubernetes.io/control-plane' : 'node-role.kubernetes.io/master';
  const apart = { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ podAffinityTerm: { labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] }, topologyKey: 'kubernetes.io/hostname' }, weight: 100 }] } };
  const probe = (path: string, port: number) => ({ httpGet: { path, port, scheme: 'HTTP' } });
  const container = {
    name: 'coredns',
    image: componentImage('coredns', release),
    imagePullPolicy: 'IfNotPresent',
    args: ['-conf', '/etc/coredns/Corefile'],
    resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
    volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
    ports: [{ containerPort: 53, name: 'dns', protocol: 'UDP' }, { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' }, { containerPort: 9153, name: 'metrics', protocol: 'TCP' }],
    livenessProbe: { ...probe('/health', 8080), initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5 },
    ...(release.atLeast(18) && { readinessProbe: probe('/ready', 8181) }),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: [release.atLeast(29) ? 'ALL' : 'all'] }, readOnlyRootFilesystem: true },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace, labels },
    spec: {
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...(release.atLeast(14) && { priorityClassName: 'system-cluster-critical' }),
          serviceAccountName: 'coredns',
          ...(release.atLeast(22) && { affinity: apart }),
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: taint, effect: 'NoSchedule' }],
          ...(release.atLeast(14) && { nodeSelector: { 'kubernetes.io/os': 'linux' } }),
          containers: [container],
          dnsPolicy: 'Default',
          volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
        },
      },
    },
  };
}
