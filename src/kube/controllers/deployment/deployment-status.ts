/** The status of a Deployment: sums over its ReplicaSets' statuses, and whether it is available, progresses, is done or stuck. */
import { deepEqual } from '../../../base/index.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { reading } from '../controller-context.ts';
import { watchesProgress } from './new-set.ts';
import { dropCondition, newCondition, reasons, setCondition, type Conditions } from './progress-conditions.ts';
import { minAvailable } from './rolling-arithmetic.ts';
import { actor, allSets, sizeOf, type Rollout } from './rollout.ts';
import { statusRead } from './scale-set.ts';

/** Writes the status when it changed. Answers when to look again, for progress that fails to come. */
export function syncStatus(rollout: Rollout, withProgress: boolean): { requeueAfterMs: number } | undefined {
  const { context, deployment, key } = rollout;
  const { client, trace } = context;
  let status = computeStatus(rollout);
  if (withProgress) status = { ...status, conditions: progressConditions(rollout, status) };
  if (deepEqual(status, deployment.status)) return withProgress ? whenStuck(rollout) : undefined;
  const reads = allSets(rollout).map((set) => statusRead(rollout, set)).sort((a, b) => b.trace - a.trace);
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const args = { desired: rollout.bounds.desired, replicas, updated: updatedReplicas, available: availableReplicas };
  const id = trace.record(actor, 'update-status', 'deployment-counts', args, reads.length > 0 ? reads : [reading(client, key, 'spec')]);
  rollout.deployment = client.updateStatus({ ...deployment, status }, { trace: id });
  return undefined;
}

function computeStatus(rollout: Rollout): DeploymentStatus {
  const { deployment, newSet, bounds, context } = rollout;
  const sets = allSets(rollout);
  const available = sum(sets, (set) => set.status.availableReplicas ?? 0);
  const unavailable = Math.max(0, sum(sets, sizeOf) - available);
  const now = context.client.now();
  const isAvailable = available >= (rollout.isRolling ? minAvailable(bounds) : bounds.desired);
  const condition = isAvailable
    ? newCondition('Available', 'True', reasons.available, 'Deployment has minimum availability.', now)
    : newCondition('Available', 'False', reasons.unavailable, 'Deployment does not have minimum availability.', now);
  const { collisionCount } = deployment.status;
  return withoutZeros({
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sum(sets, (set) => set.status.replicas),
    updatedReplicas: newSet?.status.replicas ?? 0,
    readyReplicas: sum(sets, (set) => set.status.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: unavailable,
    collisionCount: collisionCount ?? 0,
    conditions: setCondition(deployment.status.conditions ?? [], condition),
  });
}

/** A count of nothing is left out. */
function withoutZeros(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0));
}

function sum(sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  let total = 0;
  for (const set of sets) total += of(set);
  return total;
}

function progressConditions(rollout: Rollout, status: DeploymentStatus): Conditions {
  const { deployment, newSet } = rollout;
  let conditions = status.conditions ?? [];
  if (!watchesProgress(deployment.spec)) conditions = dropCondition(conditions, 'Progressing');
  const current = progressOf(deployment.status.conditions);
  const isDone = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === reasons.complete;
  if (watchesProgress(deployment.spec) && !isDone) conditions = judge(rollout, status, conditions, current);
  const failure = replicaFailure(newSet, rollout.oldSets);
  return failure ? setCondition(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime ?? null }) : dropCondition(conditions, 'ReplicaFailure');
}

function judge(rollout: Rollout, status: DeploymentStatus, conditions: Conditions, current: DeploymentCondition | undefined): Conditions {
  const { deployment, newSet, context } = rollout;
  const now = context.client.now();
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return setCondition(conditions, newCondition('Progressing', 'True', reasons.complete, `${subject} has successfully progressed.`, now));
  }
  if (movedForward(deployment.status, status)) {
    const condition = newCondition('Progressing', 'True', reasons.updated, `${subject} is progressing.`, now);
    const since = current?.status === 'True' ? current.lastTransitionTime : condition.lastTransitionTime;
    return [...dropCondition(conditions, 'Progressing'), { ...condition, lastTransitionTime: since }];
  }
  if (deadlineMs(rollout, progressOf(conditions)) < context.clock.now) {
    return setCondition(conditions, newCondition('Progressing', 'False', reasons.deadline, `${subject} has timed out progressing.`, now));
  }
  return conditions;
}

export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const desired = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

function movedForward(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldPods = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldPods(after) < oldPods(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Virtual time at which missing progress becomes a failure; infinite where none is missed. */
function deadlineMs({ deployment, context }: Rollout, condition: DeploymentCondition | undefined): number {
  const { spec } = deployment;
  if (!watchesProgress(spec) || !condition?.lastUpdateTime || condition.reason === reasons.complete || spec.paused) return Infinity;
  return context.client.atMs(condition.lastUpdateTime) + spec.progressDeadlineSeconds! * 1000;
}

function whenStuck(rollout: Rollout): { requeueAfterMs: number } | undefined {
  const { deployment, context } = rollout;
  const condition = progressOf(deployment.status.conditions);
  if (!condition || condition.reason === reasons.deadline || isComplete(deployment, deployment.status)) return undefined;
  const at = deadlineMs(rollout, condition);
  return at === Infinity ? undefined : { requeueAfterMs: Math.max(0, at - context.clock.now) + 1000 };
}

function progressOf(conditions: Conditions | undefined): DeploymentCondition | undefined {
  return conditions?.find((c) => c.type === 'Progressing');
}

function replicaFailure(newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): DeploymentCondition | undefined {
  const of = (set: ReplicaSet) => set.status.conditions?.find((c) => c.type === 'ReplicaFailure');
  const own = newSet && of(newSet);
  if (own) return own;
  for (const set of oldSets) {
    const failure = of(set);
    if (failure) return failure;
  }
  return undefined;
}
