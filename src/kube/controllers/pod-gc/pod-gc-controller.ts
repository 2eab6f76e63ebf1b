/** The pod garbage collector: ends pods that no kubelet will end: those of nodes that are gone, and those that never got a node. */
import type { Reconciler, View } from '../../../sim/index.ts';
import { clusterCode } from '../../cluster-code.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { ControllerContext } from '../controller-context.ts';

export const actor = 'pod-garbage-collector';

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
      return pod && clusterCode.get().collectPod(context, goneMs, key, pod);
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
