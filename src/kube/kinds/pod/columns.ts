/** The table of pods: readiness, restarts and the one word that sums up how the pod is. */
import { humanDuration } from '../../../base/index.ts';
import { ageColumn, nameColumn, text, wide, type Column, type ColumnContext } from '../column.ts';
import type { Pod } from './pod.ts';
import { podCondition } from './readiness.ts';
import { summarize, type PodSummary } from './summary.ts';

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  text('Ready', (pod, context) => summary(pod, context).ready),
  text('Status', (pod, context) => summary(pod, context).reason),
  { name: 'Restarts', type: 'integer', until: 22, cell: (pod, context) => summary(pod, context).restarts },
  text('Restarts', (pod, context) => restartsText(summary(pod, context), context), { since: 22 }),
  ageColumn,
  text('IP', (pod) => pod.status.podIPs?.[0]?.ip ?? (pod.status.podIP || '<none>'), wide),
  text('Node', (pod) => pod.spec.nodeName || '<none>', wide),
  text('Nominated Node', (pod) => pod.status.nominatedNodeName || '<none>', wide),
  text('Readiness Gates', readinessGates, { ...wide, since: 12 }),
];

const summaries = new WeakMap<Pod, PodSummary>();

/** Several cells of a row ask, and every list of an unchanged pod. */
function summary(pod: Pod, context: ColumnContext): PodSummary {
  let known = summaries.get(pod);
  if (known === undefined) summaries.set(pod, (known = summarize(pod, context)));
  return known;
}

function restartsText({ restarts, lastRestartMs }: PodSummary, context: ColumnContext): string {
  if (restarts === 0 || lastRestartMs === 0) return String(restarts);
  return `${restarts} (${humanDuration(context.nowMs - lastRestartMs)} ago)`;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter((gate) => podCondition(pod, gate.conditionType)?.status === 'True');
  return `${met.length}/${gates.length}`;
}
