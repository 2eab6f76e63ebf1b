/** One turn of the daemonset controller: the set, the nodes, and its pods by node. */
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { PodOwner } from '../claim-pods.ts';
import type { ControllerContext } from '../controller-context.ts';
import { isPodAvailable } from '../pod-state.ts';

export const actor = 'daemonset-controller';
export const table = 'daemonsets.apps';

export interface Turn {
  readonly context: ControllerContext;
  readonly key: string;
  readonly set: DaemonSet;
  readonly by: PodOwner;
  /** Of the template as it is now. */
  readonly hash: string;
  readonly nodes: readonly Node[];
  pods: Map<string, Pod[]>;
}

export function isAvailable({ context, set }: Turn, pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && isPodAvailable(pod, set.spec.minReadySeconds, context.client.server.nowMs);
}
