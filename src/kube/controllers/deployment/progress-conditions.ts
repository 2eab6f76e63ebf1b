/** The conditions of a Deployment: is it available, does it make progress, could it make its ReplicaSets. */
import type { DeploymentCondition } from '../../kinds/deployment/deployment.ts';

export type ConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

export const reasons = {
  available: 'MinimumReplicasAvailable',
  unavailable: 'MinimumReplicasUnavailable',
  found: 'FoundNewReplicaSet',
  created: 'NewReplicaSetCreated',
  createFailed: 'ReplicaSetCreateError',
  updated: 'ReplicaSetUpdated',
  complete: 'NewReplicaSetAvailable',
  deadline: 'ProgressDeadlineExceeded',
  paused: 'DeploymentPaused',
  resumed: 'DeploymentResumed',
} as const;

export type Conditions = readonly DeploymentCondition[];

export function newCondition(
  type: ConditionType,
  status: DeploymentCondition['status'],
  reason: string,
  message: string,
  now: string,
): DeploymentCondition {
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Equal status and reason leave what stands; an equal status alone keeps the time of its transition. */
export function setCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const current = conditions.find((c) => c.type === condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  const since = current?.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime;
  return [...dropCondition(conditions, condition.type), { ...condition, lastTransitionTime: since }];
}

export function dropCondition(conditions: Conditions, type: string): Conditions {
  return conditions.some((c) => c.type === type) ? conditions.filter((c) => c.type !== type) : conditions;
}
