/** A Deployment as one turn of its controller sees it: with the ReplicaSets it owns, the new one told from the old, and its bounds. */
import type { Deployment } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { controllerOf, controllerReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { selectorMatches } from '../selector-match.ts';
import { maxWhenSized, revisionOf } from './revisions.ts';
import { type ScaledSet } from './rolling-arithmetic.ts';
import { resolveBounds, type RollingBounds } from './rolling-bounds.ts';
import { templateText } from './template-hash.ts';

export const actor = 'deployment-controller';
const setsTable = 'replicasets.apps';

export interface Rollout {
  readonly context: ControllerContext;
  readonly key: string;
  deployment: Deployment;
  newSet: ReplicaSet | undefined;
  oldSets: readonly ReplicaSet[]; // the oldest first
  readonly bounds: RollingBounds;
  readonly isRolling: boolean;
}

export function beginRollout(context: ControllerContext, key: string, deployment: Deployment): Rollout {
  const sets = claimedSets(context, key, deployment);
  const text = templateText(deployment.spec.template);
  const newSet = sets.find((set) => templateText(set.spec.template) === text);
  const { strategy } = deployment.spec;
  const isRolling = strategy?.type !== 'Recreate';
  const desired = deployment.spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const bounds = isRolling ? resolveBounds(desired, maxSurge, maxUnavailable) : { desired, maxSurge: 0, maxUnavailable: 0 };
  return { context, key, deployment, newSet, oldSets: sets.filter((set) => set !== newSet), bounds, isRolling };
}

export function setKey(set: ReplicaSet): string {
  return `${setsTable}/${set.metadata.namespace}/${set.metadata.name}`;
}

export function sizeOf(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

/**
 * The ReplicaSet in numbers. Its status may be older than its pods: what was available and no longer is does not count,
 * and what it has been told to end but has not yet still does.
 */
export function measure({ context, deployment }: Rollout, set: ReplicaSet): ScaledSet {
  const { view } = context.client;
  const { name, uid, creationTimestamp } = set.metadata;
  return {
    name,
    replicas: sizeOf(set),
    pods: view.countBy('pods', 'ownerActive', uid),
    available: Math.min(set.status.availableReplicas ?? 0, view.countBy('pods', 'ownerReady', uid)),
    maxReplicasBefore: maxWhenSized(set) || (deployment.status.replicas ?? 0),
    createdMs: context.client.atMs(creationTimestamp),
  };
}

/** Replaces a ReplicaSet of the rollout by what a write made of it. */
export function replaceSet(rollout: Rollout, set: ReplicaSet): void {
  if (rollout.newSet?.metadata.uid === set.metadata.uid) rollout.newSet = set;
  else rollout.oldSets = rollout.oldSets.map((old) => (old.metadata.uid === set.metadata.uid ? set : old));
}

export function allSets({ newSet, oldSets }: Rollout): readonly ReplicaSet[] {
  return newSet ? [...oldSets, newSet] : oldSets;
}

/** Those that belong to the Deployment, by age: orphans that its selector finds are adopted, strangers released. */
function claimedSets(context: ControllerContext, key: string, deployment: Deployment): ReplicaSet[] {
  const { view } = context.client;
  const { namespace, uid } = deployment.metadata;
  const sets: ReplicaSet[] = [];
  for (const ownKey of [...view.keysBy(setsTable, 'owner', uid)]) {
    const set = view.get(ownKey) as ReplicaSet;
    if (selectorMatches(deployment.spec.selector, set.metadata.labels)) sets.push(set);
    else release(context, key, set);
  }
  if (deployment.metadata.deletionTimestamp === undefined && view.countBy(setsTable, 'orphan', namespace) > 0) {
    for (const ownKey of [...view.keysBy(setsTable, 'orphan', namespace)]) {
      const set = view.get(ownKey) as ReplicaSet;
      if (set.metadata.deletionTimestamp === undefined && selectorMatches(deployment.spec.selector, set.metadata.labels)) {
        sets.push(adopt(context, key, deployment, set));
      }
    }
  }
  return sets.sort(byAge);
}

function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [x, y] = [a.metadata, b.metadata];
  if (x.creationTimestamp !== y.creationTimestamp) return x.creationTimestamp < y.creationTimestamp ? -1 : 1;
  return revisionOf(a) - revisionOf(b) || (x.name < y.name ? -1 : 1);
}

function adopt({ client, trace }: ControllerContext, key: string, deployment: Deployment, set: ReplicaSet): ReplicaSet {
  const reads = [reading(client, key, 'spec'), reading(client, setKey(set), 'metadata')];
  const id = trace.record(actor, 'update', 'deployment-adopts-set', { set: set.metadata.name, deployment: deployment.metadata.name }, reads);
  const ownerReferences = [...(set.metadata.ownerReferences ?? []), controllerReference(deployment)];
  return client.update({ ...set, metadata: { ...set.metadata, ownerReferences } }, { trace: id });
}

function release({ client, trace }: ControllerContext, key: string, set: ReplicaSet): void {
  const reads = [reading(client, setKey(set), 'metadata'), reading(client, key, 'spec')];
  const id = trace.record(actor, 'update', 'deployment-releases-set', { set: set.metadata.name }, reads);
  const uid = controllerOf(set)!.uid;
  const ownerReferences = set.metadata.ownerReferences!.filter((reference) => reference.uid !== uid);
  client.update({ ...set, metadata: { ...set.metadata, ownerReferences } }, { trace: id });
}
