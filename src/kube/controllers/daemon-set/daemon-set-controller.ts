/** The daemonset controller: one pod on every node that its template fits, and none elsewhere. */
import type { Change, Reconciler } from '../../../sim/index.ts';
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject } from '../../meta/object.ts';
import { BackOff } from '../../client/back-off.ts';
import { claimPods } from '../claim-pods.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { createPod, deletePod, isEnding, podsOf, watchPods } from '../owned-pods.ts';
import { nextAvailable } from '../pod-state.ts';
import { slowStart } from '../replica-set/slow-start.ts';
import { syncHistory, truncateHistory, type Revised } from '../revisions/controller-revisions.ts';
import { fits, hashLabel, newDaemonPod, nodeOf } from './daemon-pod.ts';
import { writeStatus } from './status.ts';
import { actor, bySeniority, table, type DaemonContext, type Turn } from './turn.ts';
import { rollingSteps } from './update-pods.ts';

export function daemonSetController(context: ControllerContext): Reconciler<KubeObject> {
  const backOff = new BackOff(1000, 900_000);
  return {
    name: actor,
    watches: [
      { table },
      { table: 'nodes', keys: (_key, change, view) => (mayMatter(change) ? view.keys(table) : []) },
      watchPods('DaemonSet', table, (set) => (set as DaemonSet).spec.selector),
    ],
    reconcile: (key, loop) => sync({ ...context, backOff, again: (ms) => loop.enqueue(key, ms) }, key),
  };
}

/** Most of what a node reports of itself moves no daemon. */
function mayMatter(change: Change<KubeObject> | undefined): boolean {
  return !change?.before || !change.after || change.before.spec !== change.after.spec || change.before.metadata.labels !== change.after.metadata.labels;
}

function sync(context: DaemonContext, key: string): { requeueAfterMs: number } | undefined {
  const set = context.client.view.get(key) as DaemonSet | undefined;
  if (!set) {
    context.backOff.forget(`${key} `);
    return undefined;
  }
  const by = { actor, key, owner: set, selector: set.spec.selector };
  claimPods(context, by);
  if (set.metadata.deletionTimestamp !== undefined) return undefined;
  const revised: Revised = { actor, key, owner: set, hashLabel };
  const history = syncHistory(context, revised);
  const hash = history.update.metadata.labels![hashLabel]!;
  const nodes = (context.client.view.list('nodes') as readonly Node[]).map((node) => ({ name: node.metadata.name, fit: fits(set, node) }));
  const turn: Turn = { context, key, set, by, hash, nodes, pods: new Map() };
  try {
    look(turn);
    if (!manage(turn)) {
      const { ends, makes } = rollingSteps(turn);
      for (const pod of ends) end(turn, pod, 'daemonset-updates-pod');
      makePods(turn, makes, 'daemonset-surges');
    }
  } finally {
    look(turn);
    writeStatus(turn);
  }
  const live = new Set([...turn.pods.values()].flat().map((pod) => `${set.metadata.name}-${pod.metadata.labels?.[hashLabel]}`));
  truncateHistory(context, revised, history, live.add(history.update.metadata.name));
  return nextAvailable([...turn.pods.values()].flat(), set.spec.minReadySeconds, context.client.server.nowMs);
}

function look(turn: Turn): void {
  const pods = new Map<string, Pod[]>();
  for (const pod of podsOf(turn.context, turn.set)) {
    const node = nodeOf(pod);
    pods.set(node, [...(pods.get(node) ?? []), pod]);
  }
  turn.pods = pods;
}

/** Brings each node to one pod or none. True when something had to be done: an update waits for it. */
function manage(turn: Turn): boolean {
  const { nodes, pods: byNode } = turn;
  const missing: string[] = [];
  let ended = 0;
  const known = new Set(nodes.map(({ name }) => name));
  for (const { name, fit: { shouldRun, mayStay } } of nodes) {
    const here = (byNode.get(name) ?? []).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const over = mayStay ? endedOnes(turn, here, name) : here;
    for (const pod of over) end(turn, pod, mayStay ? 'daemonset-replaces-failed' : 'daemonset-leaves-node');
    ended += over.length;
    if (mayStay) ended += endTwins(turn, here.filter((pod) => !over.includes(pod)));
    if (shouldRun && (byNode.get(name) ?? []).length === 0) missing.push(name);
  }
  for (const [node, pods] of byNode) {
    if (known.has(node)) continue;
    for (const pod of pods) if (!pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined) end(turn, pod, 'daemonset-leaves-node');
  }
  makePods(turn, missing, 'daemonset-creates-pod');
  return ended + missing.length > 0;
}

/** Pods that ended: a daemon is made anew, one that fails again and again later and later. */
function endedOnes({ context: { client, clock, backOff, again }, key, set }: Turn, pods: readonly Pod[], node: string): Pod[] {
  return pods.filter((pod) => {
    const { phase } = pod.status;
    if (phase !== 'Failed' && phase !== 'Succeeded') return false;
    if (phase === 'Failed') {
      const id = `${key} ${set.metadata.uid} ${set.metadata.generation ?? 1} ${node}`;
      const waitMs = backOff.waitSinceUpdateMs(id, clock.now);
      if (waitMs > 0) {
        again(waitMs);
        return false;
      }
      backOff.next(id, clock.now, clock.now);
    }
    const { namespace, name } = pod.metadata;
    const message = phase === 'Failed' ? `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it` : `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`;
    client.event({ regarding: set, type: phase === 'Failed' ? 'Warning' : 'Normal', reason: phase === 'Failed' ? 'FailedDaemonPod' : 'SucceededDaemonPod', message });
    return true;
  });
}

/** Of several pods of one revision on a node the oldest stays. */
function endTwins(turn: Turn, pods: readonly Pod[]): number {
  const seen = new Set<string>();
  const surges = turn.set.spec.updateStrategy?.rollingUpdate?.maxSurge;
  const twins = pods.toSorted(bySeniority).filter((pod) => {
    const revision = surges ? (pod.metadata.labels?.[hashLabel] ?? '') : '';
    if (!seen.has(revision)) return (seen.add(revision), false);
    return true;
  });
  for (const pod of twins) end(turn, pod, 'daemonset-leaves-node');
  return twins.length;
}

function makePods({ context, by, set, hash }: Turn, nodes: readonly string[], code: 'daemonset-creates-pod' | 'daemonset-surges'): void {
  const { failed, error } = slowStart(nodes.length, 1, (i) => {
    const node = nodes[i]!;
    const args = { set: set.metadata.name, node };
    createPod(context, by, newDaemonPod(set, hash, node), (pod) => ({ code, args, reads: [reading(context.client, `nodes/${node}`, 'metadata')], message: `Created pod: ${pod}` }));
  });
  if (failed && !isEnding(error)) throw error;
}

type EndCode = 'daemonset-updates-pod' | 'daemonset-replaces-failed' | 'daemonset-leaves-node';

function end({ context, by, set }: Turn, pod: Pod, code: EndCode): void {
  const { namespace, name } = pod.metadata;
  const node = nodeOf(pod);
  const about = code === 'daemonset-leaves-node' ? reading(context.client, `nodes/${node}`, 'spec') : reading(context.client, `pods/${namespace}/${name}`, 'status');
  deletePod(context, by, pod, { code, args: { set: set.metadata.name, pod: name, node }, reads: [about], message: `Deleted pod: ${name}` });
}
