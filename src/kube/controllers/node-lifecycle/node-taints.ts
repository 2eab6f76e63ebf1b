/** The taints that a node's conditions call for, so that a sick or closed node gets no pods, and in the end loses those it has. */
import type { Node, NodeCondition, Taint } from '../../kinds/node/node.ts';

const prefix = 'node.kubernetes.io/';
export const notReadyTaint = `${prefix}not-ready`;
export const unreachableTaint = `${prefix}unreachable`;
const unschedulableTaint = `${prefix}unschedulable`;

/** Conditions that keep new pods away while they have this status. */
const byCondition: readonly { readonly type: string; readonly status: NodeCondition['status']; readonly key: string }[] = [
  { type: 'Ready', status: 'False', key: notReadyTaint },
  { type: 'Ready', status: 'Unknown', key: unreachableTaint },
  { type: 'MemoryPressure', status: 'True', key: `${prefix}memory-pressure` },
  { type: 'DiskPressure', status: 'True', key: `${prefix}disk-pressure` },
  { type: 'PIDPressure', status: 'True', key: `${prefix}pid-pressure` },
  { type: 'NetworkUnavailable', status: 'True', key: `${prefix}network-unavailable` },
];

const ours = new Set([...byCondition.map(({ key }) => key), unschedulableTaint]);

const none: readonly Taint[] = [];

/** Its taints; one and the same value for every node without any, so that what did not change can be told. */
export function taintsOf(node: Node): readonly Taint[] {
  return node.spec.taints ?? none;
}

/** The node's taints with those that its conditions and its spec call for; the same value when nothing changes. */
export function withConditionTaints(node: Node, now: string): readonly Taint[] {
  const taints = taintsOf(node);
  const wanted = new Set<string>();
  for (const { type, status, key } of byCondition) if (conditionStatus(node, type) === status) wanted.add(key);
  if (node.spec.unschedulable) wanted.add(unschedulableTaint);
  const kept = taints.filter((t) => t.effect !== 'NoSchedule' || !ours.has(t.key) || wanted.has(t.key));
  const missing = [...wanted].filter((key) => !taints.some((t) => t.key === key && t.effect === 'NoSchedule'));
  if (kept.length === taints.length && missing.length === 0) return taints;
  return [...kept, ...missing.map((key): Taint => ({ key, effect: 'NoSchedule', ...(key === unschedulableTaint && { timeAdded: now }) }))];
}

/** The key of the taint that ends the pods of a node in this state; undefined for a healthy one. */
export function evictionTaint(node: Node): string | undefined {
  const ready = conditionStatus(node, 'Ready');
  return ready === 'False' ? notReadyTaint : ready === 'Unknown' ? unreachableTaint : undefined;
}

/** The taints with exactly this one of the two that end pods, or neither; the same value when nothing changes. */
export function withEvictionTaint(taints: readonly Taint[], key: string | undefined, now: string): readonly Taint[] {
  const isEviction = (t: Taint) => t.effect === 'NoExecute' && (t.key === notReadyTaint || t.key === unreachableTaint);
  const has = taints.some((t) => isEviction(t) && t.key === key);
  const others = taints.filter((t) => !isEviction(t) || t.key === key);
  if (key === undefined || has) return others.length === taints.length ? taints : others;
  return [...others, { key, effect: 'NoExecute', timeAdded: now }];
}

export function conditionStatus(node: Node, type: string): NodeCondition['status'] | undefined {
  return node.status.conditions?.find((c) => c.type === type)?.status;
}
