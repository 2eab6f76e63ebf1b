/**
 * Reports the node itself: registers it, renews its lease, posts its conditions. It is ready once pods can be given addresses;
 * what the controllers hear of it otherwise is its heartbeat.
 */
import { deepEqual, formatRfc3339Micro } from '../../../base/index.ts';
import type { Host } from '../../../host/index.ts';
import type { Runtime } from '../../../containers/index.ts';
import type { Cancel, TraceId } from '../../../sim/index.ts';
import { ApiUnreachable } from '../../client/api-client.ts';
import type { Lease } from '../../kinds/lease/lease.ts';
import type { Node, NodeCondition, NodeStatus, Taint } from '../../kinds/node/node.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { actor, type KubeletContext } from '../kubelet-context.ts';
import type { PodNetwork } from '../cri/pod-network.ts';
import { daemonEndpoints, nodeAddresses, nodeCapacity, nodeImages, nodeInfo, nodeLabels, type NodeConfig } from './node-facts.ts';

export interface NodeReporterOptions {
  readonly context: KubeletContext;
  readonly host: Host;
  readonly runtime: Runtime;
  readonly network: PodNetwork;
  readonly config: NodeConfig;
  /** Given to the node when it registers. */
  readonly taints: readonly Taint[];
}

const updateMs = 10_000;
const leaseMs = 10_000;
/** A status in which nothing changed is posted all the same after this. */
const reportMs = 300_000;
const registerRetryMs = 1000;
const leaseSeconds = 40;
/** Before there were leases of nodes, the status itself was the heartbeat. */
const leasesSince = 14;

export class NodeReporter {
  private readonly options: NodeReporterOptions;
  private readonly context: KubeletContext;
  private readonly key: string;
  private cancels: Cancel[] = [];
  private timers = new Set<Cancel>();
  private reportedMs = -Infinity;
  private told = false;
  private registered = false; // by this process
  private images: NonNullable<NodeStatus['images']> = [];
  private resources: ReturnType<typeof nodeCapacity> | undefined;
  private info: NodeStatus['nodeInfo'] | undefined;

  constructor(options: NodeReporterOptions) {
    this.options = options;
    this.context = options.context;
    this.key = `nodes/${options.config.nodeName}`;
  }

  start(): void {
    const { view } = this.context.client;
    this.cancels = [view.subscribe({ table: 'nodes' }, (key) => this.noteNode(key))];
    this.register();
    this.beat();
    this.every(leaseMs, () => this.renew());
  }

  stop(): void {
    for (const cancel of [...this.cancels, ...this.timers]) cancel();
    this.cancels = [];
    this.timers.clear();
  }

  /** The API can be reached again. */
  connected(): void {
    this.register();
    this.renew();
  }

  private get node(): Node | undefined {
    return this.context.client.view.get(this.key) as Node | undefined;
  }

  private later(delayMs: number, act: () => void): void {
    const cancel = this.context.clock.after(delayMs, actor, () => {
      this.timers.delete(cancel);
      act();
    });
    this.timers.add(cancel);
  }

  private every(periodMs: number, act: () => void): void {
    act();
    this.later(periodMs, () => this.every(periodMs, act));
  }

  private beat(): void {
    this.later(updateMs, () => {
      this.post();
      this.beat();
    });
  }

  private register(): void {
    if (!this.context.client.connected) return;
    const ok = this.attempt(() => {
      if (!this.node) this.create();
      this.post(true);
    });
    if (!ok) this.later(registerRetryMs, () => this.register());
  }

