/** The taint eviction controller: ends the pods of a node whose NoExecute taints they do not tolerate, at once or when their time is over. */
import type { Reconciler, View } from '../../../sim/index.ts';
import type { Node, Taint } from '../../kinds/node/node.ts';
import type { Pod, PodCondition } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject } from '../../meta/object.ts';
import { tolerates } from '../../scheduler/tolerations.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';

const actor = 'taint-eviction-controller';

export class TaintEvictionController implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly watches: Reconciler<KubeObject>['watches'] = [
    { table: 'nodes', keys: (key, change, view) => podsToRethink(change?.before as Node | undefined, view.get(key) as Node | undefined, view) },
    { table: 'pods', keys: (key, _change, view) => this.concernsPod(key, view) },
  ];
  private readonly context: ControllerContext;
  private readonly due = new Map<string, { readonly fromMs: number; readonly uid: string }>();

  constructor(context: ControllerContext) {
    this.context = context;
  }

  reconcile(key: string): { requeueAfterMs: number } | undefined {
    const { client, clock } = this.context;
    const pod = client.view.get(key) as Pod | undefined;
    if (!pod || pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) {
      this.due.delete(key);
      return undefined;
    }
    const node = client.view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined;
    const taints = noExecute(node);
    if (taints.length === 0) {
      if (this.due.delete(key)) this.cancel(key, pod);
      return undefined;
    }
    const stayMs = toleratedMs(pod, taints);
    if (stayMs === Infinity) {
      this.due.delete(key);
      return undefined;
    }
    const known = this.due.get(key);
    const fromMs = known?.uid === pod.metadata.uid ? known.fromMs : clock.now;
    this.due.set(key, { fromMs, uid: pod.metadata.uid });
    const waitMs = fromMs + stayMs - clock.now;
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    this.evict(key, pod, node!, taints[0]!);
    return undefined;
  }

  private evict(key: string, pod: Pod, node: Node, taint: Taint): void {
    const { client, trace, release } = this.context;
    const { namespace, name } = pod.metadata;
    const args = { pod: name, node: node.metadata.name, taint: taint.key };
    const id = trace.record(actor, 'delete', 'eviction-by-taint', args, [reading(client, `nodes/${node.metadata.name}`, 'spec'), reading(client, key, 'spec')]);
    client.event({ regarding: pod, type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${namespace}/${name}`, trace: id });
    try {
      const marked = release.atLeast(26) ? client.updateStatus<Pod>(withDisruption(pod, client.now()), { trace: id }) : pod;
      client.delete(marked, { trace: id, preconditions: { uid: pod.metadata.uid } });
    } catch (error) {
      if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
    }
    this.due.delete(key);
  }

  private cancel(key: string, pod: Pod): void {
    const { client, trace } = this.context;
    const { namespace, name } = pod.metadata;
    const id = trace.record(actor, 'note', 'eviction-cancelled', { pod: name }, [reading(client, `nodes/${pod.spec.nodeName}`, 'spec'), reading(client, key, 'spec')]);
    client.event({ regarding: pod, type: 'Normal', reason: 'TaintManagerEviction', message: `Cancelling deletion of Pod ${namespace}/${name}`, trace: id });
  }

  private concernsPod(key: string, view: View<KubeObject>): readonly string[] {
    const pod = view.get(key) as Pod | undefined;
    if (!pod) return this.due.has(key) ? [key] : [];
    if (!pod.spec.nodeName || this.due.has(key)) return [];
    return noExecute(view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined).length > 0 ? [key] : [];
  }
}

const none: readonly Taint[] = [];

function noExecute(node: Node | undefined): readonly Taint[] {
  const taints = node?.spec.taints;
  return taints?.some((t) => t.effect === 'NoExecute') ? taints.filter((t) => t.effect === 'NoExecute') : none;
}

function podsToRethink(before: Node | undefined, after: Node | undefined, view: View<KubeObject>): readonly string[] {
  if (!after || before?.spec.taints === after.spec.taints) return [];
  if (noExecute(before).length === 0 && noExecute(after).length === 0) return [];
  return [...view.keysBy('pods', 'node', after.metadata.name)];
}

/** How long the pod puts up with all the taints together. */
function toleratedMs(pod: Pod, taints: readonly Taint[]): number {
  let least = Infinity;
  for (const taint of taints) {
    const used = (pod.spec.tolerations ?? []).filter((t) => tolerates(t, taint));
    if (used.length === 0) return 0;
    for (const { tolerationSeconds } of used) if (tolerationSeconds !== undefined) least = Math.min(least, Math.max(0, tolerationSeconds) * 1000);
  }
  return least;
}

function withDisruption(pod: Pod, now: string): Pod {
  const others = (pod.status.conditions ?? []).filter((c) => c.type !== 'DisruptionTarget');
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}
