/** What kubeadm init is to make: by flags, or by a configuration file, which may say more. */
import { printJson, type JsonObject } from '../../../base/index.ts';
import { Cidr } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { count, list, member, members, text } from '../../kubectl/objects/member.ts';
import type { NodeCall } from '../tool.ts';
import { extraArgs, readConfig, type ConfigDocuments } from './config-file.ts';
import { criSocketFlag } from './preflight.ts';
import { versionOf } from './version-of.ts';

export const settingFlags: readonly FlagSpec[] = [
  { name: 'apiserver-advertise-address', type: 'string', usage: 'The address that the API server tells others.' },
  { name: 'apiserver-bind-port', type: 'int', initial: '6443', usage: 'The port of the API server.' },
  { name: 'apiserver-cert-extra-sans', type: 'list', usage: 'Further names of the API server, for its certificate.' },
  { name: 'config', type: 'string', usage: 'Path to a kubeadm configuration file.' },
  { name: 'control-plane-endpoint', type: 'string', usage: 'A stable address or name of the control plane.' },
  criSocketFlag,
  { name: 'ignore-preflight-errors', type: 'list', usage: 'Checks whose errors are shown as warnings.' },
  { name: 'kubernetes-version', type: 'string', usage: 'The version of the control plane.' },
  { name: 'node-name', type: 'string', usage: 'The name of the node.' },
  { name: 'pod-network-cidr', type: 'string', usage: 'The range of the pods\' addresses; without one nodes get none.' },
  { name: 'service-cidr', type: 'string', initial: '10.96.0.0/12', usage: 'The range of the services\' addresses.' },
  { name: 'service-dns-domain', type: 'string', initial: 'cluster.local', usage: 'The domain of the services.' },
  { name: 'skip-phases', type: 'list', usage: 'Phases to be left out.' },
];

const besideConfig = ['config', 'ignore-preflight-errors', 'skip-phases', 'node-name', 'cri-socket', 'v', 'upload-certs', 'dry-run', 'skip-token-print'];
const dnsNumber = 10; // of its address in the range of services

export interface GivenToken {
  readonly token: string;
  readonly ttl: string;
  readonly description: string;
}

export interface InitSettings {
  /** For the program that makes the plane. */
  readonly plane: JsonObject;
  readonly port: number;
  readonly criSocket: string;
  readonly ignored: readonly string[];
  readonly skip: readonly string[];
  readonly tokens: readonly GivenToken[];
}

