/** A cluster of a scenario: its control plane, its nodes, and a kubeconfig for whoever sits at the first host. */
import { assert } from '../../base/index.ts';
import { addonCode, administratorsGroup, clusterPaths, componentImage, etcdData, kubeconfigText, kubeletArguments, kubeletFiles, pauseImageOf, pkiFiles, planeIdentity, prepareEtcd, Release, type ClusterStore, type PlaneSpec } from '../../kube/index.ts';
import { Cidr, executableText, type Host } from '../../host/index.ts';
import { credentials, homeOf } from '../machine.ts';
import type { ClusterSpec, NodeSpec } from '../scenario.ts';
import type { World } from '../world.ts';
import { podComponent, unitComponent, type Component } from './component.ts';
import { addPlanePods } from './plane-pods.ts';
import { addPlaneUnits } from './plane-units.ts';
import { keySeed, reaches, writeFiles } from './placing.ts';

export const API_PORT = 6443;
/** What systemd's unit of a kubelet says: after ten seconds again, for ever. */
const KUBELET_RESTART_MS = 10_000;
const PROXY_RESTART_MS = 2_000;
/** Nodes join a cluster that is there: by then its name server has found its place. */
const JOINS_AFTER_MS = 1_500;

export class Cluster {
  readonly spec: ClusterSpec;
  readonly components: readonly Component[];
  private readonly host: Host; // of the control plane

  constructor(spec: ClusterSpec, host: Host, components: readonly Component[]) {
    this.spec = spec;
    this.host = host;
    this.components = components;
  }

  /** What etcd's directory holds, whether etcd runs or not. */
  get store(): ClusterStore {
    return etcdData(this.host)!;
  }
}

/** What is there before the hosts are switched on: files, units, images. All of it starts with its host. */
export function makeCluster(world: World, spec: ClusterSpec): Cluster {
  const control = world.hostNamed(spec.controlPlane);
  const plane: PlaneSpec = {
    clusterName: spec.name,
    release: new Release(spec.server),
    nodeName: spec.controlPlane,
    address: control.network.address,
    port: spec.port ?? API_PORT,
    podCidr: spec.podCidr,
    serviceCidr: spec.serviceCidr,
    dnsAddress: spec.plane === 'pods' ? Cidr.parse(spec.serviceCidr)!.at(10) : '',
    nowMs: world.epochMs,
  };
  prepareEtcd(control, spec.name);
  const pki = pkiFiles(plane, keySeed(spec));
  const components = spec.plane === 'pods' ? addPlanePods(world, spec, plane, pki) : addPlaneUnits(world, spec, plane, pki);
  const nodes = spec.nodes.flatMap((node) => addNode(world, spec, node, plane, pki[clusterPaths.authority]!));
  writeLearnersKubeconfig(world, spec, plane, pki[clusterPaths.authority]!);
  return new Cluster(spec, control, [...components, ...nodes]);
}

function addNode(world: World, spec: ClusterSpec, node: NodeSpec, plane: PlaneSpec, authority: string): Component[] {
  const host = world.hostNamed(node.host);
  const { release, address, port } = plane;
  const joins = spec.plane === 'pods' && node.host !== spec.controlPlane;
  const server = `https://${address}:${port}`;
  const identity = planeIdentity(`system:node:${node.host}`, 'system:nodes', plane.nowMs, keySeed(spec));
  writeFiles(host, {
    ...kubeletFiles({ release, clusterDns: spec.clusterDns ?? plane.dnsAddress, tainted: node.tainted === true }),
    [clusterPaths.kubelet]: kubeconfigText({ cluster: spec.name, server, authority, user: `system:node:${node.host}`, credentials: identity }),
    [clusterPaths.authority]: authority,
  });
  host.files.writeFile('/usr/bin/kubelet', `${executableText('kubelet')}version ${release.gitVersion}\n`, { mode: 0o755 });
  host.files.writeFile('/usr/bin/crictl', executableText('crictl'), { mode: 0o755 });
  host.files.writeFile('/usr/bin/kubeadm', `${executableText('kubeadm')}version ${release.gitVersion}\n`, { mode: 0o755 });
  host.init.add({
    name: 'kubelet',
    description: 'kubelet: The Kubernetes Node Agent',
    argv: kubeletArguments,
    environmentFiles: [`-${clusterPaths.kubeletFlags}`, '-/etc/default/kubelet'],
    restart: 'always',
    restartDelayMs: KUBELET_RESTART_MS,
    startLimitBurst: 0,
    oomScoreAdjust: -999,
    after: ['containerd'],
    enabled: !joins,
  });
  if (joins) {
    world.clock.after(JOINS_AFTER_MS, 'kubeadm', () => {
      host.init.enable('kubelet', true);
      host.init.start('kubelet');
    });
  }
  const ownUnit = (name: string) => unitComponent({ host, name, cluster: spec.name, actors: [name], connected: () => host.init.status(name)?.state === 'active' && reaches(world, host, spec) });
  if (spec.plane === 'pods') return [ownUnit('kubelet'), proxyPod(world, spec, host, release)];
  const proxy = { api: { address, port }, release, nodeName: host.name, latencyMs: () => world.latency.loopMs };
  host.init.add({ name: 'kube-proxy', description: 'kube-proxy', argv: ['/usr/bin/kube-proxy'], program: (p) => addonCode.get().kubeProxy(proxy)(p), restart: 'always', restartDelayMs: PROXY_RESTART_MS, startLimitBurst: 0 });
  return [ownUnit('kubelet'), ownUnit('kube-proxy')];
}

/** Made by the cluster itself once it stands; its image is there. */
function proxyPod(world: World, spec: ClusterSpec, host: Host, release: Release): Component {
  const runtime = world.runtimes.get(host.name);
  assert(runtime, 'scenario: a node needs a container runtime', { host: host.name });
  for (const image of [pauseImageOf(release), componentImage('kube-proxy', release)]) runtime.preload(image);
  const component: Component = podComponent({ host, name: 'kube-proxy', cluster: spec.name, actors: ['kube-proxy'], connected: () => component.state().state === 'running' && reaches(world, host, spec) }, runtime);
  return component;
}

/** An administrator's, in the home of the first host's user and of the control plane's root. */
function writeLearnersKubeconfig(world: World, spec: ClusterSpec, plane: PlaneSpec, authority: string): void {
  const first = world.scenario.hosts[0]!;
  const [user = ''] = spec.context.split('@');
  assert(user !== '', 'scenario: a context is named user@cluster', { context: spec.context });
  const identity = planeIdentity(user, administratorsGroup(plane.release), plane.nowMs, keySeed(spec));
  const text = kubeconfigText({ cluster: spec.name, server: `https://${plane.address}:${plane.port}`, authority, user, context: spec.context, credentials: identity });
  for (const [hostName, owner] of [
    [first.name, first.user],
    [spec.controlPlane, 'root'],
  ] as const) {
    const { files } = world.hostNamed(hostName);
    const folder = `${homeOf(owner)}/.kube`;
    const { uid, gid } = credentials(owner);
    files.mkdir(folder, { recursive: true });
    files.writeFile(`${folder}/config`, text, { mode: 0o600 });
    for (const path of [folder, `${folder}/config`]) files.chown(path, uid, gid);
  }
}
