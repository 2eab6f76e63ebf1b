/**
 * Which pods a ReplicaSet ends first when it has too many: those that serve least and cost least to lose. Not yet placed
 * before placed, pending before running, not ready before ready, cheap by annotation, crowded on a node, young, restarted.
 */
import { parseRfc3339 } from '../../../base/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import { readySinceMs, restartsOf } from '../pod-state.ts';

interface Ranked {
  readonly pod: Pod;
  readonly crowd: number; // active pods of the same owner on the same node
}

const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** The `count` pods to end, the first to go first. `related` are the pods among which crowding is counted. */
export function podsToEnd(pods: readonly Pod[], related: readonly Pod[], count: number, nowMs: number): readonly Pod[] {
  if (count >= pods.length) return pods;
  const crowds = new Map<string, number>();
  for (const { spec } of related) if (spec.nodeName) crowds.set(spec.nodeName, (crowds.get(spec.nodeName) ?? 0) + 1);
  const ranked = pods.map((pod) => ({ pod, crowd: crowds.get(pod.spec.nodeName ?? '') ?? 0 }));
  ranked.sort((a, b) => compare(a, b, nowMs));
  return ranked.slice(0, count).map((r) => r.pod);
}

function compare(a: Ranked, b: Ranked, nowMs: number): number {
  return (
    Number(isPlaced(a.pod)) - Number(isPlaced(b.pod)) ||
    (phaseOrder[a.pod.status.phase] ?? 0) - (phaseOrder[b.pod.status.phase] ?? 0) ||
    Number(isPodReady(a.pod)) - Number(isPodReady(b.pod)) ||
    deletionCost(a.pod) - deletionCost(b.pod) ||
    b.crowd - a.crowd ||
    byAge(readySinceMs(a.pod), readySinceMs(b.pod), nowMs) ||
    restartsOf(b.pod) - restartsOf(a.pod) ||
    byAge(parseRfc3339(a.pod.metadata.creationTimestamp), parseRfc3339(b.pod.metadata.creationTimestamp), nowMs) ||
    (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1)
  );
}

function isPlaced(pod: Pod): boolean {
  return Boolean(pod.spec.nodeName);
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.[deletionCostAnnotation] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

/** The younger first, in steps that double: ages of one magnitude are equal, so that chance (the uid) spreads the choice. */
function byAge(a: number | undefined, b: number | undefined, nowMs: number): number {
  if (a === undefined || b === undefined) return 0;
  return magnitude(nowMs - a) - magnitude(nowMs - b);
}

function magnitude(ageMs: number): number {
  return 32 - Math.clz32(Math.max(0, Math.floor(ageMs / 1000)));
}
