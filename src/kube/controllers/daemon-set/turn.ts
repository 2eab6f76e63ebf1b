/** One turn of the daemonset controller: the set, the nodes, and its pods by node. */
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { BackOff } from '../../client/back-off.ts';
import type { PodOwner } from '../claim-pods.ts';
import type { ControllerContext } from '../controller-context.ts';
import { isPodAvailable } from '../pod-state.ts';
import type { Fit } from './daemon-pod.ts';

export const actor = 'daemonset-controller';
export const table = 'daemonsets.apps';

export interface DaemonContext extends ControllerContext {
  readonly backOff: BackOff;
  /** Asks for another turn of the set after so many virtual ms. */
  readonly again: (ms: number) => void;
}

export interface Turn {
  readonly context: DaemonContext;
  readonly key: string;
  readonly set: DaemonSet;
  readonly by: PodOwner;
  /** Of the template as it is now. */
  readonly hash: string;
  readonly nodes: readonly { readonly name: string; readonly fit: Fit }[];
  pods: Map<string, Pod[]>;
}

/** Of several pods on a node the first is the daemon: one that has its node, then the oldest. */
export function bySeniority(a: Pod, b: Pod): number {
  const placed = Number(Boolean(b.spec.nodeName)) - Number(Boolean(a.spec.nodeName));
  const age = ({ metadata }: Pod) => `${metadata.creationTimestamp} ${metadata.name}`;
  return placed || (age(a) < age(b) ? -1 : 1);
}

export function isAvailable({ context, set }: Turn, pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && isPodAvailable(pod, set.spec.minReadySeconds, context.client.server.nowMs);
}
