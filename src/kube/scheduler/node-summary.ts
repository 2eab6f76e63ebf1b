/** What the scheduler keeps of one node: what it offers and what its pods take, kept up with every pod that comes or goes. */
import type { Node, Taint } from '../kinds/node/node.ts';
import { amount, type Requests } from './pod-requests.ts';

/** A pod on the node, as far as it takes something away from others. */
export interface PlacedPod {
  readonly requests: Requests;
  readonly owner: string; // uid of its controller, or ''
  readonly ports: readonly string[]; // host ports as "TCP/8080"
}

export class NodeSummary {
  readonly name: string;
  node!: Node;
  taints: readonly Taint[] = []; // those that keep pods away
  softTaints: readonly Taint[] = []; // those that only put them off
  unschedulable = false;
  milliCpu = 0;
  memoryBytes = 0;
  podsMax = 0;
  others: ReadonlyMap<string, number> = new Map();
  images: ReadonlyMap<string, number> = new Map(); // bytes by name

  pods = 0;
  usedMilliCpu = 0;
  usedMemoryBytes = 0;
  scoredMilliCpu = 0;
  scoredMemoryBytes = 0;
  readonly usedOthers = new Map<string, number>();
  readonly byOwner = new Map<string, number>();
  readonly ports = new Map<string, number>();

  constructor(name: string, node: Node) {
    this.name = name;
    this.describe(node);
  }

  /** Takes over what the node says of itself. True when that may make room for a pod that did not fit. */
  describe(node: Node): boolean {
    const before = this.node as Node | undefined;
    this.node = node;
    if (before && before.spec === node.spec && before.status.allocatable === node.status.allocatable && before.metadata.labels === node.metadata.labels) {
      this.describeImages(node, before);
      return false;
    }
    const taints = node.spec.taints ?? [];
    this.taints = taints.filter((t) => t.effect !== 'PreferNoSchedule');
    this.softTaints = taints.filter((t) => t.effect === 'PreferNoSchedule');
    this.unschedulable = node.spec.unschedulable ?? false;
    const others = new Map<string, number>();
    for (const [name, text] of Object.entries(node.status.allocatable ?? {})) others.set(name, amount(name, text));
    this.milliCpu = others.get('cpu') ?? 0;
    this.memoryBytes = others.get('memory') ?? 0;
    this.podsMax = others.get('pods') ?? 0;
    for (const name of ['cpu', 'memory', 'pods']) others.delete(name);
    this.others = others;
    this.describeImages(node, before);
    return true;
  }

  add(pod: PlacedPod): void {
    this.count(pod, 1);
  }

  remove(pod: PlacedPod): void {
    this.count(pod, -1);
  }

  private count(pod: PlacedPod, sign: 1 | -1): void {
    const { requests, owner, ports } = pod;
    this.pods += sign;
    this.usedMilliCpu += sign * requests.milliCpu;
    this.usedMemoryBytes += sign * requests.memoryBytes;
    this.scoredMilliCpu += sign * requests.scoredMilliCpu;
    this.scoredMemoryBytes += sign * requests.scoredMemoryBytes;
    for (const [name, value] of requests.others) bump(this.usedOthers, name, sign * value);
    if (owner !== '') bump(this.byOwner, owner, sign);
    for (const port of ports) bump(this.ports, port, sign);
  }

  private describeImages(node: Node, before: Node | undefined): void {
    if (before && before.status.images === node.status.images) return;
    const images = new Map<string, number>();
    for (const image of node.status.images ?? []) for (const name of image.names ?? []) images.set(name, image.sizeBytes ?? 0);
    this.images = images;
  }
}

export function bump<K>(counts: Map<K, number>, name: K, by: number): void {
  const count = (counts.get(name) ?? 0) + by;
  if (count === 0) counts.delete(name);
  else counts.set(name, count);
}
