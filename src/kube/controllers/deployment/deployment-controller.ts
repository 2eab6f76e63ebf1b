/**
 * The deployment controller: replaces the pods of one template by those of another, never with more pods than the surge
 * allows nor with fewer available ones than asked for. It only sizes ReplicaSets; they make and end the pods.
 */
import type { Reconciler, View } from '../../../sim/index.ts';
import type { Deployment } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { controllerOf, type KubeObject, type OwnerReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';
import { selectorMatches } from '../selector-match.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isComplete, syncStatus } from './deployment-status.ts';
import { syncNewSet, watchesProgress } from './new-set.ts';
import { newCondition, reasons, setCondition } from './progress-conditions.ts';
import { desiredWhenSized, revisionOf } from './revisions.ts';
import { maxTotal, newSetSize, proportionalSizes, shrinkOldSets } from './rolling-arithmetic.ts';
import { actor, allSets, beginRollout, measure, setKey, sizeOf, type Rollout } from './rollout.ts';
import { scaleSet, statusRead } from './scale-set.ts';

export function deploymentController(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [
      { table: 'deployments.apps' },
      { table: 'replicasets.apps', keys: (key, change, view) => deploymentsOfSet(change?.before ?? view.get(key), change?.after, view) },
      { table: 'pods', keys: (_key, change, view) => (change && !change.after ? deploymentAwaitingEnd(change.before as Pod, view) : []) },
    ],
    reconcile(key) {
      const deployment = context.client.view.get(key) as Deployment | undefined;
      return deployment && sync(beginRollout(context, key, deployment));
    },
  };
}

function sync(rollout: Rollout): { requeueAfterMs: number } | undefined {
  const { deployment } = rollout;
  if (deployment.metadata.deletionTimestamp !== undefined) return syncStatus(rollout, false);
  notePause(rollout);
  if (deployment.spec.paused || wasResized(rollout)) {
    syncNewSet(rollout, false);
    resize(rollout);
    if (deployment.spec.paused) cleanUp(rollout);
    return syncStatus(rollout, false);
  }
  return rollout.isRolling ? roll(rollout) : recreate(rollout);
}

function roll(rollout: Rollout): { requeueAfterMs: number } | undefined {
  const had = rollout.newSet;
  syncNewSet(rollout, true);
  // What its coming allows is for the next turn, which its own change asks for.
  if (!had && rollout.newSet) return syncStatus(rollout, true);
  if (!growNewSet(rollout) && !shrinkOld(rollout) && isComplete(rollout.deployment, rollout.deployment.status)) cleanUp(rollout);
  return syncStatus(rollout, true);
}

function growNewSet(rollout: Rollout): boolean {
  const { newSet, oldSets, bounds } = rollout;
  if (!newSet) return false;
  const size = measure(rollout, newSet);
  const old = oldSets.map((set) => measure(rollout, set));
  const to = newSetSize(bounds, size, old);
  if (to === size.replicas) return false;
  const total = [...old, size].reduce((sum, set) => sum + Math.max(set.replicas, set.pods), 0);
  const code = to > size.replicas ? 'deployment-grows-new-set' : 'deployment-shrinks-new-set';
  return scaleSet(rollout, newSet, to, code, { total, max: maxTotal(bounds) }, oldSets.map((set) => statusRead(rollout, set)));
}

function shrinkOld(rollout: Rollout): boolean {
  const { newSet, bounds } = rollout;
  const active = rollout.oldSets.filter((set) => sizeOf(set) > 0);
  if (active.length === 0) return false;
  const sizes = active.map((set) => measure(rollout, set));
  const newSize = newSet && measure(rollout, newSet);
  const resizes = shrinkOldSets(bounds, newSize, sizes);
  const available = [...sizes, ...(newSize ? [newSize] : [])].reduce((sum, set) => sum + Math.min(set.replicas, set.available), 0);
  for (const { name, to } of resizes) {
    const set = active.find((s) => s.metadata.name === name)!;
    const reads = newSet ? [statusRead(rollout, newSet)] : [];
    scaleSet(rollout, set, to, 'deployment-shrinks-old-set', { available, min: bounds.desired - bounds.maxUnavailable }, reads);
  }
  return resizes.length > 0;
}

/** Every old pod ends before the first new one begins. */
function recreate(rollout: Rollout): { requeueAfterMs: number } | undefined {
  syncNewSet(rollout, false);
  const active = rollout.oldSets.filter((set) => sizeOf(set) > 0);
  for (const set of active) scaleSet(rollout, set, 0, 'deployment-recreate-ends-old', {});
  if (active.length > 0 || oldPodsRun(rollout)) return syncStatus(rollout, true);
  if (!rollout.newSet) syncNewSet(rollout, true);
  if (rollout.newSet) scaleSet(rollout, rollout.newSet, rollout.bounds.desired, 'deployment-recreate-begins-new', {});
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanUp(rollout);
  return syncStatus(rollout, true);
}

function oldPodsRun({ context, oldSets }: Rollout): boolean {
  const { view } = context.client;
  return oldSets.some((set) => {
    if (set.status.replicas > 0) return true;
    for (const key of view.keysBy('pods', 'owner', set.metadata.uid)) if (!isFinished(view.get(key) as Pod)) return true;
    return false;
  });
}

