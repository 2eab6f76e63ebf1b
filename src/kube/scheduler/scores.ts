/**
 * The scores: among the nodes on which a pod can run, which suits best. Each score gives 0 to 100, brought to scale over
 * the nodes where it counts things, and weighs in as the default profile has it.
 */
import type { Candidate } from './filters.ts';
import { preferenceWeight } from './node-affinity.ts';
import type { NodeSummary } from './node-summary.ts';
import { tolerates } from './tolerations.ts';

const megabyte = 1024 * 1024;

/** The total score of each node, in the order of `nodes`. */
export function scoreNodes(candidate: Candidate, nodes: readonly NodeSummary[]): number[] {
  const totals: number[] = [];
  for (const node of nodes) totals.push(leastAllocated(candidate, node) + balanced(candidate, node));
  addSpread(candidate, nodes, totals);
  addPreference(candidate, nodes, totals);
  addSoftTaints(candidate, nodes, totals);
  addImages(candidate, nodes, totals);
  candidate.topology?.scores(nodes).forEach((score, i) => (totals[i]! += score));
  return totals;
}

/** The emptier a node would be, the better. */
function leastAllocated({ requests }: Candidate, node: NodeSummary): number {
  const cpu = free(node.scoredMilliCpu + requests.scoredMilliCpu, node.milliCpu);
  const memory = free(node.scoredMemoryBytes + requests.scoredMemoryBytes, node.memoryBytes);
  return Math.floor((cpu + memory) / 2);
}

function free(used: number, whole: number): number {
  return used >= whole ? 0 : Math.floor(((whole - used) * 100) / whole);
}

/** Processor and memory should be used up at the same rate. */
function balanced({ requests }: Candidate, node: NodeSummary): number {
  if (node.milliCpu === 0 || node.memoryBytes === 0) return 0;
  const cpu = Math.min(1, (node.usedMilliCpu + requests.milliCpu) / node.milliCpu);
  const memory = Math.min(1, (node.usedMemoryBytes + requests.memoryBytes) / node.memoryBytes);
  return Math.floor((1 - Math.abs(cpu - memory) / 2) * 100);
}

/** Pods of one owner are spread over the nodes, unless they say themselves what they are spread over. */
function addSpread({ owner, pod }: Candidate, nodes: readonly NodeSummary[], totals: number[]): void {
  if (owner === '' || pod.spec.topologySpreadConstraints?.length) return;
  const weight = 2;
  let min = Infinity;
  let max = 0;
  const counts: number[] = [];
  for (const node of nodes) {
    const count = node.byOwner.get(owner) ?? 0;
    counts.push(count);
    if (count < min) min = count;
    if (count > max) max = count;
  }
  for (let i = 0; i < counts.length; i++) totals[i]! += weight * (max === 0 ? 100 : Math.floor((100 * (max + min - counts[i]!)) / max));
}

function addPreference({ pod }: Candidate, nodes: readonly NodeSummary[], totals: number[]): void {
  if (!pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.length) return;
  const weights = nodes.map((node) => preferenceWeight(pod.spec, node.node));
  const max = weights.reduce((a, b) => Math.max(a, b), 0);
  if (max > 0) for (let i = 0; i < nodes.length; i++) totals[i]! += 2 * Math.floor((100 * weights[i]!) / max);
}

/** Taints of effect PreferNoSchedule that the pod does not tolerate count against the node. */
function addSoftTaints({ pod }: Candidate, nodes: readonly NodeSummary[], totals: number[]): void {
  if (!nodes.some((node) => node.softTaints.length > 0)) return;
  const tolerations = pod.spec.tolerations ?? [];
  const counts = nodes.map((node) => node.softTaints.filter((taint) => !tolerations.some((t) => tolerates(t, taint))).length);
  const max = counts.reduce((a, b) => Math.max(a, b), 0);
  for (let i = 0; i < nodes.length; i++) totals[i]! += 3 * (max === 0 ? 100 : 100 - Math.floor((100 * counts[i]!) / max));
}

/** A node that has a large image already starts the pod sooner; weighed down where few nodes have it, lest all pods crowd there. */
function addImages({ pod }: Candidate, nodes: readonly NodeSummary[], totals: number[]): void {
  const { containers } = pod.spec;
  const lowest = 23 * megabyte;
  const span = 1000 * megabyte * containers.length - lowest;
  for (const { image = '' } of containers) {
    let having = 0;
    const sizes: number[] = [];
    for (const { images } of nodes) {
      const size = images.size > 0 ? images.get(image) : undefined;
      if (size !== undefined) having++;
      sizes.push(size ?? 0);
    }
    if (having === 0) continue;
    for (let i = 0; i < nodes.length; i++) {
      const bytes = Math.floor((sizes[i]! * having) / nodes.length);
      totals[i]! += Math.floor((100 * Math.max(0, Math.min(span, bytes - lowest))) / span);
    }
  }
}