export function* initSettings(call: NodeCall): Task<InitSettings> {
  const { p, flags } = call;
  const path = flags.text('config');
  const mixed = path === '' ? [] : flags.typed().map(([name]) => name).filter((name) => !besideConfig.includes(name));
  if (mixed.length > 0) throw new CommandError(`can not mix '--config' with arguments [${mixed.toSorted().join(' ')}]`);
  const documents: ConfigDocuments = path === '' ? {} : yield* readConfig(p, path);
  const init = documents['InitConfiguration'] ?? documents['MasterConfiguration'];
  const cluster = documents['ClusterConfiguration'] ?? documents['MasterConfiguration'];
  const said = (name: string, ...at: readonly string[]): string => (path === '' ? (at[0] === undefined ? '' : flags.text(name)) : text(cluster, ...at) || (flags.has(name) ? '' : initialOf(name)));
  demandVersion(call, said('kubernetes-version', 'kubernetesVersion'));
  const [podCidr, serviceCidr, domain] = [said('pod-network-cidr', 'networking', 'podSubnet'), said('service-cidr', 'networking', 'serviceSubnet'), said('service-dns-domain', 'networking', 'dnsDomain')];
  for (const [name, cidr] of [['podSubnet', podCidr], ['serviceSubnet', serviceCidr]]) if (cidr !== '' && !Cidr.parse(cidr!)) throw new CommandError(`${path === '' ? '' : 'networking.'}${name}: Invalid value: ${JSON.stringify(cidr)}: couldn't parse subnet`);
  if (domain !== 'cluster.local') throw new CommandError(`dnsDomain: Invalid value: ${JSON.stringify(domain)}: name servers here answer for cluster.local`);
  const port = path === '' ? flags.int('apiserver-bind-port') : count(init, 'localAPIEndpoint', 'bindPort') || 6443;
  const address = (path === '' ? flags.text('apiserver-advertise-address') : text(init, 'localAPIEndpoint', 'advertiseAddress')) || p.host.network.address;
  if (!p.host.network.namespace.addresses.includes(address) && address !== p.host.network.address) throw new CommandError(`localAPIEndpoint.advertiseAddress: Invalid value: ${JSON.stringify(address)}: this machine has no such address`);
  const endpoint = endpointOf(said('control-plane-endpoint', 'controlPlaneEndpoint'), port);
  const names = path === '' ? flags.list('apiserver-cert-extra-sans') : list(cluster, 'apiServer', 'certSANs').map((name) => text(name));
  const skip = [...flags.list('skip-phases'), ...list(init, 'skipPhases').map((name) => text(name))];
  const taints = member(init, 'nodeRegistration', 'taints');
  const args = { 'kube-apiserver': extraArgs(member(cluster, 'apiServer')), 'kube-controller-manager': extraArgs(member(cluster, 'controllerManager')), 'kube-scheduler': extraArgs(member(cluster, 'scheduler')), etcd: extraArgs(member(cluster, 'etcd', 'local')) };
  const { apiVersion: _, kind: __, ...kubelet } = members(documents['KubeletConfiguration']);
  return {
    plane: {
      nodeName: flags.text('node-name') || text(init, 'nodeRegistration', 'name') || p.host.name,
      address, port, podCidr, serviceCidr, skip, only: [],
      dnsAddress: Cidr.parse(serviceCidr)!.at(dnsNumber),
      ...(endpoint !== '' && { endpoint }),
      certNames: [...names, ...(endpoint === '' ? [] : [endpoint.replace(/:\d+$/, '')])],
      extraArgs: args,
      ...(text(cluster, 'etcd', 'local', 'dataDir') !== '' && { dataDir: text(cluster, 'etcd', 'local', 'dataDir') }),
      ...(Object.keys(kubelet).length > 0 && { kubelet }),
      ...(Array.isArray(taints) && taints.length === 0 && { untainted: true }),
    },
    port,
    criSocket: flags.has('cri-socket') || path === '' ? flags.text('cri-socket') : text(init, 'nodeRegistration', 'criSocket') || flags.text('cri-socket'),
    ignored: [...flags.list('ignore-preflight-errors'), ...list(init, 'nodeRegistration', 'ignorePreflightErrors').map((name) => text(name))],
    skip,
    tokens: list(init, 'bootstrapTokens').map((one) => ({ token: text(one, 'token'), ttl: text(one, 'ttl') || '24h0m0s', description: text(one, 'description') })),
  };
}

function initialOf(name: string): string {
  return settingFlags.find((flag) => flag.name === name)?.initial ?? '';
}

function demandVersion({ p }: NodeCall, wanted: string): void {
  const own = versionOf(p);
  if (wanted === '' || wanted.replace(/^v?/, 'v') === own || wanted.startsWith('stable')) return;
  if (!/^v?\d+\.\d+\.\d+/.test(wanted)) throw new CommandError(`version ${JSON.stringify(wanted)} doesn't match patterns for neither semantic version nor labels (stable, latest, ...)`);
  throw new CommandError(`this version of kubeadm only supports deploying the control plane version ${own}: the images of "${wanted}" cannot be had`);
}

/** With a port, which is the server's own unless it is given. */
function endpointOf(given: string, port: number): string {
  if (given === '') return '';
  const match = /^([\w.-]+)(?::(\d+))?$/.exec(given);
  if (!match || Number(match[2] ?? 1) > 65_535) throw new CommandError(`controlPlaneEndpoint: Invalid value: ${JSON.stringify(given)}: endpoint has to be a host name, an address, or one of them with a port`);
  return `${match[1]!}:${match[2] ?? port}`;
}

/** Runs the part of kubeadm that knows what a control plane is made of. */
export function* makePlane({ p }: NodeCall, plane: JsonObject): Task<number> {
  const typed = p.argv;
  p.argv = [typed[0]!, printJson(plane)];
  try {
    return yield* p.host.programs.get('kubeadm-plane')(p) as Task<number>;
  } finally {
    p.argv = typed;
  }
}
