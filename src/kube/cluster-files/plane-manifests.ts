/** The control plane as static pods: the manifests that kubeadm writes for the kubelet of a control plane's node. */
import { printYaml, type JsonObject } from '../../base/index.ts';
import type { Container, Probe } from '../kinds/pod/container.ts';
import type { Volume } from '../kinds/pod/volume.ts';
import { componentImage, planeComponents, type PlaneComponent } from './component-images.ts';
import { paths, type PlaneSpec } from './plane-spec.ts';

type Flags = Readonly<Record<string, string>>;

/** By path. */
export function planeManifests(spec: PlaneSpec): Readonly<Record<string, string>> {
  return Object.fromEntries(planeComponents.map((name) => [manifestPath(name), printYaml(manifestOf(name, spec))]));
}

export function manifestPath(name: string): string {
  return `${paths.manifests}/${name}.yaml`;
}

function manifestOf(name: PlaneComponent, spec: PlaneSpec): JsonObject {
  const { flags, probes, cpu, memory, mounts, annotation } = parts[name](spec);
  const container: Container = {
    name,
    image: componentImage(name, spec.release),
    imagePullPolicy: 'IfNotPresent',
    command: [name, ...Object.entries({ ...flags, ...spec.extraArgs?.[name] }).map(([flag, value]) => `--${flag}=${value}`)],
    resources: { requests: { cpu, ...(memory && { memory }) } },
    ...probes,
    volumeMounts: mounts.map(({ name: volume, path, readOnly }) => ({ name: volume, mountPath: path, ...(readOnly && { readOnly }) })),
  };
  const volumes: Volume[] = mounts.map(({ name: volume, path, type }) => ({ name: volume, hostPath: { path, type } }));
  const manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...(annotation && { annotations: annotation }), labels: { component: name, tier: 'control-plane' }, name, namespace: 'kube-system' },
    spec: {
      containers: [container],
      hostNetwork: true,
      ...(spec.release.atLeast(11) && { priorityClassName: spec.release.atLeast(19) ? 'system-node-critical' : 'system-cluster-critical' }),
      ...(spec.release.atLeast(21) && { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
      volumes,
    },
  };
  return manifest as unknown as JsonObject;
}

interface Mount {
  readonly name: string;
  readonly path: string;
  readonly type: 'Directory' | 'DirectoryOrCreate' | 'FileOrCreate';
  readonly readOnly?: boolean;
}

interface Parts {
  readonly flags: Flags;
  readonly probes: Pick<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;
  readonly cpu: string;
  readonly memory?: string;
  readonly mounts: readonly Mount[];
  readonly annotation?: Readonly<Record<string, string>>;
}

const pkiMount: Mount = { name: 'k8s-certs', path: paths.pki, type: 'DirectoryOrCreate', readOnly: true };
const kubeconfigMount = (path: string): Mount => ({ name: 'kubeconfig', path, type: 'FileOrCreate', readOnly: true });

