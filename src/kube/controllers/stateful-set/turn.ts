/** One turn of the statefulset controller: what it looks at, and what it asks of each pod. */
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { StatefulSet } from '../../kinds/stateful-set/stateful-set.ts';
import type { PodOwner } from '../claim-pods.ts';
import type { ControllerContext } from '../controller-context.ts';
import { isPodAvailable } from '../pod-state.ts';
import type { History } from '../revisions/controller-revisions.ts';

export const actor = 'statefulset-controller';
export const table = 'statefulsets.apps';

/** One turn: the set, its revisions, and its pods by number. */
export interface Turn {
  readonly context: ControllerContext;
  readonly key: string;
  readonly set: StatefulSet;
  readonly by: PodOwner;
  readonly history: History;
  /** Of the revision that was rolled out last. */
  readonly currentRevision: string;
  readonly first: number;
  readonly wanted: number;
  pods: Map<number, Pod>;
}

export function isHealthy(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status.phase === 'Running' && isPodReady(pod);
}

export function isAvailable({ context, set }: Turn, pod: Pod): boolean {
  return pod.status.phase === 'Running' && isPodAvailable(pod, set.spec.minReadySeconds, context.client.server.nowMs);
}

export function message(act: 'create' | 'delete', pod: string, { metadata }: StatefulSet): string {
  return `${act} Pod ${pod} in StatefulSet ${metadata.name} successful`;
}

export function podKey({ metadata }: Pod): string {
  return `pods/${metadata.namespace}/${metadata.name}`;
}
