/** The pod garbage collector: ends pods that no kubelet will end: those of nodes that are gone, and those that never got a node. */
import type { Reconciler, View } from '../../../sim/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';

const actor = 'pod-garbage-collector';
/** How long a node must be away before its pods are given up. */
const quarantineMs = 40_000;

export function podGcController(context: ControllerContext): Reconciler<KubeObject> {
  const goneMs = new Map<string, number>(); // by node
  return {
    name: actor,
    watches: [
      { table: 'nodes', keys: (key, _change, view) => nodeGone(goneMs, context.clock.now, key, view) },
      { table: 'pods', keys: (key, _change, view) => concerns(key, view) },
    ],
    reconcile(key) {
      const pod = context.client.view.get(key) as Pod | undefined;
      return pod && collect(context, goneMs, key, pod);
    },
  };
}

function nodeGone(goneMs: Map<string, number>, nowMs: number, key: string, view: View<KubeObject>): readonly string[] {
  const name = key.slice(key.indexOf('/') + 1);
  if (view.get(key)) {
    goneMs.delete(name);
    return [];
  }
  goneMs.set(name, nowMs);
  return [...view.keysBy('pods', 'node', name)];
}

function concerns(key: string, view: View<KubeObject>): readonly string[] {
  const pod = view.get(key) as Pod | undefined;
  if (!pod) return [];
  if (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName) return [key];
  return pod.spec.nodeName && !view.get(`nodes/${pod.spec.nodeName}`) ? [key] : [];
}

function collect(context: ControllerContext, goneMs: Map<string, number>, key: string, pod: Pod): { requeueAfterMs: number } | undefined {
  const { client, trace, clock } = context;
  const { name, deletionTimestamp } = pod.metadata;
  const { nodeName } = pod.spec;
  if (!nodeName) {
    if (deletionTimestamp === undefined) return undefined;
    end(context, pod, trace.record(actor, 'delete', 'pod-never-placed', { pod: name }, [reading(client, key, 'metadata')]));
    return undefined;
  }
  if (client.view.get(`nodes/${nodeName}`)) return undefined;
  if (!goneMs.has(nodeName)) goneMs.set(nodeName, clock.now);
  const waitMs = goneMs.get(nodeName)! + quarantineMs - clock.now;
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  const id = trace.record(actor, 'delete', 'pod-without-node', { pod: name, node: nodeName }, [reading(client, key, 'spec')]);
  const failed = isFinished(pod) ? pod : client.updateStatus<Pod>({ ...pod, status: { ...pod.status, phase: 'Failed' } }, { trace: id });
  end(context, failed, id);
  return undefined;
}

function end({ client }: ControllerContext, pod: Pod, trace: number): void {
  try {
    client.delete(pod, { trace, gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
  }
}

