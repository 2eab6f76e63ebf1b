/** The taint eviction controller: ends the pods of a node whose NoExecute taints they do not tolerate, at once or when their time is over. */
import type { Reconciler, View } from '../../../sim/index.ts';
import { clusterCode } from '../../cluster-code.ts';
import type { Node, Taint } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { ControllerContext } from '../controller-context.ts';

export const actor = 'taint-eviction-controller';

/** From when on each pod is put up with, by its key. */
export type Due = Map<string, { readonly fromMs: number; readonly uid: string }>;

export class TaintEvictionController implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly watches: Reconciler<KubeObject>['watches'] = [
    { table: 'nodes', keys: (key, change, view) => podsToRethink(change?.before as Node | undefined, view.get(key) as Node | undefined, view) },
    { table: 'pods', keys: (key, _change, view) => this.concernsPod(key, view) },
  ];
  private readonly context: ControllerContext;
  private readonly due: Due = new Map();

  constructor(context: ControllerContext) {
    this.context = context;
  }

  reconcile(key: string): { requeueAfterMs: number } | undefined {
    const pod = this.context.client.view.get(key) as Pod | undefined;
    return clusterCode.get().rethinkPod(this.context, this.due, key, pod);
  }

  private concernsPod(key: string, view: View<KubeObject>): readonly string[] {
    const pod = view.get(key) as Pod | undefined;
    if (!pod) return this.due.has(key) ? [key] : [];
    if (!pod.spec.nodeName || this.due.has(key)) return [];
    return noExecute(view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined).length > 0 ? [key] : [];
  }
}

const none: readonly Taint[] = [];

export function noExecute(node: Node | undefined): readonly Taint[] {
  const taints = node?.spec.taints;
  return taints?.some((t) => t.effect === 'NoExecute') ? taints.filter((t) => t.effect === 'NoExecute') : none;
}

function podsToRethink(before: Node | undefined, after: Node | undefined, view: View<KubeObject>): readonly string[] {
  if (!after || before?.spec.taints === after.spec.taints) return [];
  if (noExecute(before).length === 0 && noExecute(after).length === 0) return [];
  return [...view.keysBy('pods', 'node', after.metadata.name)];
}
