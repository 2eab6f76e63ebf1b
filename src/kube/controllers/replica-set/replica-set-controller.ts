/**
 * The replicaset controller: keeps as many pods of a template as asked for. It counts by the store's indexes, so that a
 * turn costs the pods it makes or ends and not the pods there are. It serves ReplicationControllers too, which are shown to it as sets.
 */
import { deepEqual } from '../../../base/index.ts';
import type { ControlLoop, Reconciler } from '../../../sim/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { ReplicaSet, ReplicaSetStatus } from '../../kinds/replica-set/replica-set.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { controllerOf, type Condition, type KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { claimPods } from '../claim-pods.ts';
import { isEnding, watchPods } from '../owned-pods.ts';
import { podsToEnd } from './deletion-rank.ts';
import { newPod } from './new-pod.ts';
import { slowStart } from './slow-start.ts';

/** What keeps pods of a template, and how it is read as a ReplicaSet. */
export interface SetShape {
  readonly actor: string;
  readonly kind: string;
  readonly table: string;
  readonly asSet: (object: KubeObject) => ReplicaSet;
}

const replicaSets: SetShape = { actor: 'replicaset-controller', kind: 'ReplicaSet', table: 'replicasets.apps', asSet: (object) => object as ReplicaSet };

/** The most pods made or ended in one turn. */
const burst = 500;

interface Counts {
  readonly active: number;
  readonly labeled: number;
  readonly ready: number;
  readonly available: number;
  /** Virtual ms until the next ready pod will count as available. */
  readonly nextAvailableMs: number | undefined;
}

/** A controller's context with the sets that it looks after. */
interface SetContext extends ControllerContext {
  readonly shape: SetShape;
}

export function replicaSetController(given: ControllerContext, shape = replicaSets): Reconciler<KubeObject> {
  const { actor, kind, table, asSet } = shape;
  const context: SetContext = { ...given, shape };
  return {
    name: actor,
    watches: [{ table }, watchPods(kind, table, (set) => asSet(set).spec.selector)],
    reconcile: (key, loop) => sync(context, key, loop),
  };
}

function sync(context: SetContext, key: string, loop: ControlLoop<KubeObject>): { requeueAfterMs: number } | undefined {
  const { actor, asSet } = context.shape;
  const object = context.client.view.get(key);
  if (!object) return undefined;
  const set = asSet(object);
  claimPods(context, { actor, key, owner: set, selector: set.spec.selector, labels: set.spec.template.metadata?.labels ?? {} });
  const counts = count(context, set);
  const failure = set.metadata.deletionTimestamp === undefined ? adjust(context, key, set, counts.active) : undefined;
  writeStatus(context, key, set, counts, failure);
  if (failure) throw failure.error;
  if (counts.nextAvailableMs !== undefined) loop.enqueue(key, counts.nextAvailableMs);
  return undefined;
}

function count({ client, clock }: ControllerContext, set: ReplicaSet): Counts {
  const { view } = client;
  const { uid } = set.metadata;
  const active = view.countBy('pods', 'ownerActive', uid);
  const ready = view.countBy('pods', 'ownerReady', uid);
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  // What it owns it has claimed by its selector, and its template carries the labels of its selector.
  const counts = { active, labeled: active, ready, available: ready, nextAvailableMs: undefined };
  if (minReadySeconds === 0 || ready === 0) return counts;
  let available = 0;
  let next = Infinity;
  for (const key of view.keysBy('pods', 'ownerReady', uid)) {
    const pod = view.get(key) as Pod;
    const since = client.atMs(pod.status.conditions!.find((c) => c.type === 'Ready')!.lastTransitionTime ?? '');
    if (clock.now >= since + minReadySeconds * 1000) available++;
    else next = Math.min(next, since + minReadySeconds * 1000 - clock.now);
  }
  return { ...counts, available, nextAvailableMs: next === Infinity ? undefined : next };
}

interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly error: Error;
}

function adjust(context: SetContext, key: string, set: ReplicaSet, active: number): Failure | undefined {
  const missing = (set.spec.replicas ?? 1) - active;
  if (missing > 0) return makePods(context, key, set, active, Math.min(missing, burst));
  if (missing < 0) return endPods(context, key, set, active, Math.min(-missing, burst));
  return undefined;
}

