/** kubeadm upgrade plan: what a cluster runs, and what this kubeadm could bring it to. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Process } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { callServer, serverOfAdmin, type Server } from './cluster-call.ts';
import { versionOf } from './version-of.ts';

/** The server's own word for what it runs. */
function* readCluster(p: Process): Task<string> {
  if (p.uid !== 0) throw new CommandError('[upgrade/preflight] Some fatal errors occurred:\n\t[ERROR IsPrivilegedUser]: user is not running as root');
  const server: Server = serverOfAdmin(p);
  yield* p.print('[preflight] Running pre-flight checks.\n[upgrade/config] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n');
  const config = yield* callServer(p, server, 'GET', '/api/v1/namespaces/kube-system/configmaps/kubeadm-config');
  if (config.status >= 400) throw new CommandError(`[upgrade/config] FATAL: failed to get config map: ${text(config.body, 'message')}`);
  yield* p.print("[upgrade/config] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.\n");
  return text((yield* callServer(p, server, 'GET', '/version')).body, 'gitVersion');
}

/** No machine here reaches the internet, so what can be had is what this kubeadm itself brings. */
export const planVerb: NodeVerb = {
  name: 'upgrade plan',
  summary: 'Check which versions are available to upgrade to and validate whether your current cluster is upgradeable',
  usage: 'upgrade plan',
  *run({ p, args }) {
    if (args.length > 0) throw new CommandError(`there are no images here of ${args[0]}: only what kubeadm itself brings can be planned`);
    const cluster = yield* readCluster(p);
    const own = versionOf(p);
    yield* p.print('[upgrade] Fetching available versions to upgrade to\n');
    yield* p.print(`[upgrade/versions] Cluster version: ${cluster.replace(/^v/, '')}\n[upgrade/versions] kubeadm version: ${own}\n`);
    yield* p.error(`W could not fetch a Kubernetes version from the internet: unable to get URL "https://dl.k8s.io/release/stable.txt": Get "https://dl.k8s.io/release/stable.txt": dial tcp: lookup dl.k8s.io: no such host\nW falling back to the local client version: ${own}\n`);
    yield* p.print(`[upgrade/versions] Target version: ${own}\n[upgrade/versions] Latest version in the ${/^v\d+\.\d+/.exec(cluster)?.[0]} series: ${own}\n`);
    if (cluster === own) yield* p.print("\nAwesome, you're up-to-date! Enjoy!\n");
    else throw new CommandError(`[upgrade/versions] FATAL: there are no images here to bring ${cluster} to ${own}`);
  },
};
