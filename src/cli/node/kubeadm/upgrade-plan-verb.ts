/** kubeadm upgrade plan: what a cluster runs, and what this kubeadm could bring it to. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Process } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { leaves } from './certs-verb.ts';
import { callServer, serverOfAdmin, type Server } from './cluster-call.ts';
import { renew } from './renew-verb.ts';
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

/** A cluster keeps the release that its images are of; to the one that it has it can be brought any time. */
export const applyVerb: NodeVerb = {
  name: 'upgrade apply',
  summary: 'Upgrade your Kubernetes cluster to the specified version',
  usage: 'upgrade apply [version]',
  flags: [
    { name: 'yes', short: 'y', type: 'bool', initial: 'false', usage: 'Perform the upgrade and do not prompt for confirmation.' },
    { name: 'force', short: 'f', type: 'bool', initial: 'false', usage: 'Force upgrading although some requirements might not be met.' },
  ],
  *run({ p, args, flags }) {
    const [version] = args;
    if (version === undefined) throw new CommandError('missing one or more required arguments. Required arguments: [version]');
    if (!/^v?\d+\.\d+\.\d+/.test(version)) throw new CommandError(`couldn't parse version ${JSON.stringify(version)}`);
    const wanted = version.replace(/^v?/, 'v');
    const cluster = yield* readCluster(p);
    const own = versionOf(p);
    yield* p.print(`[upgrade/version] You have chosen to upgrade the cluster version to ${JSON.stringify(wanted)}\n[upgrade/versions] Cluster version: ${cluster}\n[upgrade/versions] kubeadm version: ${own}\n`);
    const minor = (release: string): number => Number(release.split('.')[1]);
    const problems = [
      ...(minor(wanted) > minor(own) ? [`Specified version to upgrade to ${JSON.stringify(wanted)} is at least one minor release higher than the kubeadm minor release (${minor(wanted)} > ${minor(own)}). Such an upgrade is not supported`] : []),
      ...(minor(wanted) < minor(cluster) - 1 ? [`Specified version to upgrade to ${JSON.stringify(wanted)} is too low; it is more than one minor release lower than the cluster version`] : []),
    ];
    if (problems.length > 0) throw new CommandError(`[upgrade/version] FATAL: the --version argument is invalid due to these fatal errors:\n\n${problems.map((problem) => `\t- ${problem}\n`).join('')}\nPlease fix the misalignments highlighted above and try upgrading again`);
    const isNewer = minor(wanted) === minor(own) && patchOf(wanted) > patchOf(own);
    if (isNewer && !flags.bool('force')) {
      const problem = `Specified version to upgrade to ${JSON.stringify(wanted)} is higher than the kubeadm version ${JSON.stringify(own)}. Upgrade kubeadm first using the tool you used to install kubeadm`;
      throw new CommandError(`[upgrade/version] FATAL: the --version argument is invalid due to these errors:\n\n\t- ${problem}\n\nCan be bypassed if you pass the --force flag`);
    }
    if (wanted !== own) throw new CommandError(`[upgrade/version] FATAL: there are no images here of ${wanted}: a cluster of this world keeps the release that it began with`);
    if (!flags.bool('yes')) throw new CommandError('[upgrade] won\'t proceed; the user didn\'t answer (Y|y) in order to continue');
    for (const leaf of leaves) if (p.files.exists(leaf.path)) renew(p, leaf); // as with any upgrade
    yield* p.print('[upgrade/staticpods] The manifests of the control plane are those of this version already; the certificates were renewed\n');
    yield* p.print(`[upgrade] SUCCESS! A control plane node of your cluster was upgraded to ${JSON.stringify(wanted)}.\n\n[upgrade] Now please proceed with upgrading the rest of the nodes by following the right order.\n`);
  },
};

function patchOf(release: string): number {
  return Number(/^v?\d+\.\d+\.(\d+)/.exec(release)?.[1] ?? 0);
}