function makePods(context: SetContext, key: string, set: ReplicaSet, active: number, missing: number): Failure | undefined {
  const { client, trace, shape: { actor } } = context;
  const template = newPod(set);
  const reads = [reading(client, key, 'spec')];
  const args = { set: set.metadata.name, desired: set.spec.replicas ?? 1, active };
  const { failed, error } = slowStart(missing, 1, () => {
    const id = trace.record(actor, 'create', 'replicaset-creates-pod', args, reads);
    const pod = client.create<Pod>(template, { trace: id });
    const message = `Created pod: ${pod.metadata.name}`;
    client.event({ regarding: set, type: 'Normal', reason: 'SuccessfulCreate', message, trace: id });
  });
  if (!failed) return undefined;
  if (!(error instanceof ApiStatus)) throw error;
  if (isEnding(error)) return undefined;
  const id = trace.record(actor, 'create', 'replicaset-cannot-create-pod', { ...args, message: error.message }, reads);
  client.event({ regarding: set, type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}`, trace: id });
  return { reason: 'FailedCreate', error };
}

function endPods(context: SetContext, key: string, set: ReplicaSet, active: number, surplus: number): Failure | undefined {
  const { client, trace, clock, shape: { actor } } = context;
  const { view } = client;
  const pods = [...view.keysBy('pods', 'ownerActive', set.metadata.uid)].map((k) => view.get(k) as Pod);
  const epochMs = client.server.epochMs;
  const reads = [reading(client, key, 'spec')];
  for (const pod of podsToEnd(pods, relatedPods(context, set, pods), surplus, epochMs + clock.now)) {
    const { name } = pod.metadata;
    const id = trace.record(actor, 'delete', 'replicaset-ends-pod', { set: set.metadata.name, pod: name, desired: set.spec.replicas ?? 1, active }, reads);
    try {
      client.delete(pod, { trace: id, preconditions: { uid: pod.metadata.uid } });
    } catch (error) {
      if (!(error instanceof ApiStatus)) throw error;
      if (error.code === 404) continue;
      client.event({ regarding: set, type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${error.message}`, trace: id });
      return { reason: 'FailedDelete', error };
    }
    client.event({ regarding: set, type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}`, trace: id });
  }
  return undefined;
}

/** Pods of all the sets of one owner: a pod among many of them on its node is missed least. */
function relatedPods({ client, shape: { table } }: SetContext, set: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(set);
  if (!owner) return own;
  const { view } = client;
  const related: Pod[] = [];
  for (const key of view.keysBy(table, 'owner', owner.uid)) {
    const { uid } = view.get(key)!.metadata;
    if (uid === set.metadata.uid) related.push(...own);
    else for (const podKey of view.keysBy('pods', 'ownerActive', uid)) related.push(view.get(podKey) as Pod);
  }
  return related;
}

function writeStatus(context: SetContext, key: string, set: ReplicaSet, counts: Counts, failure: Failure | undefined): void {
  const { client, trace, shape: { actor } } = context;
  const status = computeStatus(set, counts, failure, client.now());
  if (deepEqual(status, set.status)) return;
  const args = { set: set.metadata.name, desired: set.spec.replicas ?? 1, active: counts.active, ready: counts.ready, available: counts.available };
  const id = trace.record(actor, 'update-status', 'replicaset-counts', args, [reading(client, key, 'spec')]);
  client.updateStatus({ ...set, status }, { trace: id });
}

function computeStatus(set: ReplicaSet, counts: Counts, failure: Failure | undefined, now: string): ReplicaSetStatus {
  const { active, labeled, ready, available } = counts;
  const conditions = failureConditions(set.status.conditions ?? [], failure, now);
  return {
    replicas: active,
    ...(labeled > 0 && { fullyLabeledReplicas: labeled }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    observedGeneration: set.metadata.generation ?? 1,
    ...(conditions.length > 0 && { conditions }),
  };
}

function failureConditions(conditions: readonly Condition[], failure: Failure | undefined, now: string): readonly Condition[] {
  const has = conditions.some((c) => c.type === 'ReplicaFailure');
  if (failure && !has) {
    const { reason, error } = failure;
    return [...conditions, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: now, reason, message: error.message }];
  }
  return !failure && has ? conditions.filter((c) => c.type !== 'ReplicaFailure') : conditions;
}
