/** kubeadm init: a machine becomes the control plane of a new cluster. */
import { printYaml, publicKeyPin, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { serverOfAdmin } from './cluster-call.ts';
import { initSettings, makePlane, settingFlags, type InitSettings } from './init-settings.ts';
import { neededImages, pullImage } from './images.ts';
import { checkMachine } from './preflight.ts';
import { createToken, newToken, tokenSecret } from './tokens.ts';
import { versionOf } from './version-of.ts';

const pki = '/etc/kubernetes/pki';
const manifests = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map((name) => `/etc/kubernetes/manifests/${name}.yaml`);
const freeBesidesServer = [10_259, 10_257, ...manifests, 10_250, 2379, 2380];

/** In the order in which they are done. */
const parts: Readonly<Record<string, readonly string[]>> = {
  preflight: [],
  certs: ['ca', 'apiserver', 'apiserver-kubelet-client', 'front-proxy-ca', 'front-proxy-client', 'etcd-ca', 'etcd-server', 'etcd-peer', 'etcd-healthcheck-client', 'apiserver-etcd-client', 'sa'],
  kubeconfig: ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler'],
  etcd: ['local'],
  'control-plane': ['apiserver', 'controller-manager', 'scheduler'],
  'kubelet-start': [],
  'wait-control-plane': [],
  'upload-config': ['kubeadm', 'kubelet'],
  'upload-certs': [],
  'mark-control-plane': [],
  'bootstrap-token': [],
  'kubelet-finalize': [],
  addon: ['coredns', 'kube-proxy'],
  'show-join-command': [],
};

export const initVerb: NodeVerb = {
  name: 'init',
  summary: 'Run this command in order to set up the Kubernetes control plane',
  usage: 'init [flags]',
  flags: [
    ...settingFlags,
    { name: 'token', type: 'string', usage: 'The token with which nodes join; drawn when left out.' },
    { name: 'token-ttl', type: 'string', initial: '24h0m0s', usage: 'How long that token is good for.' },
    { name: 'skip-token-print', type: 'bool', initial: 'false', usage: 'Do not print the token.' },
    { name: 'upload-certs', type: 'bool', initial: 'false', usage: 'Keep the certificates in the cluster.', hidden: true },
    { name: 'dry-run', type: 'bool', initial: 'false', usage: "Don't apply any changes; just output what would be done." },
    { name: 'v', short: 'v', type: 'int', initial: '0', usage: 'How much is logged.' },
  ],
  *run(call) {
    const { p, flags } = call;
    if (flags.bool('upload-certs')) throw new CommandError('--upload-certs: the control plane of a cluster here is one machine: none can join with the certificates, so they are not uploaded');
    const settings = yield* initSettings(call);
    for (const phase of settings.skip) demandPhase(phase);
    const does = (phase: string) => !settings.skip.includes(phase);
    yield* p.print(`[init] Using Kubernetes version: ${versionOf(p)}\n`);
    if (does('preflight')) yield* check(call, settings);
    const dry: JsonObject = flags.bool('dry-run') ? { dryRunDir: dryRunDir(p) } : {};
    const code = yield* makePlane(call, { ...settings.plane, ...dry, skip: [...settings.skip, 'addon'] });
    if (code !== 0) return code;
    const token = does('bootstrap-token') ? yield* makeTokens(call, settings) : '';
    if (does('addon')) yield* makePlane(call, { ...settings.plane, ...dry, only: ['addon'] });
    if (does('show-join-command')) yield* sayHowToGoOn(p, text(settings.plane, 'endpoint') || `${text(settings.plane, 'address')}:${settings.port}`, flags.bool('skip-token-print') ? '<value withheld>' : token, text(dry, 'dryRunDir') || pki);
    return 0;
  },
};

/** A folder of its own each time. */
function dryRunDir(p: Process): string {
  return `/etc/kubernetes/tmp/kubeadm-init-dryrun${p.random.next() >>> 0}`;
}

function demandPhase(name: string): void {
  const [phase = '', part] = name.split('/');
  if (!parts[phase] || (part !== undefined && !parts[phase].includes(part))) throw new CommandError(`invalid phase name: ${name}`);
}

function* check({ p, flags }: NodeCall, { port, ignored, criSocket }: InitSettings): Task {
  yield* p.print('[preflight] Running pre-flight checks\n');
  yield* checkMachine(p, { free: [port, ...freeBesidesServer], empty: ['/var/lib/etcd'], least: { cores: 2, megabytes: 1700 }, ignored, criSocket });
  if (flags.bool('dry-run')) return yield* p.print("[preflight] Would pull the required images (like 'kubeadm config images pull')\n");
  yield* p.print("[preflight] Pulling images required for setting up a Kubernetes cluster\n[preflight] This might take a minute or two, depending on the speed of your internet connection\n[preflight] You can also perform this action beforehand using 'kubeadm config images pull'\n");
  for (const image of yield* neededImages(p)) yield* pullImage(p, criSocket, image);
}

/** Answers the first of them. */
function* makeTokens({ p, flags }: NodeCall, { tokens }: InitSettings): Task<string> {
  const isDry = flags.bool('dry-run');
  const wanted = tokens.length > 0 ? tokens : [{ token: flags.text('token'), ttl: flags.text('token-ttl') || '24h0m0s', description: '' }];
  let first = '';
  for (const { token: given, ttl, description } of wanted) {
    const token = given || newToken(p);
    first ||= token;
    yield* p.print(`[bootstrap-token] Using token: ${token}\n`);
    yield* p.print('[bootstrap-token] Configuring bootstrap tokens, cluster-info ConfigMap, RBAC Roles\n');
    const made = { token, ttl, description: description || 'The default bootstrap token generated by \'kubeadm init\'.' };
    if (isDry) yield* p.print(`[dryrun] Would perform action CREATE on resource "secrets" in API group "core/v1"\n[dryrun] Attached object:\n${printYaml(tokenSecret(p, made))}\n`);
    else yield* createToken(p, serverOfAdmin(p), made);
  }
  yield* p.print('[bootstrap-token] Creating the "cluster-info" ConfigMap in the "kube-public" namespace\n');
  return first;
}

export const initPhaseVerb: NodeVerb = {
  name: 'init phase',
  summary: 'Use this command to invoke single phase of the "init" workflow',
  usage: 'init phase [command]',
  flags: settingFlags,
  *run(call) {
    const { p, args } = call;
    const [phase = '', part] = args;
    const known = parts[phase];
    if (!known) return yield* p.print(`Use this command to invoke single phase of the "init" workflow\n\nUsage:\n  kubeadm init phase [command]\n\nAvailable Commands:\n${Object.keys(parts).map((name) => `  ${name}\n`).join('')}`);
    if (known.length > 0 && part === undefined) return yield* p.print(`Usage:\n  kubeadm init phase ${phase} [command]\n\nAvailable Commands:\n${['all', ...known].filter((name) => name !== 'all' || known.length > 1).map((name) => `  ${name}\n`).join('')}`);
    if (part !== undefined && part !== 'all' && !known.includes(part)) throw new CommandError(`unknown command ${JSON.stringify(part)} for "kubeadm init phase ${phase}"`);
    if (p.uid !== 0) throw new CommandError(`error execution phase ${phase}: user is not running as root`);
    const settings = yield* initSettings(call);
    if (phase === 'preflight') return yield* check(call, settings);
    if (phase === 'bootstrap-token') return void (yield* makeTokens(call, settings));
    if (phase === 'show-join-command' || phase === 'kubelet-finalize' || phase === 'upload-certs') throw new CommandError(`init phase ${phase}: there is nothing here for it to do on its own`);
    return yield* makePlane(call, { ...settings.plane, skip: [], only: [part === undefined || part === 'all' ? phase : `${phase}/${part}`] });
  },
};

function* sayHowToGoOn(p: Process, endpoint: string, token: string, folder: string): Task {
  yield* p.print(`
Your Kubernetes control-plane has initialized successfully!

To start using your cluster, you need to run the following as a regular user:

  mkdir -p $HOME/.kube
  sudo cp -i /etc/kubernetes/admin.conf $HOME/.kube/config
  sudo chown $(id -u):$(id -g) $HOME/.kube/config

Alternatively, if you are the root user, you can run:

  export KUBECONFIG=/etc/kubernetes/admin.conf

Then you can join any number of worker nodes by running the following on each as root:

kubeadm join ${endpoint} --token ${token} \\
\t--discovery-token-ca-cert-hash ${publicKeyPin(p.files.readText(`${folder}/ca.crt`))} 
`);
}