  private create(): void {
    const { host, config, taints } = this.options;
    const { client } = this.context;
    const trace = this.record('create', 'kubelet-registers-node', { node: config.nodeName });
    client.create<Node>(
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name: config.nodeName,
          labels: nodeLabels(host, config),
          annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
        },
        spec: taints.length > 0 ? { taints } : {},
        status: this.status(undefined),
      },
      { trace },
    );
    this.registered = true;
  }

  /** What changed of the node is posted with the next beat; its range and its neighbours' concern the network at once. */
  private noteNode(key: string): void {
    const node = this.context.client.view.get(key) as Node | undefined;
    const { host, network } = this.options;
    const { podCIDR } = node?.spec ?? {};
    if (key === this.key) {
      if (podCIDR === undefined || network.ready) return;
      network.setRange(podCIDR);
      this.later(this.context.latencyMs(), () => this.post());
      return;
    }
    const ip = node?.status.addresses?.find((a) => a.type === 'InternalIP')?.address;
    if (podCIDR !== undefined && ip !== undefined) this.route(podCIDR, ip);
    else if (!node) for (const { to, via } of host.network.routes) if (this.isForgotten(via)) host.network.removeRoute(to.toString());
  }

  private route(range: string, via: string): void {
    const { network } = this.options.host;
    if (network.viaOf(range) !== via) network.addRoute(range, via);
  }

  private isForgotten(via: string): boolean {
    const nodes = this.context.client.view.list('nodes') as readonly Node[];
    return !nodes.some((n) => n.status.addresses?.some((a) => a.address === via));
  }

  private post(force = false): void {
    if (!this.context.client.connected) return;
    this.attempt(() => {
      const { node } = this;
      if (!node) return this.register();
      const status = this.status(node);
      const { clock, client } = this.context;
      const due = force || !this.context.release.atLeast(leasesSince) || clock.now - this.reportedMs >= reportMs;
      if (!due && sameButBeats(status, node.status)) return;
      this.reportedMs = clock.now;
      const trace = this.record('update-status', 'kubelet-reports-node', { node: node.metadata.name, ready: isReady(status) });
      const posted = client.updateStatus<Node>({ ...node, status }, { trace });
      this.tell(node, posted, trace);
    });
  }

  private renew(): void {
    const { client, epochMs, clock, nodeName } = this.context;
    if (!client.connected || !this.context.release.atLeast(leasesSince)) return;
    this.attempt(() => {
      const { node } = this;
      if (!node) return;
      const renewTime = formatRfc3339Micro(epochMs + clock.now);
      const lease = client.view.get(`leases.coordination.k8s.io/kube-node-lease/${nodeName}`) as Lease | undefined;
      if (lease) {
        client.update<Lease>({ ...lease, spec: { ...lease.spec, renewTime } }, { trace: 0 });
        return;
      }
      const owner = { apiVersion: 'v1', kind: 'Node', name: nodeName, uid: node.metadata.uid };
      const trace = this.record('create', 'kubelet-begins-lease', { node: nodeName });
      client.create<Lease>(
        {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name: nodeName, namespace: 'kube-node-lease', ownerReferences: [owner] },
          spec: { holderIdentity: nodeName, leaseDurationSeconds: leaseSeconds, renewTime },
        },
        { trace },
      );
    });
  }

  private status(node: Node | undefined): NodeStatus {
    const { host, runtime, config } = this.options;
    const { release } = this.context;
    this.resources ??= nodeCapacity(host, config);
    this.info ??= nodeInfo(host, config, release);
    const images = nodeImages(runtime);
    if (!deepEqual(images, this.images)) this.images = images;
    return {
      ...node?.status,
      addresses: nodeAddresses(config),
      allocatable: this.resources.allocatable,
      capacity: this.resources.capacity,
      conditions: this.conditions(node),
      daemonEndpoints,
      ...(this.images.length > 0 && { images: this.images }),
      nodeInfo: this.info,
    };
  }

  private conditions(node: Node | undefined): NodeCondition[] {
    const now = this.context.now();
    const before = node?.status.conditions ?? [];
    const make = (type: string, status: NodeCondition['status'], reason: string, message: string): NodeCondition => {
      const old = before.find((c) => c.type === type);
      return { lastHeartbeatTime: now, lastTransitionTime: old?.status === status ? (old.lastTransitionTime ?? now) : now, message, reason, status, type };
    };
    const others = before.filter((c) => !['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].includes(c.type));
    return [
      ...others,
      make('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      make('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      make('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      this.readyCondition(make),
    ];
  }

  private readyCondition(make: (type: string, status: NodeCondition['status'], reason: string, message: string) => NodeCondition): NodeCondition {
    const { runtime, network } = this.options;
    if (!runtime.available) return make('Ready', 'False', 'KubeletNotReady', '[container runtime is down, PLEG is not healthy: pleg was last seen active 3m0s ago; threshold is 3m0s]');
    if (!network.ready) {
      const why = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
      return make('Ready', 'False', 'KubeletNotReady', why);
    }
    return make('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status');
  }

  /** Events of a start, and of becoming ready or not. */
  private tell(before: Node, after: Node, trace: TraceId): void {
    const { context } = this;
    const { name } = after.metadata;
    const say = (reason: string, message: string) => context.tell({ regarding: underItsName(after), type: 'Normal', reason, message, trace });
    if (!this.told) {
      this.told = true;
      say('Starting', 'Starting kubelet.');
      const looks = this.registered ? 2 : 1; // for the object that it registers, and for its first report
      for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) {
        for (let i = 0; i < looks; i++) say(reason, `Node ${name} status is now: ${reason}`);
      }
      say('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    }
    const [was, is] = [isReady(before.status), isReady(after.status)];
    if (!was && is) say('NodeReady', `Node ${name} status is now: NodeReady`);
    if (was && !is) say('NodeNotReady', `Node ${name} status is now: NodeNotReady`);
  }

  private record(act: string, code: string, args: { readonly node: string; readonly ready?: boolean }): TraceId {
    return this.context.record(act, code, args, []);
  }

  /** False when the API refused or could not be reached. */
  private attempt(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      if (error instanceof ApiUnreachable || error instanceof ApiStatus) return false;
      throw error;
    }
  }
}

/** Who runs on a node knows no more of it than its name, and files under that what it tells of it. */
export function underItsName(node: Node): Node {
  return { ...node, metadata: { ...node.metadata, uid: node.metadata.name } };
}

function isReady(status: NodeStatus): boolean {
  return status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
}

function sameButBeats(a: NodeStatus, b: NodeStatus): boolean {
  const still = (status: NodeStatus) => ({ ...status, conditions: (status.conditions ?? []).map(({ lastHeartbeatTime: _, ...rest }) => rest) });
  return deepEqual(still(a), still(b));
}
