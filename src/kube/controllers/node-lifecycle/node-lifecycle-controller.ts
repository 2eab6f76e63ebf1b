/**
 * The node lifecycle controller: a node whose kubelet is no longer heard of is marked, tainted, and its pods are taken for
 * not ready; what the taints then do to the pods is the taint eviction controller's.
 */
import { deepEqual } from '../../../base/index.ts';
import type { ControlLoop, Reconciler } from '../../../sim/index.ts';
import type { Lease } from '../../kinds/lease/lease.ts';
import type { Node, NodeCondition, Taint } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { conditionStatus, evictionTaint, taintsOf, withConditionTaints, withEvictionTaint } from './node-taints.ts';
import { evictionIntervalMs } from './zone-state.ts';

const actor = 'node-controller';
const leases = 'leases.coordination.k8s.io';
const leasePrefix = `${leases}/kube-node-lease/`;
const zoneLabel = 'topology.kubernetes.io/zone';
const watched = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

interface Heard {
  heartbeat: string;
  atMs: number;
}

export class NodeLifecycleController implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly watches: Reconciler<KubeObject>['watches'] = [
    { table: 'nodes', keys: (key) => this.noteNode(key) },
    // A lease renewed is only noted: a node is looked at again when its time is over.
    { table: leases, keys: (key) => this.noteLease(key) },
  ];
  private readonly context: ControllerContext;
  private readonly graceMs: number;
  private readonly heard = new Map<string, Heard>();
  private readonly evictedMs = new Map<string, number>(); // by zone: when a node was last tainted to end its pods
  private readonly health = new Map<string, { readonly zone: string; readonly sick: boolean }>(); // by key
  private readonly zones = new Map<string, { nodes: number; sick: number }>();

  constructor(context: ControllerContext) {
    this.context = context;
    this.graceMs = context.release.atLeast(32) ? 50_000 : 40_000;
  }

  reconcile(key: string, loop: ControlLoop<KubeObject>): { requeueAfterMs: number } | undefined {
    const node = this.context.client.view.get(key) as Node | undefined;
    if (!node) {
      this.forget(key);
      return undefined;
    }
    if (!this.heard.has(key)) this.welcome(key, node);
    this.note(key, heartbeatOf(node));
    const silentMs = this.context.clock.now - this.heard.get(key)!.atMs;
    const current = silentMs >= this.graceMs ? this.markUnknown(key, node) : node;
    const waitMs = this.taint(key, current, loop);
    if (conditionStatus(current, 'Ready') !== 'True') this.markPods(key, current);
    const untilSilentMs = silentMs >= this.graceMs ? Infinity : this.graceMs - silentMs;
    const next = Math.min(untilSilentMs, waitMs);
    return next === Infinity ? undefined : { requeueAfterMs: next };
  }

  private noteNode(key: string): readonly string[] {
    const node = this.context.client.view.get(key) as Node | undefined;
    const before = this.health.get(key);
    const after = node && { zone: zoneOf(node), sick: isSick(node) };
    if (before?.zone === after?.zone && before?.sick === after?.sick) return [key];
    if (before) this.count(before, -1);
    if (after) {
      this.count(after, 1);
      this.health.set(key, after);
    } else this.health.delete(key);
    return [key];
  }

  private count({ zone, sick }: { readonly zone: string; readonly sick: boolean }, by: 1 | -1): void {
    let counts = this.zones.get(zone);
    if (!counts) this.zones.set(zone, (counts = { nodes: 0, sick: 0 }));
    counts.nodes += by;
    if (sick) counts.sick += by;
  }

  private noteLease(key: string): readonly string[] {
    if (!key.startsWith(leasePrefix)) return [];
    const nodeKey = `nodes/${key.slice(leasePrefix.length)}`;
    const lease = this.context.client.view.get(key) as Lease | undefined;
    const known = this.heard.get(nodeKey);
    if (!lease?.spec.renewTime || !known) return [];
    this.note(nodeKey, lease.spec.renewTime);
    return [];
  }

  /** A heartbeat that is later than the last one heard of: the node lives. */
  private note(key: string, heartbeat: string): void {
    const heard = this.heard.get(key)!;
    if (heartbeat <= heard.heartbeat) return;
    heard.heartbeat = heartbeat;
    heard.atMs = this.context.clock.now;
  }

  private welcome(key: string, node: Node): void {
    const { client, trace, clock } = this.context;
    this.heard.set(key, { heartbeat: '', atMs: clock.now });
    const { name } = node.metadata;
    const id = trace.record(actor, 'note', 'node-registered', { node: name }, [reading(client, key, 'metadata')]);
    client.event({ regarding: node, type: 'Normal', reason: 'RegisteredNode', message: `Node ${name} event: Registered Node ${name} in Controller`, trace: id });
  }

  private forget(key: string): void {
    if (!this.heard.delete(key)) return;
    this.context.trace.record(actor, 'note', 'node-removed', { node: key.slice(key.indexOf('/') + 1) });
  }

  private markUnknown(key: string, node: Node): Node {
    const now = this.context.client.now();
    const conditions = node.status.conditions ?? [];
    const next: NodeCondition[] = conditions.map((c) => (watched.includes(c.type) && c.status !== 'Unknown' ? unknown(c, now) : c));
    for (const type of watched) if (!conditions.some((c) => c.type === type)) next.push(neverPosted(type, now, node.metadata.creationTimestamp));
    if (deepEqual(next, conditions)) return node;
    const { client, trace } = this.context;
    const { name } = node.metadata;
    const args = { node: name, graceSeconds: this.graceMs / 1000 };
    const id = trace.record(actor, 'update-status', 'node-silent', args, [reading(client, `${leasePrefix}${name}`, 'spec'), reading(client, key, 'status')]);
    const marked = client.updateStatus<Node>({ ...node, status: { ...node.status, conditions: next } }, { trace: id });
    if (conditionStatus(node, 'Ready') === 'True') {
      client.event({ regarding: node, type: 'Normal', reason: 'NodeNotReady', message: `Node ${name} status is now: NodeNotReady`, trace: id });
    }
    return marked;
  }

  /** Brings the node's taints up to date. Answers the ms until the one that ends pods may be set. */
  private taint(key: string, node: Node, loop: ControlLoop<KubeObject>): number {
    const { client, trace } = this.context;
    const before = taintsOf(node);
    const now = client.now();
    let waitMs = Infinity;
    let taints = withConditionTaints(node, now);
    const eviction = evictionTaint(node);
    if (eviction === undefined) taints = withEvictionTaint(taints, undefined, now);
    else if (!before.some((t) => t.key === eviction && t.effect === 'NoExecute')) {
      waitMs = this.evictionWaitMs(node);
      if (waitMs === 0) {
        taints = withEvictionTaint(taints, eviction, now);
        this.evictedMs.set(zoneOf(node), this.context.clock.now);
        waitMs = Infinity;
      }
    } else if (this.intervalMs(node) === Infinity && this.isAllSick()) taints = withEvictionTaint(taints, undefined, now);
    if (taints === before) return waitMs;
    const args = { node: node.metadata.name, taints: taints.map(textOf).join(', ') };
    const id = trace.record(actor, 'update', 'node-tainted', args, [reading(client, key, 'status'), reading(client, key, 'spec')]);
    const { taints: _, ...spec } = node.spec;
    client.update<Node>({ ...node, spec: taints.length > 0 ? { ...spec, taints } : spec }, { trace: id });
    if (eviction === undefined) this.rethinkSick(loop);
    return waitMs;
  }

  private evictionWaitMs(node: Node): number {
    const intervalMs = this.intervalMs(node);
    const last = this.evictedMs.get(zoneOf(node));
    return last === undefined && intervalMs !== Infinity ? 0 : Math.max(0, (last ?? this.context.clock.now) + intervalMs - this.context.clock.now);
  }

  private intervalMs(node: Node): number {
    return evictionIntervalMs(this.zones.get(zoneOf(node)) ?? { nodes: 1, sick: 1 });
  }

  private isAllSick(): boolean {
    for (const { nodes, sick } of this.zones.values()) if (sick < nodes) return false;
    return true;
  }

  /** A node that recovers may change what is right for the sick ones. */
  private rethinkSick(loop: ControlLoop<KubeObject>): void {
    let left = 0;
    for (const { sick } of this.zones.values()) left += sick;
    if (left === 0) return;
    for (const [key, { sick }] of this.health) if (sick) loop.enqueue(key);
  }

  private markPods(key: string, node: Node): void {
    const { client, trace } = this.context;
    for (const podKey of [...client.view.keysBy('pods', 'node', node.metadata.name)]) {
      const pod = client.view.get(podKey) as Pod;
      if (!isPodReady(pod)) continue;
      const now = client.now();
      const conditions = pod.status.conditions!.map((c) => (c.type === 'Ready' ? { ...c, status: 'False' as const, lastTransitionTime: now } : c));
      const args = { pod: pod.metadata.name, node: node.metadata.name };
      const id = trace.record(actor, 'update-status', 'pod-on-silent-node', args, [reading(client, key, 'status')]);
      const marked = client.updateStatus<Pod>({ ...pod, status: { ...pod.status, conditions } }, { trace: id });
      client.event({ regarding: marked, type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', trace: id });
    }
  }
}

function heartbeatOf(node: Node): string {
  return node.status.conditions?.find((c) => c.type === 'Ready')?.lastHeartbeatTime ?? '';
}

function isSick(node: Node): boolean {
  return conditionStatus(node, 'Ready') !== 'True';
}

function zoneOf(node: Node): string {
  return node.metadata.labels?.[zoneLabel] ?? '';
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  return { ...condition, status: 'Unknown', lastTransitionTime: now, reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
}

function neverPosted(type: string, now: string, created: string): NodeCondition {
  const message = 'Kubelet never posted node status.';
  return { type, status: 'Unknown', lastHeartbeatTime: created, lastTransitionTime: now, reason: 'NodeStatusNeverUpdated', message };
}

function textOf(taint: Taint): string {
  return `${taint.key}:${taint.effect}`;
}