const parts: Readonly<Record<PlaneComponent, (spec: PlaneSpec) => Parts>> = {
  etcd: ({ address, nodeName, dataDir = paths.etcdData }) => ({
    flags: {
      'advertise-client-urls': `https://${address}:2379`,
      'cert-file': `${paths.pki}/etcd/server.crt`,
      'client-cert-auth': 'true',
      'data-dir': dataDir,
      'initial-advertise-peer-urls': `https://${address}:2380`,
      'initial-cluster': `${nodeName}=https://${address}:2380`,
      'key-file': `${paths.pki}/etcd/server.key`,
      'listen-client-urls': `https://127.0.0.1:2379,https://${address}:2379`,
      'listen-metrics-urls': 'http://127.0.0.1:2381',
      'listen-peer-urls': `https://${address}:2380`,
      name: nodeName,
      'peer-cert-file': `${paths.pki}/etcd/peer.crt`,
      'peer-client-cert-auth': 'true',
      'peer-key-file': `${paths.pki}/etcd/peer.key`,
      'peer-trusted-ca-file': `${paths.pki}/etcd/ca.crt`,
      'snapshot-count': '10000',
      'trusted-ca-file': `${paths.pki}/etcd/ca.crt`,
    },
    probes: liveness('127.0.0.1', '/health', 2381, 'HTTP'),
    cpu: '100m',
    memory: '100Mi',
    mounts: [
      { name: 'etcd-data', path: dataDir, type: 'DirectoryOrCreate' },
      { name: 'etcd-certs', path: `${paths.pki}/etcd`, type: 'DirectoryOrCreate' },
    ],
    annotation: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` },
  }),
  'kube-apiserver': ({ address, port, serviceCidr }) => ({
    flags: {
      'advertise-address': address,
      'allow-privileged': 'true',
      'authorization-mode': 'Node,RBAC',
      'client-ca-file': paths.authority,
      'enable-admission-plugins': 'NodeRestriction',
      'enable-bootstrap-token-auth': 'true',
      'etcd-cafile': `${paths.pki}/etcd/ca.crt`,
      'etcd-certfile': `${paths.pki}/apiserver-etcd-client.crt`,
      'etcd-keyfile': `${paths.pki}/apiserver-etcd-client.key`,
      'etcd-servers': 'https://127.0.0.1:2379',
      'kubelet-client-certificate': `${paths.pki}/apiserver-kubelet-client.crt`,
      'kubelet-client-key': `${paths.pki}/apiserver-kubelet-client.key`,
      'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
      'proxy-client-cert-file': `${paths.pki}/front-proxy-client.crt`,
      'proxy-client-key-file': `${paths.pki}/front-proxy-client.key`,
      'requestheader-allowed-names': 'front-proxy-client',
      'requestheader-client-ca-file': `${paths.pki}/front-proxy-ca.crt`,
      'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
      'requestheader-group-headers': 'X-Remote-Group',
      'requestheader-username-headers': 'X-Remote-User',
      'secure-port': String(port),
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': `${paths.pki}/sa.pub`,
      'service-account-signing-key-file': `${paths.pki}/sa.key`,
      'service-cluster-ip-range': serviceCidr,
      'tls-cert-file': `${paths.pki}/apiserver.crt`,
      'tls-private-key-file': `${paths.pki}/apiserver.key`,
    },
    probes: { ...liveness(address, '/livez', port, 'HTTPS') },
    cpu: '250m',
    mounts: [pkiMount],
    annotation: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:${port}` },
  }),
  'kube-controller-manager': ({ clusterName, podCidr, serviceCidr }) => ({
    flags: {
      ...(podCidr !== '' && { 'allocate-node-cidrs': 'true' }),
      'authentication-kubeconfig': paths.controllerManager,
      'authorization-kubeconfig': paths.controllerManager,
      'bind-address': '127.0.0.1',
      'client-ca-file': paths.authority,
      ...(podCidr !== '' && { 'cluster-cidr': podCidr }),
      'cluster-name': clusterName,
      'cluster-signing-cert-file': paths.authority,
      'cluster-signing-key-file': `${paths.pki}/ca.key`,
      controllers: '*,bootstrapsigner,tokencleaner',
      kubeconfig: paths.controllerManager,
      'leader-elect': 'true',
      'requestheader-client-ca-file': `${paths.pki}/front-proxy-ca.crt`,
      'root-ca-file': paths.authority,
      'service-account-private-key-file': `${paths.pki}/sa.key`,
      'service-cluster-ip-range': serviceCidr,
      'use-service-account-credentials': 'true',
    },
    probes: liveness('127.0.0.1', '/healthz', 10_257, 'HTTPS'),
    cpu: '200m',
    mounts: [pkiMount, kubeconfigMount(paths.controllerManager)],
  }),
  'kube-scheduler': () => ({
    flags: { 'authentication-kubeconfig': paths.scheduler, 'authorization-kubeconfig': paths.scheduler, 'bind-address': '127.0.0.1', kubeconfig: paths.scheduler, 'leader-elect': 'true' },
    probes: liveness('127.0.0.1', '/healthz', 10_259, 'HTTPS'),
    cpu: '100m',
    mounts: [kubeconfigMount(paths.scheduler)],
  }),
};

/** It starts within four minutes, and answers from then on. */
function liveness(host: string, path: string, port: number, scheme: 'HTTP' | 'HTTPS'): Pick<Container, 'livenessProbe' | 'startupProbe'> {
  const probe: Probe = { httpGet: { host, path, port, scheme }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 15 };
  return { livenessProbe: { ...probe, failureThreshold: 8 }, startupProbe: { ...probe, failureThreshold: 24 } };
}
