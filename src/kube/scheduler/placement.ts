/** The decision: which node a pod goes to, or what each node had against it. It reads only summaries, so it can be asked at any time. */
import type { Random } from '../../sim/index.ts';
import type { Release } from '../meta/release.ts';
import type { ClusterSummary } from './cluster-summary.ts';
import { lastingObjections, passingObjection, type Candidate, type Objection } from './filters.ts';
import type { NodeSummary } from './node-summary.ts';
import { scoreNodes } from './scores.ts';

export interface Placement {
  /** The chosen node; undefined when none will do. */
  readonly node: NodeSummary | undefined;
  readonly feasible: readonly NodeSummary[]; // the nodes that would do
  readonly totals: readonly number[]; // and their scores
  readonly objections: readonly { readonly node: string; readonly objection: Objection }[];
}

/** Of the nodes with the highest score chance picks one, so that nothing gathers on the first by name. */
export function place(candidate: Candidate, cluster: ClusterSummary, random: Random, release: Release): Placement {
  const { nodes } = cluster;
  const lasting = lastingObjections(candidate, nodes, cluster.nodesChanged, release);
  const feasible: NodeSummary[] = [];
  const objections: { node: string; objection: Objection }[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const found = lasting[i] ?? passingObjection(candidate, node, release);
    if (found) objections.push({ node: node.name, objection: found });
    else feasible.push(node);
  }
  if (feasible.length === 0) return { node: undefined, feasible, totals: [], objections };
  const totals = feasible.length > 1 ? scoreNodes(candidate, feasible) : [0];
  let best = 0;
  let ties = 1;
  for (let i = 1; i < totals.length; i++) {
    if (totals[i]! > totals[best]!) {
      best = i;
      ties = 1;
    } else if (totals[i] === totals[best] && random.below(++ties) === 0) best = i;
  }
  return { node: feasible[best], feasible, totals, objections };
}

/** `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.`, with what preemption found where the release says so. `preempting`: what became of it instead, if it is not empty. */
export function refusal({ objections }: Placement, release: Release, preempting: string | undefined): string {
  if (objections.length === 0) return release.atLeast(24) ? 'no nodes available to schedule pods' : '0/0 nodes are available';
  const counts = new Map<string, number>();
  for (const { objection: found } of objections) for (const reason of found.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const all = objections.length;
  const main = `0/${all} nodes are available: ${listed(counts)}.`;
  if (!release.atLeast(24)) return main;
  if (preempting === '') return main;
  const preemption = new Map<string, number>();
  for (const { objection: found } of objections) {
    const text = found.final ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod';
    preemption.set(text, (preemption.get(text) ?? 0) + 1);
  }
  const claims = !release.atLeast(34) ? ' preemption' : objections.some(({ objection }) => objection.reasons.includes('cannot allocate all claims')) ? ' still not schedulable, preemption' : ' no new claims to deallocate, preemption';
  return `${main}${claims}: ${preempting ?? `0/${all} nodes are available: ${listed(preemption)}.`}`;
}

/** As `refusal`, where the pod itself is what stands in the way. */
export function refusalOfPod(why: string, nodes: number, release: Release): string {
  if (!release.atLeast(24)) return why.startsWith('pod has') ? `0/${nodes} nodes are available: ${nodes} ${why}.` : why;
  const claims = release.atLeast(34) ? ' no new claims to deallocate, preemption' : ' preemption';
  return `0/${nodes} nodes are available: ${why}.${claims}: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([reason, count]) => `${count} ${reason}`).sort().join(', ');
}

const namedNodesMax = 8;

/** Each node in a few words, for the trace: its score or what it had against the pod. Beyond a few nodes only the best and the sums. */
export function account({ node, feasible, totals, objections }: Placement): string {
  const all = feasible.length + objections.length;
  if (all > namedNodesMax) {
    const best = node ? `, the best with ${totals[feasible.indexOf(node)]}` : '';
    return `${feasible.length} of ${all} nodes would do${best}`;
  }
  const parts = feasible.map(({ name }, i) => `${name}: ${totals[i]}`);
  for (const { node: name, objection: found } of objections) parts.push(`${name}: ${found.reasons.join(', ')}`);
  return parts.sort().join('; ');
}
