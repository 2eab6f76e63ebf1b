/** kubeadm join: a machine becomes a node of the cluster whose token it was given. */
import { encodeBase64, printYaml } from '../../../base/index.ts';
import { sleep, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { callServer } from './cluster-call.ts';
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
    { name: 'node-name', type: 'string', usage: 'The name of the node.' },
    { name: 'ignore-preflight-errors', type: 'list', usage: 'Checks whose errors are shown as warnings.' },
    criSocketFlag,
    { name: 'v', short: 'v', type: 'int', initial: '0', usage: 'How much is logged.' },
  ],
  *run({ p, flags, args }) {
    const token = flags.text('discovery-token') || flags.text('token');
    const pins = flags.list('discovery-token-ca-cert-hash');
    if (args.length === 0 || token === '') throw new CommandError("discovery: Invalid value: \"\": bootstrapToken or file must be set");
    if (pins.length === 0 && !flags.bool('discovery-token-unsafe-skip-ca-verification')) {
      throw new CommandError('discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue');
    }
    for (const pin of pins) if (!/^sha256:[0-9a-fA-F]{64}$/.test(pin)) throw new CommandError(`discovery.bootstrapToken.caCertHashes: Invalid value: "${pin}": invalid hash, expected "format:hex-value"`);
    yield* p.print('[preflight] Running pre-flight checks\n');
    yield* checkMachine(p, { free: [kubeletConf, bootstrapConf, 10_250, authorityPath], ignored: flags.list('ignore-preflight-errors'), criSocket: flags.text('cri-socket') });
    const found = yield* discover(p, args[0]!, token, pins);
    yield* writeFiles(p, found, token);
    yield* startKubelet(p, found, flags.text('node-name') || p.host.name);
    yield* p.print(
      '\nThis node has joined the cluster:\n* The Kubelet was informed of the new secure connection details.\n\nRun \'kubectl get nodes\' on the control-plane to see this node join the cluster.\n\n',
    );
  },
};

function* writeFiles(p: Process, { server, url, authority }: Discovered, token: string): Task {
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
  put(p, flagsPath, 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock"\n', 0o644);
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
