/** What is said of a pod before the cluster itself takes it away. */
import type { Pod, PodCondition } from './pod.ts';

/** The release that says it. */
export const disruptionSince = 26;

export function disrupted(pod: Pod, reason: string, message: string, now: string): Pod {
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
  const condition: PodCondition = { type: 'DisruptionTarget', status: 'True', lastProbeTime: null, lastTransitionTime: now, reason, message };
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}
