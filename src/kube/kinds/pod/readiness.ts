/** Whether a pod is ready, and since when: what owners, services and tables ask. */
import { conditionOf } from '../../meta/object.ts';
import type { Pod, PodCondition } from './pod.ts';

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return conditionOf(pod.status.conditions, type);
}

export function isPodReady(pod: Pod): boolean {
  const conditions = pod.status.conditions;
  if (conditions === undefined) return false;
  for (const condition of conditions) if (condition.type === 'Ready') return condition.status === 'True';
  return false;
}
