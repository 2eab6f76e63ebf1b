/**
 * Which pods have to go so that one that matters more gets a node: on each node as few as will do, the least first, and those that a
 * budget protects last; and of the nodes the one where that costs least.
 */
import type { ControllerContext } from '../controllers/controller-context.ts';
import { reading } from '../controllers/controller-context.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { PodDisruptionBudget } from '../kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { disrupted, disruptionSince } from '../kinds/pod/disruption.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ApiStatus } from '../meta/api-status.ts';
import { matchesSelector } from '../meta/label-selector.ts';
import { placedPod, type ClusterSummary } from './cluster-summary.ts';
import { passingObjection, type Candidate } from './filters.ts';
import { NodeSummary } from './node-summary.ts';
import type { Placement } from './placement.ts';

export interface Preemption {
  readonly node: string;
  readonly victims: readonly Pod[];
}

/** On one node, most important victim first. */
interface Cost extends Preemption {
  readonly broken: number; // budgets
}

const priorityOf = ({ spec }: Pod): number => spec.priority ?? 0;
const startOf = ({ status }: Pod): string => status.startTime ?? '~'; // not yet: later than any time

export function findVictims(context: ControllerContext, candidate: Candidate, { objections }: Placement, cluster: ClusterSummary): Preemption | undefined {
  const budgets = context.client.view.list('poddisruptionbudgets.policy') as readonly PodDisruptionBudget[];
  const costs = objections.filter(({ objection }) => !objection.final).flatMap(({ node }) => costOn(context, candidate, cluster.node(node)!, budgets) ?? []);
  return costs.toSorted(compareCosts)[0];
}

function costOn({ client: { view }, release }: ControllerContext, candidate: Candidate, summary: NodeSummary, budgets: readonly PodDisruptionBudget[]): Cost | undefined {
  const pods = [...view.keysBy('pods', 'node', summary.name)].map((key) => view.get(key) as Pod).filter((pod) => !isFinished(pod));
  const weaker = pods.filter((pod) => priorityOf(pod) < priorityOf(candidate.pod));
  if (weaker.length === 0 || weaker.some((pod) => pod.metadata.deletionTimestamp !== undefined)) return undefined; // room is being made already
  const left = new NodeSummary(summary.name, summary.node);
  for (const pod of pods) if (!weaker.includes(pod)) left.add(placedPod(pod));
  if (passingObjection(candidate, left, release)) return undefined;
  const allowed = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed]));
  const byImportance = weaker.toSorted((a, b) => priorityOf(b) - priorityOf(a) || (startOf(a) < startOf(b) ? -1 : 1));
  const protectedPods = new Set(byImportance.filter((pod) => isProtected(pod, allowed)));
  const spare = (pod: Pod): boolean => {
    left.add(placedPod(pod));
    if (!passingObjection(candidate, left, release)) return true;
    left.remove(placedPod(pod));
    return false;
  };
  const spared = new Set([...protectedPods, ...byImportance.filter((pod) => !protectedPods.has(pod))].filter(spare));
  const victims = byImportance.filter((pod) => !spared.has(pod));
  return { node: summary.name, victims, broken: victims.filter((pod) => protectedPods.has(pod)).length };
}

/** Counts the pod off the budgets that it falls under. */
function isProtected({ metadata }: Pod, allowed: Map<PodDisruptionBudget, number>): boolean {
  let found = false;
  for (const [budget, left] of allowed) {
    const { selector } = budget.spec;
    if (budget.metadata.namespace !== metadata.namespace || !selector || !matchesSelector(selector, metadata.labels ?? {})) continue;
    allowed.set(budget, left - 1);
    if (left <= 0) found = true;
  }
  return found;
}

/** Fewer broken budgets, then lesser pods, then fewer, then those that began last; then the node's name. */
function compareCosts(a: Cost, b: Cost): number {
  const highest = (cost: Cost) => priorityOf(cost.victims[0]!);
  const sum = (cost: Cost) => cost.victims.reduce((all, pod) => all + priorityOf(pod) + 2 ** 31, 0);
  const begun = (cost: Cost) => cost.victims.filter((pod) => priorityOf(pod) === highest(cost)).map(startOf).toSorted()[0]!;
  const numbers = a.broken - b.broken || highest(a) - highest(b) || sum(a) - sum(b) || a.victims.length - b.victims.length;
  if (numbers !== 0) return numbers;
  if (begun(a) !== begun(b)) return begun(a) > begun(b) ? -1 : 1;
  return a.node < b.node ? -1 : 1;
}

/** Asks the victims to end; the pod that they make room for is tried again when they have. */
export function evictVictims({ client, trace, release }: ControllerContext, actor: string, key: string, pod: Pod, { node, victims }: Preemption): void {
  const { uid, namespace, name } = pod.metadata;
  const by = release.atLeast(27) ? `pod ${uid}` : release.atLeast(24) ? 'a pod' : `${namespace}/${name}`;
  for (const victim of victims) {
    const id = trace.record(actor, 'delete', 'scheduler-preempts', { pod: name, victim: victim.metadata.name, node }, [reading(client, key, 'spec')]);
    try {
      const marked = release.atLeast(disruptionSince) ? client.updateStatus<Pod>(disrupted(victim, 'PreemptionByScheduler', `${actor}: preempting to accommodate a higher priority pod`, client.now()), { trace: id }) : victim;
      client.delete(marked, { trace: id, preconditions: { uid: victim.metadata.uid } });
      client.event({ regarding: victim, type: 'Normal', reason: 'Preempted', message: `Preempted by ${by} on node ${node}`, trace: id });
    } catch (error) {
      if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
    }
  }
}
