/** The proxy of services as kubeadm sets it up: kube-proxy on every node, whatever else is kept from it, with its settings and what it may do. */
import { printYaml } from '../../../base/index.ts';
import { componentImage } from '../../cluster-files/component-images.ts';
import { serverOf, type PlaneSpec } from '../../cluster-files/plane-spec.ts';
import { credentialsPath } from '../../kinds/pod/admission.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';

const namespace = 'kube-system';
const name = 'kube-proxy';
const labels = { 'k8s-app': name };
const settingsPath = '/var/lib/kube-proxy';

export function clusterProxy(plane: PlaneSpec): readonly KubeObject[] {
  const { release, podCidr } = plane;
  const rbac = 'rbac.authorization.k8s.io';
  const data = { 'config.conf': settingsOf(release, podCidr), 'kubeconfig.conf': kubeconfigOf(serverOf(plane)) };
  const readers = [{ kind: 'Group', name: 'system:bootstrappers:kubeadm:default-node-token' }];
  const objects = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { app: name } }, data },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name, namespace }, rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [name], verbs: ['get'] }] },
    { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: { name, namespace }, roleRef: { apiGroup: rbac, kind: 'Role', name }, subjects: readers },
    daemonSetOf(release),
  ];
  return objects as unknown as readonly KubeObject[];
}

function settingsOf(release: Release, podCidr: string): string {
  return printYaml({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    bindAddress: '0.0.0.0',
    clientConnection: { acceptContentTypes: '', burst: release.atLeast(13) ? 0 : 10, contentType: release.atLeast(13) ? '' : 'application/vnd.kubernetes.protobuf', kubeconfig: `${settingsPath}/kubeconfig.conf`, qps: release.atLeast(13) ? 0 : 5 },
    clusterCIDR: podCidr,
    configSyncPeriod: release.atLeast(18) ? '0s' : '15m0s',
    enableProfiling: false,
    healthzBindAddress: release.atLeast(18) ? '' : '0.0.0.0:10256',
    hostnameOverride: '',
    kind: 'KubeProxyConfiguration',
    metricsBindAddress: release.atLeast(18) ? '' : '127.0.0.1:10249',
    mode: '',
    nodePortAddresses: null,
    oomScoreAdj: release.atLeast(18) ? null : -999,
  });
}

function kubeconfigOf(server: string): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ cluster: { 'certificate-authority': `${credentialsPath}/ca.crt`, server }, name: 'default' }],
    contexts: [{ context: { cluster: 'default', namespace: 'default', user: 'default' }, name: 'default' }],
    'current-context': 'default',
    users: [{ name: 'default', user: { tokenFile: `${credentialsPath}/token` } }],
  });
}

function daemonSetOf(release: Release): object {
  const isTold = release.atLeast(12); // which node it is on
  const container = {
    name,
    image: componentImage(name, release),
    imagePullPolicy: 'IfNotPresent',
    command: ['/usr/local/bin/kube-proxy', `--config=${settingsPath}/config.conf`, ...(isTold ? ['--hostname-override=$(NODE_NAME)'] : [])],
    ...(isTold && { env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }),
    securityContext: { privileged: true },
    volumeMounts: [{ mountPath: settingsPath, name }, { mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false }, { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels, ...(!release.atLeast(16) && { annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' } }) },
        spec: {
          priorityClassName: 'system-node-critical',
          containers: [container],
          hostNetwork: true,
          serviceAccountName: name,
          volumes: [{ name, configMap: { name } }, { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } }, { name: 'lib-modules', hostPath: { path: '/lib/modules' } }],
          tolerations: [...(release.atLeast(24) ? [] : [{ key: 'CriticalAddonsOnly', operator: 'Exists' }]), { operator: 'Exists' }],
          nodeSelector: release.atLeast(14) ? { 'kubernetes.io/os': 'linux' } : { 'beta.kubernetes.io/arch': 'amd64' },
        },
      },
    },
  };
}
