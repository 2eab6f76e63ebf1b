/** A cluster of a scenario: its components as units of their hosts, a kubeconfig for whoever sits at the first one. */
import { encodeBase64, encodeUtf8, sha256Hex } from '../base/index.ts';
import { etcd, etcdData, kubeApiserver, kubeControllerManager, kubelet, kubeProxy, kubeScheduler, Release, type ClusterStore, type ComponentOptions } from '../kube/index.ts';
import type { Host, Program } from '../host/index.ts';
import { latencies } from './latency.ts';
import { credentials, homeOf } from './machine.ts';
import type { ComponentFacts } from './projection/host-projection.ts';
import type { ClusterSpec, NodeSpec } from './scenario.ts';
import type { World } from './world.ts';

const API_PORT = 6443;
const RESTART_DELAY_MS = 2_000;
const CONTROL_PLANE_ROLE = 'node-role.kubernetes.io/control-plane';

export interface ClusterComponent {
  readonly host: string;
  readonly unit: string;
  readonly facts: ComponentFacts;
}

export class Cluster {
  readonly spec: ClusterSpec;
  readonly components: readonly ClusterComponent[];
  private readonly host: Host; // of the control plane

  constructor(spec: ClusterSpec, host: Host, components: readonly ClusterComponent[]) {
    this.spec = spec;
    this.host = host;
    this.components = components;
  }

  /** What etcd's directory holds, whether etcd runs or not. */
  get store(): ClusterStore {
    return etcdData(this.host)!;
  }
}

/** Adds the units; they start with their hosts. */
export function makeCluster(world: World, spec: ClusterSpec): Cluster {
  const release = new Release(spec.server);
  const control = world.hostNamed(spec.controlPlane);
  const { address } = control.network;
  const latency = () => latencies[world.profile];
  const options: ComponentOptions = { api: { address, port: API_PORT }, release, latencyMs: () => latency().loopMs };
  const components: ClusterComponent[] = [];
  const add = (host: Host, unit: string, actors: readonly string[], program: Program, after: readonly string[] = []): void => {
    host.init.add({ name: unit, description: unit, argv: [`/usr/bin/${unit}`], program, restart: 'always', restartDelayMs: RESTART_DELAY_MS, startLimitBurst: 0, after });
    const connected = () => host.init.status(unit)?.state === 'active' && (host === control || world.network.reachable(host.network, control.network));
    components.push({ host: host.name, unit, facts: { cluster: spec.name, actors, connected } });
  };
  add(control, 'etcd', [], etcd({ name: spec.name }));
  add(control, 'kube-apiserver', ['kube-apiserver'], kubeApiserver({ release, serviceCidr: spec.serviceCidr, port: API_PORT }), ['etcd']);
  const nodeRanges = Object.fromEntries(spec.nodes.map((n) => [n.host, n.podCidr]));
  add(control, 'kube-controller-manager', controllerActors, kubeControllerManager({ ...options, nodeRanges, rootCertificate: certificateOf(spec) }), ['kube-apiserver']);
  add(control, 'kube-scheduler', ['default-scheduler'], kubeScheduler(options), ['kube-apiserver']);
  for (const node of spec.nodes) addNode(world, node, options, release, add);
  writeKubeconfig(world, spec, address);
  return new Cluster(spec, control, components);
}

function addNode(world: World, node: NodeSpec, options: ComponentOptions, release: Release, add: (host: Host, unit: string, actors: readonly string[], program: Program, after?: readonly string[]) => void): void {
  const host = world.hostNamed(node.host);
  const runtime = world.runtimes.get(node.host)!;
  const latency = () => latencies[world.profile];
  const taints = node.tainted ? [{ key: CONTROL_PLANE_ROLE, effect: 'NoSchedule' as const }] : [];
  const labels = { ...node.labels, ...(node.tainted && { [CONTROL_PLANE_ROLE]: '' }) };
  const program = kubelet({ ...options, runtime, labels, taints, relistMs: () => latency().relistMs, sandboxMs: () => latency().sandboxMs });
  add(host, 'kubelet', ['kubelet'], program, ['containerd']);
  add(host, 'kube-proxy', ['kube-proxy'], kubeProxy({ ...options, nodeName: host.name }));
}

/** The loops that live in the controller manager, as the trace names them. */
const controllerActors = [
  'deployment-controller',
  'replicaset-controller',
  'endpoint-controller',
  'endpoint-slice-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'node-controller',
  'taint-eviction-controller',
  'taint-controller',
  'cidrAllocator',
  'pod-garbage-collector',
  'service-account-controller',
  'root-ca-cert-publisher',
  'tokens-controller',
];

/** The kubeconfig of an administrator, in the home of the first host's user and of the control plane's root. */
function writeKubeconfig(world: World, spec: ClusterSpec, address: string): void {
  const first = world.scenario.hosts[0]!;
  for (const [hostName, user] of [
    [first.name, first.user],
    [spec.controlPlane, 'root'],
  ] as const) {
    const { files } = world.hostNamed(hostName);
    const folder = `${homeOf(user)}/.kube`;
    const { uid, gid } = credentials(user);
    files.mkdir(folder, { recursive: true });
    files.writeFile(`${folder}/config`, kubeconfig(spec, address), { mode: 0o600 });
    for (const path of [folder, `${folder}/config`]) files.chown(path, uid, gid);
  }
}

function kubeconfig(spec: ClusterSpec, address: string): string {
  const [user = 'kubernetes-admin'] = spec.context.split('@');
  const subject = encodeBase64(encodeUtf8(`Subject: O=system:masters, CN=${user}\n`));
  const certificate = encodeBase64(encodeUtf8(`-----BEGIN CERTIFICATE-----\n${subject}\n-----END CERTIFICATE-----\n`));
  return `apiVersion: v1
clusters:
- cluster:
    server: https://${address}:${API_PORT}
  name: ${spec.name}
contexts:
- context:
    cluster: ${spec.name}
    user: ${user}
  name: ${spec.context}
current-context: ${spec.context}
kind: Config
preferences: {}
users:
- name: ${user}
  user:
    client-certificate-data: ${certificate}
`;
}

/** Stands for the cluster's authority: pods get it, and a token's hash is made of it. */
function certificateOf(spec: ClusterSpec): string {
  const bytes = sha256Hex(`${spec.name} certificate authority`);
  return `-----BEGIN CERTIFICATE-----\n${bytes}\n-----END CERTIFICATE-----\n`;
}
