/** From POD or TYPE/NAME to a pod: logs, exec, attach and port-forward work on one of those that an object selects. */
import { parseRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import { sleep } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { clientKind } from '../kinds/known-kinds.ts';
import { bool, list, member, text } from '../objects/member.ts';
import { getList } from '../resources/fetch.ts';
import { getObject, infoOf, type Info } from '../resources/info.ts';
import { select } from '../resources/select.ts';

const AGAIN_MS = 500;

/** The first client that looks whether a file names one thing: before, it took none or several for a list, which has no pods. */
const ONE_SINCE = 27;

/** The object itself, or the one that a file names. A name alone is that of a pod. */
export function* namedObject(k: Invocation, args: readonly string[], filenames: readonly string[] = []): Task<Info> {
  const isTuple = args.length === 1 && args[0]!.includes('/');
  const selection = yield* select(k, filenames.length > 0 ? { args: [], filenames } : { args: isTuple || args.length === 2 ? args : [`pods/${args[0]!}`] });
  const [item] = selection.items;
  if (item === undefined || selection.items.length > 1) throw new CommandError(k.release.minor < ONE_SINCE ? 'cannot attach to *v1.List: selector for *v1.List not implemented' : 'cannot exec into multiple objects at a time');
  const object = yield* getObject(k.client, item);
  return { ...infoOf(item.resource, object), name: item.name };
}

/** The pod, or the pods that the object selects; `failing` is what cannot be done when it selects none. */
export function* podsOf(k: Invocation, info: Info, failing: string): Task<readonly JsonObject[]> {
  const kind = clientKind(info.resource);
  if (kind?.podSpec?.length === 1) return [info.object];
  if (!kind?.podSelector) throw new CommandError(`${failing} *${info.resource.version}.${info.resource.kind}: selector for *${info.resource.version}.${info.resource.kind} not implemented`);
  const selector = kind.podSelector(info.object);
  if (selector === undefined) throw new CommandError(`${failing} *${info.resource.version}.${info.resource.kind}: invalid service '${info.name}': Service is defined without a selector`);
  return yield* selectedPods(k, info.namespace, selector);
}

export function* selectedPods(k: Invocation, namespace: string, selector: string): Task<readonly JsonObject[]> {
  const found = yield* getList(k, { group: '', version: 'v1', plural: 'pods' }, `/api/v1/namespaces/${namespace}/pods`, [['labelSelector', selector]]);
  return list(found, 'items').map((pod) => ({ apiVersion: 'v1', kind: 'Pod', ...(pod as JsonObject) }));
}

/** One pod of an object, waited for when there is none yet. */
export function* firstPod(k: Invocation, info: Info, timeoutMs: number, failing = 'cannot attach to'): Task<{ readonly pod: JsonObject; readonly count: number }> {
  const deadline = k.p.host.clock.now + timeoutMs;
  for (;;) {
    const pods = byActivity(yield* podsOf(k, info, failing));
    if (pods.length > 0) return { pod: pods[0]!, count: pods.length };
    if (k.p.host.clock.now >= deadline) throw new CommandError('timed out waiting for the condition');
    yield* sleep(AGAIN_MS);
  }
}

/** Assigned before waiting, running before pending, ready before not, and then the one that has been so for longest. */
function byActivity(pods: readonly JsonObject[]): readonly JsonObject[] {
  const rank = (pod: JsonObject): readonly number[] => {
    const phase = text(pod, 'status', 'phase');
    const ready = list(pod, 'status', 'conditions').find((condition) => text(condition, 'type') === 'Ready');
    const isReady = ready !== undefined && text(ready, 'status') === 'True';
    const restarts = Math.max(0, ...list(pod, 'status', 'containerStatuses').map((status) => Number(text(status, 'restartCount') || 0)));
    return [
      text(pod, 'spec', 'nodeName') === '' ? 1 : 0,
      phase === 'Running' ? 0 : phase === 'Pending' ? 2 : 1,
      isReady ? 0 : 1,
      isReady ? (parseRfc3339(text(ready, 'lastTransitionTime')) ?? 0) : 0,
      restarts,
      parseRfc3339(text(pod, 'metadata', 'creationTimestamp')) ?? 0,
    ];
  };
  return [...pods].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    const at = x.findIndex((value, i) => value !== y[i]);
    return at < 0 ? 0 : x[at]! - y[at]!;
  });
}

/** "c, i1 (init)": every container of a pod with what it is. */
function containerList(pod: JsonObject): string {
  return [
    ...list(pod, 'spec', 'containers').map((c) => text(c, 'name')),
    ...list(pod, 'spec', 'ephemeralContainers').map((c) => `${text(c, 'name')} (ephem)`),
    ...list(pod, 'spec', 'initContainers').map((c) => `${text(c, 'name')} (init)`),
  ].join(', ');
}

/** The first client that says in one line which container it takes, and the same for every verb. */
export const DEFAULTED_SINCE = 21;

export const defaultContainerAnnotation = 'kubectl.kubernetes.io/default-container';

/** The container meant when none is named, and the words that say so when there was a choice. */
export function defaultContainer(pod: JsonObject): { readonly name: string; readonly notice: string } {
  const wished = text(pod, 'metadata', 'annotations', defaultContainerAnnotation);
  const names = list(pod, 'spec', 'containers').map((c) => text(c, 'name'));
  const hasChoice = names.length + list(pod, 'spec', 'initContainers').length + list(pod, 'spec', 'ephemeralContainers').length > 1;
  if (wished !== '' && names.includes(wished)) return { name: wished, notice: '' };
  const name = names[0] ?? '';
  return { name, notice: hasChoice ? `Defaulted container ${JSON.stringify(name)} out of: ${containerList(pod)}\n` : '' };
}

export function allContainers(pod: JsonObject): readonly Json[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) => list(pod, 'spec', field));
}

export function hasContainer(pod: JsonObject, name: string): boolean {
  return allContainers(pod).some((c) => text(c, 'name') === name);
}

/** Whether the container was made with a terminal. */
export function containerFlag(pod: JsonObject, name: string, flag: 'tty' | 'stdin'): boolean {
  return bool(allContainers(pod).find((c) => text(c, 'name') === name), flag);
}

export function podName(pod: JsonObject): string {
  return text(member(pod, 'metadata'), 'name');
}
