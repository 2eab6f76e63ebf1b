/** Whether a pod may stay on a tainted node: it goes at once, when its time is over, or not at all. */
import type { Node, Taint } from '../../kinds/node/node.ts';
import { disrupted, disruptionSince } from '../../kinds/pod/disruption.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { tolerates } from '../../scheduler/tolerations.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';
import { actor, noExecute, type Due } from './taint-eviction-controller.ts';

export function rethinkPod(context: ControllerContext, due: Due, key: string, pod: Pod | undefined): { requeueAfterMs: number } | undefined {
  const { client, clock } = context;
  if (!pod || pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) {
    due.delete(key);
    return undefined;
  }
  const node = client.view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined;
  const taints = noExecute(node);
  if (taints.length === 0) {
    if (due.delete(key)) cancel(context, key, pod);
    return undefined;
  }
  const stayMs = toleratedMs(pod, taints);
  if (stayMs === Infinity) {
    due.delete(key);
    return undefined;
  }
  const known = due.get(key);
  const fromMs = known?.uid === pod.metadata.uid ? known.fromMs : clock.now;
  due.set(key, { fromMs, uid: pod.metadata.uid });
  const waitMs = fromMs + stayMs - clock.now;
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  evict(context, key, pod, node!, taints[0]!);
  due.delete(key);
  return undefined;
}

function evict({ client, trace, release }: ControllerContext, key: string, pod: Pod, node: Node, taint: Taint): void {
  const { namespace, name } = pod.metadata;
  const args = { pod: name, node: node.metadata.name, taint: taint.key };
  const id = trace.record(actor, 'delete', 'eviction-by-taint', args, [reading(client, `nodes/${node.metadata.name}`, 'spec'), reading(client, key, 'spec')]);
  client.event({ regarding: pod, type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${namespace}/${name}`, trace: id });
  try {
    const marked = release.atLeast(disruptionSince) ? client.updateStatus<Pod>(disrupted(pod, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint', client.now()), { trace: id }) : pod;
    client.delete(marked, { trace: id, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
  }
}

function cancel({ client, trace }: ControllerContext, key: string, pod: Pod): void {
  const { namespace, name } = pod.metadata;
  const id = trace.record(actor, 'note', 'eviction-cancelled', { pod: name }, [reading(client, `nodes/${pod.spec.nodeName}`, 'spec'), reading(client, key, 'spec')]);
  client.event({ regarding: pod, type: 'Normal', reason: 'TaintManagerEviction', message: `Cancelling deletion of Pod ${namespace}/${name}`, trace: id });
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
