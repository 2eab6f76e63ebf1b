/**
 * The scheduler's picture of the cluster: one summary a node, moved along by the pods and nodes that change, so that placing
 * a pod costs the number of nodes and never the number of pods.
 */
import type { Node } from '../kinds/node/node.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { controllerOf, type Labels } from '../meta/object.ts';
import { bump, NodeSummary, type PlacedPod } from './node-summary.ts';
import { requestsOf } from './pod-requests.ts';
import { keepsAway, leans } from './pod-rules.ts';

interface Placement {
  readonly node: string;
  readonly placed: PlacedPod;
  readonly priority: number;
  readonly labels: Labels | undefined;
}

const noPorts: readonly string[] = [];
const portsOf = new WeakMap<Pod['spec']['containers'], readonly string[]>();

export class ClusterSummary {
  private readonly byName = new Map<string, NodeSummary>();
  private readonly placements = new Map<string, Placement>();
  private ordered: NodeSummary[] | undefined;
  /** How many pods of each priority there are. */
  private readonly priorities = new Map<number, number>();
  /** Keys of the pods that keep others away. */
  readonly keepingAway = new Set<string>();
  /** And of those that would rather have others near or away. */
  readonly leaning = new Set<string>();
  /** Counts the changes that may let a pod fit that did not: room made, a node come or altered. */
  roomMade = 0;
  /** Counts the pods that got a node or other labels: what may let one fit that wants to be near them. */
  podsAltered = 0;
  /** Counts the changes of the nodes themselves. */
  nodesChanged = 0;

  /** The nodes in byte order of their names. */
  get nodes(): readonly NodeSummary[] {
    this.ordered ??= [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.ordered;
  }

  node(name: string): NodeSummary | undefined {
    return this.byName.get(name);
  }

  noteNode(name: string, node: Node | undefined): void {
    const summary = this.byName.get(name);
    if (!node) {
      if (this.byName.delete(name)) this.ordered = undefined;
      return;
    }
    if (summary) {
      if (!summary.describe(node)) return;
      this.roomMade++;
      this.nodesChanged++;
      return;
    }
    const created = new NodeSummary(name, node);
    this.byName.set(name, created);
    for (const { node: where, placed } of this.placements.values()) if (where === name) created.add(placed);
    this.ordered = undefined;
    this.roomMade++;
  }

  /** `pod` is what is now under the key; undefined when nothing is. */
  notePod(key: string, pod: Pod | undefined): void {
    const before = this.placements.get(key);
    const node = pod && takesRoom(pod) ? pod.spec.nodeName! : undefined;
    if (before && before.node === node) {
      if (pod && pod.metadata.labels !== before.labels) this.relabel(key, before, pod.metadata.labels);
      if (pod && requestsOf(pod.spec) !== before.placed.requests) {
        this.replace(key, before, placedPod(pod));
        this.roomMade++;
        return;
      }
      if (pod?.metadata.deletionTimestamp !== undefined && before.placed.owner !== '') this.replace(key, before, placedPod(pod));
      return;
    }
    if (before) {
      this.placements.delete(key);
      this.keepingAway.delete(key);
      this.leaning.delete(key);
      bump(this.priorities, before.priority, -1);
      this.byName.get(before.node)?.remove(before.placed);
      this.roomMade++;
    }
    if (pod && node !== undefined) {
      const placed = placedPod(pod);
      const { priority = 0 } = pod.spec;
      this.placements.set(key, { node, placed, priority, labels: pod.metadata.labels });
      this.podsAltered++;
      if (keepsAway(pod.spec)) this.keepingAway.add(key);
      if (leans(pod.spec)) this.leaning.add(key);
      bump(this.priorities, priority, 1);
      this.byName.get(node)?.add(placed);
    }
  }

  /** Whether any pod that has a node matters less. */
  hasWeaker(priority: number): boolean {
    for (const each of this.priorities.keys()) if (each < priority) return true;
    return false;
  }

  private relabel(key: string, before: Placement, labels: Labels | undefined): void {
    this.placements.set(key, { ...before, labels });
    this.podsAltered++;
    if (this.keepingAway.size > 0) this.roomMade++;
  }

  private replace(key: string, { node, placed }: Placement, next: PlacedPod): void {
    this.placements.set(key, { ...this.placements.get(key)!, placed: next });
    this.byName.get(node)?.remove(placed);
    this.byName.get(node)?.add(next);
  }
}

/** A pod keeps its room until its containers have ended, also while it is being deleted. */
function takesRoom(pod: Pod): boolean {
  return Boolean(pod.spec.nodeName) && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

/** One that is being deleted still takes room, but its owner's next pod need not keep away from it. */
export function placedPod(pod: Pod): PlacedPod {
  const owner = pod.metadata.deletionTimestamp === undefined ? (controllerOf(pod)?.uid ?? '') : '';
  return { requests: requestsOf(pod.spec), owner, ports: hostPorts(pod) };
}

/** The host ports that a pod takes; worked out once for pods that share their containers. */
export function hostPorts({ spec }: Pod): readonly string[] {
  let ports = portsOf.get(spec.containers);
  if (!ports) {
    const found = spec.containers.flatMap((c) => (c.ports ?? []).filter((p) => p.hostPort).map((p) => `${p.protocol ?? 'TCP'}/${p.hostPort}`));
    portsOf.set(spec.containers, (ports = found.length > 0 ? found : noPorts));
  }
  return ports;
}