/** The replicas asked for are not those that the ReplicaSets were last sized for. */
function wasResized(rollout: Rollout): boolean {
  return allSets(rollout).some((set) => {
    if (sizeOf(set) === 0) return false;
    const desired = desiredWhenSized(set);
    return desired !== undefined && desired !== rollout.bounds.desired;
  });
}

/** Sizes what there is for a new number of replicas, without bringing an update any further. */
function resize(rollout: Rollout): void {
  const { newSet, oldSets, bounds } = rollout;
  const only = activeOrLatest(rollout);
  if (only) {
    scaleSet(rollout, only, bounds.desired, 'deployment-resized', {});
    return;
  }
  const active = allSets(rollout).filter((set) => sizeOf(set) > 0);
  if (newSet && isSaturated(newSet, bounds.desired)) {
    for (const set of oldSets) if (sizeOf(set) > 0) scaleSet(rollout, set, 0, 'deployment-shrinks-old-set', { available: bounds.desired, min: 0 });
  } else if (rollout.isRolling) {
    for (const { name, to } of proportionalSizes(bounds, active.map((set) => measure(rollout, set)))) {
      scaleSet(rollout, active.find((set) => set.metadata.name === name)!, to, 'deployment-resized-in-proportion', { max: maxTotal(bounds) });
    }
  }
}

/** The only ReplicaSet with pods; with none, the newest; undefined when several have pods. */
function activeOrLatest({ newSet, oldSets }: Rollout) {
  const active = [...oldSets, ...(newSet ? [newSet] : [])].filter((set) => sizeOf(set) > 0);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? oldSets.at(-1);
}

function isSaturated(set: ReplicaSet, desired: number): boolean {
  return sizeOf(set) === desired && desiredWhenSized(set) === desired && (set.status.availableReplicas ?? 0) === desired;
}

function notePause(rollout: Rollout): void {
  const { deployment, context, key } = rollout;
  const { spec, status } = deployment;
  if (!watchesProgress(spec)) return;
  const current = status.conditions?.find((c) => c.type === 'Progressing');
  if (current?.reason === reasons.deadline) return;
  const isNoted = current?.reason === reasons.paused;
  if (isNoted === Boolean(spec.paused)) return;
  const { client, trace } = context;
  const condition = spec.paused
    ? newCondition('Progressing', 'Unknown', reasons.paused, 'Deployment is paused', client.now())
    : newCondition('Progressing', 'Unknown', reasons.resumed, 'Deployment is resumed', client.now());
  const id = trace.record(actor, 'update-status', spec.paused ? 'deployment-paused' : 'deployment-resumed', {}, [reading(client, key, 'spec')]);
  const conditions = setCondition(status.conditions ?? [], condition);
  rollout.deployment = client.updateStatus({ ...deployment, status: { ...status, conditions } }, { trace: id });
}

/** Old ReplicaSets beyond the history that is kept go, the lowest revision first. */
function cleanUp({ oldSets, deployment, context, key }: Rollout): void {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined) return;
  const { client, trace } = context;
  const candidates = oldSets.filter((set) => set.metadata.deletionTimestamp === undefined).sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of candidates.slice(0, Math.max(0, candidates.length - limit))) {
    const { metadata, status } = set;
    if (status.replicas !== 0 || sizeOf(set) !== 0 || (metadata.generation ?? 0) > (status.observedGeneration ?? 0)) continue;
    const args = { set: metadata.name, revision: revisionOf(set), limit };
    const id = trace.record(actor, 'delete', 'deployment-forgets-set', args, [reading(client, key, 'spec'), reading(client, setKey(set), 'metadata')]);
    client.delete(set, { trace: id });
  }
}

function deploymentsOfSet(before: KubeObject | undefined, after: KubeObject | undefined, view: View<KubeObject>): readonly string[] {
  const keys = new Set<string>();
  for (const set of [before, after]) {
    if (!set) continue;
    const owner = controllerOf(set);
    if (owner) addOwner(keys, set, owner);
    else for (const key of view.keysBy('deployments.apps', 'namespace', set.metadata.namespace!)) {
      if (selectorMatches((view.get(key) as Deployment).spec.selector, set.metadata.labels)) keys.add(key);
    }
  }
  return [...keys];
}

function addOwner(keys: Set<string>, owned: KubeObject, owner: OwnerReference): void {
  if (owner.kind === 'Deployment') keys.add(`deployments.apps/${owned.metadata.namespace}/${owner.name}`);
}

/** A pod has gone: a Deployment that recreates may have waited for it. */
function deploymentAwaitingEnd(pod: Pod, view: View<KubeObject>): readonly string[] {
  const owner = controllerOf(pod);
  const set = owner?.kind === 'ReplicaSet' ? view.get(`replicasets.apps/${pod.metadata.namespace}/${owner.name}`) : undefined;
  const deployer = set && controllerOf(set);
  if (deployer?.kind !== 'Deployment') return [];
  const key = `deployments.apps/${pod.metadata.namespace}/${deployer.name}`;
  return (view.get(key) as Deployment | undefined)?.spec.strategy?.type === 'Recreate' ? [key] : [];
}
