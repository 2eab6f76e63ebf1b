/** The control plane as units of its host's init: for clusters that somebody has put up by hand. */
import { clusterPaths, etcd, kubeApiserver, kubeControllerManager, kubeScheduler, type ComponentOptions, type PlaneSpec } from '../../kube/index.ts';
import type { Program } from '../../host/index.ts';
import type { ClusterSpec } from '../scenario.ts';
import type { World } from '../world.ts';
import { reaches } from './placing.ts';
import { unitComponent, type Component } from './component.ts';
import { planeActors } from './plane-actors.ts';

const RESTART_DELAY_MS = 2_000;

export function addPlaneUnits(world: World, spec: ClusterSpec, plane: PlaneSpec, pki: Readonly<Record<string, string>>): Component[] {
  const authority = pki[clusterPaths.authority]!;
  const host = world.hostNamed(spec.controlPlane);
  const { release, address, port, serviceCidr } = plane;
  const options: ComponentOptions = { api: { address, port }, release, latencyMs: () => world.latency.loopMs };
  const add = (name: keyof typeof planeActors, program: Program, after: readonly string[] = []): Component => {
    host.init.add({ name, description: name, argv: [`/usr/bin/${name}`], program, restart: 'always', restartDelayMs: RESTART_DELAY_MS, startLimitBurst: 0, after });
    const connected = () => host.init.status(name)?.state === 'active' && reaches(world, host, spec);
    return unitComponent({ host, name, cluster: spec.name, actors: planeActors[name], connected });
  };
  const nodeRanges = rangesOf(spec);
  return [
    add('etcd', etcd({ name: spec.name })),
    add('kube-apiserver', kubeApiserver({ release, serviceCidr, port, clientAuthority: authority, certificate: pki[`${clusterPaths.pki}/apiserver.crt`]! }), ['etcd']),
    add('kube-controller-manager', kubeControllerManager({ ...options, nodeRanges, rootCertificate: authority, signer: { certificate: authority, key: pki[`${clusterPaths.pki}/ca.key`]! } }), ['kube-apiserver']),
    add('kube-scheduler', kubeScheduler(options), ['kube-apiserver']),
  ];
}

/** The ranges that a scenario means for its nodes, by name. */
export function rangesOf(spec: ClusterSpec): Readonly<Record<string, string>> {
  return Object.fromEntries(spec.nodes.map((n) => [n.host, n.podCidr]));
}
