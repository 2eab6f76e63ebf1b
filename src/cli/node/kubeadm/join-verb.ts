/** kubeadm join: a machine becomes a node of the cluster whose token it was given. */
import { encodeBase64, printYaml } from '../../../base/index.ts';
import { sleep, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, member, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { callServer } from './cluster-call.ts';
import { readConfig } from './config-file.ts';
import { discover, type Discovered } from './discovery.ts';
import { checkMachine, criSocketFlag } from './preflight.ts';

const authorityPath = '/etc/kubernetes/pki/ca.crt';
const kubeletConf = '/etc/kubernetes/kubelet.conf';
const bootstrapConf = '/etc/kubernetes/bootstrap-kubelet.conf';
const configPath = '/var/lib/kubelet/config.yaml';
const flagsPath = '/var/lib/kubelet/kubeadm-flags.env';
const waitMs = 240_000;
const lookMs = 1_000;

export const joinVerb: NodeVerb = {
  name: 'join',
  summary: 'Run this on any machine you wish to join an existing cluster',
  usage: 'join [api-server-endpoint]',
  flags: [
    { name: 'token', type: 'string', usage: 'The token for discovery and for the TLS bootstrap.' },
    { name: 'discovery-token', type: 'string', usage: 'The token for discovery.' },
    { name: 'discovery-token-ca-cert-hash', type: 'list', usage: 'The public key of the cluster\'s authority, as "sha256:<hash>".' },
    { name: 'discovery-token-unsafe-skip-ca-verification', type: 'bool', initial: 'false', usage: 'Do not pin the public key.' },
    { name: 'config', type: 'string', usage: 'Path to a kubeadm configuration file.' },
    { name: 'control-plane', type: 'bool', initial: 'false', usage: 'Create a new control plane instance on this node.' },
    { name: 'node-name', type: 'string', usage: 'The name of the node.' },
    { name: 'ignore-preflight-errors', type: 'list', usage: 'Checks whose errors are shown as warnings.' },
    criSocketFlag,
    { name: 'v', short: 'v', type: 'int', initial: '0', usage: 'How much is logged.' },
  ],
  *run(call) {
    const { p, flags } = call;
    if (flags.bool('control-plane')) throw new CommandError('--control-plane: the control plane of a cluster here is one machine: etcd has no second member, so none can join');
    const { endpoint, token, pins, isUnsafe, nodeName, criSocket } = yield* settingsOf(call);
    if (endpoint === '' || token === '') throw new CommandError("discovery: Invalid value: \"\": bootstrapToken or file must be set");
    if (pins.length === 0 && !isUnsafe) {
      throw new CommandError('discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue');
    }
    for (const pin of pins) if (!/^sha256:[0-9a-fA-F]{64}$/.test(pin)) throw new CommandError(`discovery.bootstrapToken.caCertHashes: Invalid value: "${pin}": invalid hash, expected "format:hex-value"`);
    yield* p.print('[preflight] Running pre-flight checks\n');
    yield* checkMachine(p, { free: [kubeletConf, bootstrapConf, 10_250, authorityPath], ignored: flags.list('ignore-preflight-errors'), criSocket });
    const found = yield* discover(p, endpoint, token, pins);
    yield* writeFiles(p, found, token, nodeName);
    yield* startKubelet(p, found, nodeName);
    yield* p.print(
      '\nThis node has joined the cluster:\n* The Kubelet was informed of the new secure connection details.\n\nRun \'kubectl get nodes\' on the control-plane to see this node join the cluster.\n\n',
    );
  },
};

interface JoinSettings {
  readonly endpoint: string;
  readonly token: string;
  readonly pins: readonly string[];
  readonly isUnsafe: boolean;
  readonly nodeName: string;
  readonly criSocket: string;
}

/** By flags, or by a configuration file. */
function* settingsOf({ p, flags, args }: NodeCall): Task<JoinSettings> {
  const [nodeName, criSocket] = [flags.text('node-name'), flags.text('cri-socket')];
  const path = flags.text('config');
  if (path === '') return { endpoint: args[0] ?? '', token: flags.text('discovery-token') || flags.text('token'), pins: flags.list('discovery-token-ca-cert-hash'), isUnsafe: flags.bool('discovery-token-unsafe-skip-ca-verification'), nodeName: nodeName || p.host.name, criSocket };
  const mixed = flags.typed().map(([name]) => name).filter((name) => !['config', 'ignore-preflight-errors', 'node-name', 'cri-socket', 'v'].includes(name));
  if (mixed.length > 0) throw new CommandError(`can not mix '--config' with arguments [${mixed.toSorted().join(' ')}]`);
  const documents = yield* readConfig(p, path);
  const join = documents['JoinConfiguration'] ?? documents['NodeConfiguration'];
  if (!join) throw new CommandError('no JoinConfiguration found in the YAML file');
  if (member(join, 'controlPlane') !== undefined) throw new CommandError('controlPlane: the control plane of a cluster here is one machine: etcd has no second member, so none can join');
  const found = member(join, 'discovery', 'bootstrapToken');
  return {
    endpoint: text(found, 'apiServerEndpoint'),
    token: text(found, 'token') || text(join, 'discovery', 'tlsBootstrapToken'),
    pins: list(found, 'caCertHashes').map((pin) => text(pin)),
    isUnsafe: text(found, 'unsafeSkipCAVerification') === 'true',
    nodeName: nodeName || text(join, 'nodeRegistration', 'name') || p.host.name,
    criSocket: flags.has('cri-socket') ? criSocket : text(join, 'nodeRegistration', 'criSocket') || criSocket,
  };
}

function* writeFiles(p: Process, { server, url, authority }: Discovered, token: string, nodeName: string): Task {
  yield* p.print('[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n');
  yield* p.print("[preflight] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.\n");
  const { status, body } = yield* callServer(p, server, 'GET', '/api/v1/namespaces/kube-system/configmaps/kubelet-config');
  if (status >= 400) throw new CommandError(`error execution phase preflight: unable to fetch the kubelet config: ${text(body, 'message')}`);
  const base64 = (content: string) => encodeBase64(content);
  const config = printYaml({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': base64(authority), server: url }, name: 'kubernetes' }],
    contexts: [{ context: { cluster: 'kubernetes', user: 'tls-bootstrap-token-user' }, name: 'tls-bootstrap-token-user@kubernetes' }],
    'current-context': 'tls-bootstrap-token-user@kubernetes',
    kind: 'Config',
    preferences: {},
    users: [{ name: 'tls-bootstrap-token-user', user: { token } }],
  });
  put(p, authorityPath, authority, 0o644);
  put(p, bootstrapConf, config, 0o600);
  yield* p.print(`[kubelet-start] Writing kubelet configuration to file "${configPath}"\n`);
  put(p, configPath, text(body, 'data', 'kubelet'), 0o600);
  yield* p.print(`[kubelet-start] Writing kubelet environment file with flags to file "${flagsPath}"\n`);
  const override = nodeName === p.host.name ? '' : ` --hostname-override=${nodeName}`;
  put(p, flagsPath, `KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock${override}"\n`, 0o644);
}

function put(p: Process, path: string, content: string, mode: number): void {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!p.files.exists(folder)) p.files.mkdir(folder, { recursive: true });
  p.files.writeFile(path, content, { mode });
}

/** The node is there when the API has it. */
function* startKubelet(p: Process, { server }: Discovered, nodeName: string): Task {
  yield* p.print('[kubelet-start] Starting the kubelet\n');
  p.host.init.enable('kubelet', true);
  p.host.init.restart('kubelet');
  yield* p.print('[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap\n');
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += lookMs) {
    yield sleep(lookMs);
    const { status } = yield* callServer(p, server, 'GET', `/api/v1/nodes/${nodeName}`);
    if (status === 200) return;
  }
  throw new CommandError('error execution phase kubelet-start: timed out waiting for the condition');
}
