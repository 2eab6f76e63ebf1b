/** kubeadm upgrade node: a node takes the kubelet's settings from the cluster. */
import { CommandError } from '../../kubectl/command/errors.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { callServer, serverOfAdmin } from './cluster-call.ts';
import { minorOf } from './version-of.ts';

const kubeletConf = '/etc/kubernetes/kubelet.conf';
const configPath = '/var/lib/kubelet/config.yaml';
const phasesSince = 31; // of kubeadm: from then on each phase speaks for itself

export const upgradeNodeVerb: NodeVerb = {
  name: 'upgrade node',
  summary: 'Upgrade commands for a node in the cluster',
  usage: 'upgrade node',
  flags: [
    { name: 'dry-run', type: 'bool', initial: 'false', usage: 'Do not change any state, just output the actions that would be performed.' },
    { name: 'kubeconfig', type: 'string', usage: 'The kubeconfig file to use when talking to the cluster.' },
  ],
  *run({ p, flags }) {
    if (p.uid !== 0) throw new CommandError(`couldn't create a Kubernetes client from file "${kubeletConf}": failed to load admin kubeconfig: open ${kubeletConf}: permission denied`);
    if (p.files.exists('/etc/kubernetes/manifests/kube-apiserver.yaml')) throw new CommandError('upgrade node: the only control plane of a cluster here is upgraded by "kubeadm upgrade apply"');
    const server = serverOfAdmin(p, flags.text('kubeconfig') || kubeletConf);
    const hasPhases = minorOf(p) >= phasesSince;
    yield* p.print(hasPhases ? '[upgrade] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n' : '[upgrade] Reading configuration from the cluster...\n');
    yield* p.print(hasPhases ? "[upgrade] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.\n" : "[upgrade] FYI: You can look at this config file with 'kubectl -n kube-system get cm kubeadm-config -o yaml'\n");
    const name = minorOf(p) >= 24 ? 'kubelet-config' : `kubelet-config-1.${minorOf(p)}`;
    const { status, body } = yield* callServer(p, server, 'GET', `/api/v1/namespaces/kube-system/configmaps/${name}`);
    if (status >= 400) throw new CommandError(`[upgrade/config] FATAL: failed to get config map: ${text(body, 'message')}`);
    yield* p.print(hasPhases ? '[upgrade/preflight] Running pre-flight checks\n[upgrade/preflight] Skipping prepull. Not a control plane node.\n[upgrade/control-plane] Skipping phase. Not a control plane node.\n[upgrade/kubeconfig] Skipping phase. Not a control plane node.\n' : '[preflight] Running pre-flight checks\n[preflight] Skipping prepull. Not a control plane node.\n[upgrade] Skipping phase. Not a control plane node.\n');
    const config = text(body, 'data', 'kubelet');
    if (flags.bool('dry-run')) yield* p.print(`[dryrun] Would write file ${JSON.stringify(configPath)} with content:\n${config.replace(/^(?=.)/gm, '\t')}`);
    else p.files.writeFile(configPath, config, { mode: 0o644 });
    yield* p.print(`[kubelet-start] Writing kubelet configuration to file ${JSON.stringify(configPath)}\n`);
    yield* p.print(hasPhases ? '[upgrade/kubelet-config] The kubelet configuration for this node was successfully upgraded!\n[upgrade/addon] Skipping the addon/coredns phase. Not a control plane node.\n[upgrade/addon] Skipping the addon/kube-proxy phase. Not a control plane node.\n' : '[upgrade] The configuration for this node was successfully updated!\n[upgrade] Now you should go ahead and upgrade the kubelet package using your package manager.\n');
  },
};
