/**
 * The statefulset controller: pods with names that last, made in the order of their numbers and ended in the reverse, each after
 * the one before it is ready, unless the set says that all may come and go together.
 */
import type { Reconciler } from '../../../sim/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { StatefulSet } from '../../kinds/stateful-set/stateful-set.ts';
import type { KubeObject } from '../../meta/object.ts';
import { claimPods, type PodOwner } from '../claim-pods.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { createPod, deletePod, isEnding, podsOf, watchPods, type Reason } from '../owned-pods.ts';
import { isFinished, nextAvailable } from '../pod-state.ts';
import { syncHistory, templateOf, truncateHistory, type Revised } from '../revisions/controller-revisions.ts';
import { keepClaims, makeClaims } from './claims.ts';
import { newStatefulPod, ordinalOf, revisionLabel } from './identity.ts';
import { writeStatus } from './status.ts';
import { actor, isAvailable, isHealthy, message, podKey, table, type Turn } from './turn.ts';
import { updatePods } from './update-pods.ts';

export function statefulSetController(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table }, watchPods('StatefulSet', table, (set) => (set as StatefulSet).spec.selector)],
    reconcile: (key) => sync(context, key),
  };
}

function sync(context: ControllerContext, key: string): { requeueAfterMs: number } | undefined {
  const set = context.client.view.get(key) as StatefulSet | undefined;
  if (!set) return undefined;
  const by: PodOwner = { actor, key, owner: set, selector: set.spec.selector, couldOwn: (pod) => ordinalOf(set, pod.metadata.name) !== undefined };
  claimPods(context, by);
  if (set.metadata.deletionTimestamp !== undefined) return undefined;
  const revised: Revised = { actor, key, owner: set, hashLabel: 'controller.kubernetes.io/hash' };
  const history = syncHistory(context, revised);
  const known = history.all.some((revision) => revision.metadata.name === set.status.currentRevision);
  const currentRevision = known ? set.status.currentRevision! : history.update.metadata.name;
  const turn: Turn = { context, key, set, by, history, currentRevision, first: set.spec.ordinals?.start ?? 0, wanted: set.spec.replicas ?? 1, pods: new Map() };
  try {
    look(turn);
    act(turn);
  } finally {
    look(turn);
    writeStatus(turn);
  }
  const live = new Set([currentRevision, history.update.metadata.name, ...[...turn.pods.values()].map((pod) => pod.metadata.labels?.[revisionLabel] ?? '')]);
  truncateHistory(context, revised, history, live);
  return nextAvailable(turn.pods.values(), set.spec.minReadySeconds, context.client.server.nowMs);
}

function look(turn: Turn): void {
  turn.pods = new Map(podsOf(turn.context, turn.set).map((pod) => [ordinalOf(turn.set, pod.metadata.name) ?? -1, pod]));
}

function act(turn: Turn): void {
  try {
    keepClaims(turn);
    if (makePods(turn) && endPods(turn)) updatePods(turn);
  } catch (error) {
    if (!isEnding(error)) throw error;
  }
}

const inOrder = ({ set }: Turn): boolean => set.spec.podManagementPolicy !== 'Parallel';

/** Makes those that are missing, from the lowest number up. False when a later step has to wait. */
function makePods(turn: Turn): boolean {
  const { context, set, first, wanted } = turn;
  for (let ordinal = first; ordinal < first + wanted; ordinal++) {
    let pod = turn.pods.get(ordinal);
    if (pod && isFinished(pod) && pod.metadata.deletionTimestamp === undefined) {
      const args = { set: set.metadata.name, pod: pod.metadata.name };
      const { namespace, name } = set.metadata;
      context.client.event({ regarding: set, type: 'Warning', reason: 'RecreatingFailedPod', message: `StatefulSet ${namespace}/${name} is recreating failed Pod ${pod.metadata.name}` });
      deletePod(context, turn.by, pod, { code: 'statefulset-replaces-failed', args, reads: [reading(context.client, podKey(pod), 'status')], message: message('delete', pod.metadata.name, set) });
      pod = context.client.view.get(podKey(pod)) as Pod | undefined;
    }
    if (!pod) {
      make(turn, ordinal);
      if (inOrder(turn)) return false;
      continue;
    }
    const waits = inOrder(turn) && (pod.metadata.deletionTimestamp !== undefined || !isAvailable(turn, pod));
    if (!waits || pod.status.phase === 'Pending') makeClaims(turn, ordinal); // one may have gone while a pod waited for it
    if (waits) return false;
  }
  return true;
}

function make(turn: Turn, ordinal: number): void {
  const { context, set, history, currentRevision, wanted } = turn;
  const revision = staysCurrent(turn, ordinal) ? currentRevision : history.update.metadata.name;
  const template = templateOf(history.all.find(({ metadata }) => metadata.name === revision)!);
  makeClaims(turn, ordinal);
  createPod(context, turn.by, newStatefulPod(set, template, revision, ordinal, context.release), (pod): Reason => ({
    code: 'statefulset-creates-pod',
    args: { set: set.metadata.name, pod, ordinal, desired: wanted },
    message: message('create', pod, set),
  }));
}

/** While an update is held back, what comes below its partition comes as it was. */
function staysCurrent({ set, first, currentRevision, history }: Turn, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (currentRevision === history.update.metadata.name) return true;
  if (type === 'OnDelete') return false;
  return rollingUpdate === undefined ? ordinal < first + (set.status.currentReplicas ?? 0) : ordinal < first + (rollingUpdate.partition ?? 0);
}

/** Ends those that are too many, from the highest number down. */
function endPods(turn: Turn): boolean {
  const { context, set, first, wanted } = turn;
  const surplus = [...turn.pods].filter(([ordinal]) => ordinal < first || ordinal >= first + wanted).sort(([a], [b]) => b - a);
  const unhealthy = [...turn.pods].sort(([a], [b]) => a - b).find(([, pod]) => !isHealthy(pod))?.[1];
  for (const [ordinal, pod] of surplus) {
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (inOrder(turn)) return false;
      continue;
    }
    if (inOrder(turn) && !isPodReady(pod) && pod !== unhealthy) return false;
    const args = { set: set.metadata.name, pod: pod.metadata.name, ordinal, desired: wanted };
    deletePod(context, turn.by, pod, { code: 'statefulset-ends-pod', args, message: message('delete', pod.metadata.name, set) });
    if (inOrder(turn)) return false;
  }
  return true;
}
