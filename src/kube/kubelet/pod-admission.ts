/** Whether the node can take a pod that was given to it: the scheduler may have been wrong, or been passed by. */
import type { Node } from '../kinds/node/node.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { hostPorts } from '../scheduler/cluster-summary.ts';
import { wantsNode } from '../scheduler/node-affinity.ts';
import { NodeSummary, type PlacedPod } from '../scheduler/node-summary.ts';
import { requestsOf } from '../scheduler/pod-requests.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ResizePending } from './resize.ts';
import { forbiddenSysctl } from './sysctls.ts';

export interface Refusal {
  readonly reason: string; // "OutOfcpu"
  readonly message: string;
}

export class PodAdmission {
  private readonly context: KubeletContext;
  private readonly placed = new Map<string, PlacedPod>(); // by uid
  private summary: NodeSummary | undefined;

  /** `pods`: those that are on the node already. */
  constructor(context: KubeletContext, pods: readonly Pod[]) {
    this.context = context;
    for (const pod of pods) this.add(pod);
  }

  add(pod: Pod): void {
    const placed = { requests: requestsOf(pod.spec), owner: '', ports: hostPorts(pod) };
    this.placed.set(pod.metadata.uid, placed);
    this.summary?.add(placed);
  }

  remove(uid: string): void {
    const placed = this.placed.get(uid);
    if (placed && this.placed.delete(uid)) this.summary?.remove(placed);
  }

  refusal(pod: Pod): Refusal | undefined {
    const node = this.context.client.view.get(`nodes/${this.context.nodeName}`) as Node | undefined;
    if (!node) return undefined;
    const { os } = pod.spec;
    if (os && os.name !== 'linux' && this.context.release.atLeast(25)) return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
    const forbidden = forbiddenSysctl(pod, this.context.release);
    if (forbidden) return { reason: 'SysctlForbidden', message: forbidden };
    if (!wantsNode(pod.spec, node)) return { reason: 'NodeAffinity', message: 'Predicate NodeAffinity failed' };
    const summary = this.summarize(node);
    const { milliCpu, memoryBytes } = requestsOf(pod.spec);
    if (summary.pods >= summary.podsMax) return short('pods', 1, summary.pods, summary.podsMax);
    if (milliCpu > 0 && summary.usedMilliCpu + milliCpu > summary.milliCpu) return short('cpu', milliCpu, summary.usedMilliCpu, summary.milliCpu);
    if (memoryBytes > 0 && summary.usedMemoryBytes + memoryBytes > summary.memoryBytes) return short('memory', memoryBytes, summary.usedMemoryBytes, summary.memoryBytes);
    if (hostPorts(pod).some((port) => summary.ports.has(port))) return { reason: 'NodePorts', message: 'Predicate NodePorts failed' };
    return undefined;
  }

  /** Takes over what a pod that runs here asks for now, or says why it cannot have that. */
  resize(pod: Pod): ResizePending | undefined {
    const { uid } = pod.metadata;
    const node = this.context.client.view.get(`nodes/${this.context.nodeName}`) as Node | undefined;
    if (!node) return undefined;
    const summary = this.summarize(node);
    const own = this.placed.get(uid)?.requests;
    const { milliCpu, memoryBytes } = requestsOf(pod.spec);
    const sizes = [
      { resource: 'cpu', wanted: milliCpu, used: summary.usedMilliCpu - (own?.milliCpu ?? 0), capacity: summary.milliCpu },
      { resource: 'memory', wanted: memoryBytes, used: summary.usedMemoryBytes - (own?.memoryBytes ?? 0), capacity: summary.memoryBytes },
    ];
    for (const { resource, wanted, capacity } of sizes) {
      if (wanted > capacity) return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${resource}, requested: ${wanted}, capacity: ${capacity}` };
    }
    for (const { resource, wanted, used, capacity } of sizes) {
      if (wanted > 0 && used + wanted > capacity) return { reason: 'Deferred', message: short(resource, wanted, used, capacity).message };
    }
    this.remove(uid);
    this.add(pod);
    return undefined;
  }

  private summarize(node: Node): NodeSummary {
    if (this.summary) this.summary.describe(node);
    else {
      this.summary = new NodeSummary(node.metadata.name, node);
      for (const placed of this.placed.values()) this.summary.add(placed);
    }
    return this.summary;
  }
}

function short(resource: string, requested: number, used: number, capacity: number): Refusal {
  const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message };
}
