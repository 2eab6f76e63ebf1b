/** kubeadm config: what it would take for its settings, whether a file of them is sound, and the same in the current version. */
import { errorCode } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { NodeVerb } from '../tool.ts';
import { currentVersion, migrated, readConfig } from './config-file.ts';
import { minorOf, versionOf } from './version-of.ts';

/** As each release writes them: what came later is left out of the earlier. */
function initDefaults(version: string, minor: number, kubernetes: string): string {
  const criSocket = minor >= 24 ? 'unix:///var/run/containerd/containerd.sock' : '/var/run/dockershim.sock';
  const isNewest = version === 'v1beta4';
  const registry = minor >= 25 ? 'registry.k8s.io' : 'k8s.gcr.io';
  const registration = [`  criSocket: ${criSocket}`, ...(minor >= 22 ? ['  imagePullPolicy: IfNotPresent'] : []), ...(isNewest ? ['  imagePullSerial: true'] : []), '  name: node', ...(minor >= 24 ? ['  taints: null'] : ['  taints:', '  - effect: NoSchedule', '    key: node-role.kubernetes.io/master'])];
  const timeouts = ['timeouts:', '  controlPlaneComponentHealthCheck: 4m0s', '  discovery: 5m0s', '  etcdAPICall: 2m0s', '  kubeletHealthCheck: 4m0s', '  kubernetesAPICall: 1m0s', '  tlsBootstrap: 5m0s', '  upgradeManifests: 5m0s'];
  return [
    `apiVersion: kubeadm.k8s.io/${version}`, 'bootstrapTokens:', '- groups:', '  - system:bootstrappers:kubeadm:default-node-token', '  token: abcdef.0123456789abcdef', '  ttl: 24h0m0s', '  usages:', '  - signing', '  - authentication',
    'kind: InitConfiguration', 'localAPIEndpoint:', '  advertiseAddress: 1.2.3.4', '  bindPort: 6443', 'nodeRegistration:', ...registration, ...(isNewest ? timeouts : []),
    '---', ...(isNewest ? ['apiServer: {}'] : ['apiServer:', '  timeoutForControlPlane: 4m0s']), `apiVersion: kubeadm.k8s.io/${version}`, ...(isNewest ? ['caCertificateValidityPeriod: 87600h0m0s', 'certificateValidityPeriod: 8760h0m0s'] : []),
    'certificatesDir: /etc/kubernetes/pki', 'clusterName: kubernetes', 'controllerManager: {}', ...(minor < 22 ? ['dns:', '  type: CoreDNS'] : ['dns: {}']), ...(isNewest ? ['encryptionAlgorithm: RSA-2048'] : []),
    'etcd:', '  local:', '    dataDir: /var/lib/etcd', `imageRepository: ${registry}`, 'kind: ClusterConfiguration', `kubernetesVersion: ${kubernetes}`, 'networking:', '  dnsDomain: cluster.local', '  serviceSubnet: 10.96.0.0/12', ...(isNewest ? ['proxy: {}'] : []), 'scheduler: {}', '',
  ].join('\n');
}

function joinDefaults(version: string, minor: number): string {
  const criSocket = minor >= 24 ? 'unix:///var/run/containerd/containerd.sock' : '/var/run/dockershim.sock';
  const isNewest = version === 'v1beta4';
  return [
    `apiVersion: kubeadm.k8s.io/${version}`, 'caCertPath: /etc/kubernetes/pki/ca.crt', 'discovery:', '  bootstrapToken:', '    apiServerEndpoint: kube-apiserver:6443', '    token: abcdef.0123456789abcdef', '    unsafeSkipCAVerification: true', ...(isNewest ? [] : ['  timeout: 5m0s']), '  tlsBootstrapToken: abcdef.0123456789abcdef',
    'kind: JoinConfiguration', 'nodeRegistration:', `  criSocket: ${criSocket}`, ...(minor >= 22 ? ['  imagePullPolicy: IfNotPresent'] : []), ...(isNewest ? ['  imagePullSerial: true'] : []), '  name: node', '  taints: null', '',
  ].join('\n');
}

export const initDefaultsVerb: NodeVerb = {
  name: 'config print init-defaults',
  summary: 'Print default init configuration, that can be used for \'kubeadm init\'',
  usage: 'config print init-defaults',
  *run({ p }) {
    const own = versionOf(p).slice(1);
    yield* p.print(initDefaults(currentVersion(p), minorOf(p), minorOf(p) >= 22 ? own.replace(/\.\d+$/, '.0') : `v${own.replace(/\.\d+$/, '.0')}`));
  },
};

export const joinDefaultsVerb: NodeVerb = {
  name: 'config print join-defaults',
  summary: 'Print default join configuration, that can be used for \'kubeadm join\'',
  usage: 'config print join-defaults',
  *run({ p }) {
    yield* p.print(joinDefaults(currentVersion(p), minorOf(p)));
  },
};

export const validateVerb: NodeVerb = {
  name: 'config validate',
  summary: 'Read a file containing the kubeadm configuration API and report any validation issues',
  usage: 'config validate',
  flags: [{ name: 'config', type: 'string', usage: 'Path to a kubeadm configuration file.' }],
  *run({ p, flags }) {
    if (!flags.has('config')) throw new CommandError('missing mandatory flag "--config"');
    yield* readConfig(p, flags.text('config'));
    yield* p.print('ok\n');
  },
};

export const migrateVerb: NodeVerb = {
  name: 'config migrate',
  summary: 'Read an older version of the kubeadm configuration API types from a file, and output the similar config object for the newer version',
  usage: 'config migrate',
  flags: [
    { name: 'old-config', type: 'string', usage: 'Path to the kubeadm config file that is using an old API version and should be converted.' },
    { name: 'new-config', type: 'string', usage: 'Path to the resulting equivalent kubeadm config file using the new API version.' },
  ],
  *run({ p, flags }) {
    if (!flags.has('old-config')) throw new CommandError('the --old-config flag is mandatory');
    const documents = yield* readConfig(p, flags.text('old-config'));
    const written = migrated(documents, currentVersion(p));
    const path = flags.text('new-config');
    if (path === '') return yield* p.print(written);
    try {
      p.files.writeFile(path, written, { mode: 0o644 });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      throw new CommandError(`failed to write the new configuration to the file ${JSON.stringify(path)}: open ${path}: no such file or directory`);
    }
  },
};
