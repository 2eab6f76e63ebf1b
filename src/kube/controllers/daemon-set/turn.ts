/** One turn of the daemonset controller: the set, the nodes, and its pods by node. */
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { PodOwner } from '../claim-pods.ts';
import type { ControllerContext } from '../controller-context.ts';
import { readySinceMs } from '../pod-state.ts';

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
  if (!isPodReady(pod) || pod.metadata.deletionTimestamp !== undefined) return false;
  const seconds = set.spec.minReadySeconds ?? 0;
  return seconds === 0 || (readySinceMs(pod) ?? 0) + seconds * 1000 <= context.client.server.nowMs;
}
