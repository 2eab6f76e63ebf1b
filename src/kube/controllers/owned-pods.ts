/** What the controllers of pods do alike: making and ending one, with its reason and its event, and which owners a pod concerns. */
import type { Read, TraceArgs, View, Watch } from '../../sim/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ApiStatus } from '../meta/api-status.ts';
import { controllerOf, type KubeObject, type LabelSelector, type NewObject } from '../meta/object.ts';
import type { PodOwner } from './claim-pods.ts';
import { reading, type ControllerContext } from './controller-context.ts';
import { selectorMatches } from './selector-match.ts';

/** Why, for the trace, and what the event says. */
export interface Reason {
  readonly code: string;
  readonly args: TraceArgs;
  readonly reads?: readonly Read[];
  readonly message: string;
}

export function createPod({ client, trace }: ControllerContext, { actor, key, owner }: PodOwner, pod: NewObject<Pod>, why: (name: string) => Reason): Pod {
  const { code, args, reads = [] } = why(pod.metadata.name ?? '');
  const id = trace.record(actor, 'create', code, args, [reading(client, key, 'spec'), ...reads]);
  try {
    const made = client.create<Pod>(pod, { trace: id });
    client.event({ regarding: owner, type: 'Normal', reason: 'SuccessfulCreate', message: why(made.metadata.name).message, trace: id });
    return made;
  } catch (error) {
    if (error instanceof ApiStatus && !isEnding(error)) {
      const failure = trace.record(actor, 'create', 'owner-cannot-create-pod', { owner: owner.metadata.name, message: error.message }, [reading(client, key, 'spec')]);
      client.event({ regarding: owner, type: 'Warning', reason: 'FailedCreate', message: pod.metadata.name ? `${why(pod.metadata.name).message.replace(/ successful$/, '')} failed error: ${error.message}` : `Error creating: ${error.message}`, trace: failure });
    }
    throw error;
  }
}

/** The namespace goes: nothing will be made in it any more, and nobody needs to hear of it. */
export function isEnding(error: unknown): boolean {
  return error instanceof ApiStatus && error.code === 403 && error.message.endsWith('because it is being terminated');
}

export function deletePod({ client, trace }: ControllerContext, { actor, key, owner }: PodOwner, pod: Pod, { code, args, reads = [], message }: Reason): void {
  const id = trace.record(actor, 'delete', code, args, [reading(client, key, 'spec'), ...reads]);
  try {
    client.delete(pod, { trace: id, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (error instanceof ApiStatus && error.code === 404) return;
    throw error;
  }
  client.event({ regarding: owner, type: 'Normal', reason: 'SuccessfulDelete', message, trace: id });
}

/** Every pod of an owner, whatever its state. */
export function podsOf({ client: { view } }: ControllerContext, owner: KubeObject): Pod[] {
  return [...view.keysBy('pods', 'owner', owner.metadata.uid)].map((key) => view.get(key) as Pod);
}

/** Looks at the owners that a pod concerns: its own before and after, or for an orphan those whose selector finds it. */
export function watchPods(kind: string, table: string, selectorOf: (owner: KubeObject) => LabelSelector): Watch<KubeObject> {
  const keyOf = (pod: KubeObject | undefined): string | undefined => {
    const owner = pod && controllerOf(pod);
    return owner?.kind === kind ? `${table}/${pod!.metadata.namespace}/${owner.name}` : undefined;
  };
  const finders = (pod: KubeObject | undefined, view: View<KubeObject>): readonly string[] => {
    if (!pod || controllerOf(pod)) return none;
    return [...view.keysBy(table, 'namespace', pod.metadata.namespace!)].filter((key) => selectorMatches(selectorOf(view.get(key)!), pod.metadata.labels));
  };
  return {
    table: 'pods',
    keys: (key, change, view) => {
      const after = change ? change.after : view.get(key);
      const before = change?.before;
      const own = keyOf(after);
      const former = before?.metadata.ownerReferences === after?.metadata.ownerReferences ? undefined : keyOf(before);
      const found = finders(after, view);
      if (former === undefined && found.length === 0) return own === undefined ? none : [own]; // nearly always: each change of a pod comes here for each kind of owner
      return [...new Set([own, former, ...found])].filter((k) => k !== undefined);
    },
  };
}

const none: readonly string[] = [];
