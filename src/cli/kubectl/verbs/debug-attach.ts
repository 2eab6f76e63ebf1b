/** Attaching to a container that was only just asked for: waits until it runs, and shows its log when it has ended before. */
import type { JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, member, text } from '../objects/member.ts';
import { objectPath, type Info } from '../resources/info.ts';
import { watchUntil } from '../resources/wait-until.ts';
import { attachTo } from './attach.ts';

/** As long as the real client waits for a container to begin. */
const beginsMs = 600_000;

export function* attachWhenRunning(k: Invocation, pod: Info, container: string): Task {
  let object: JsonObject = pod.object;
  const state = () => ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap((field) => list(object, 'status', field)).find((status) => text(status, 'name') === container);
  const began = yield* watchUntil(k, pod, k.p.host.clock.now + beginsMs, (seen) => {
    if (!seen) throw new CommandError('the pod was deleted before it ran');
    object = seen;
    return member(state() ?? null, 'state', 'running') !== undefined || member(state() ?? null, 'state', 'terminated') !== undefined;
  });
  if (!began) throw new CommandError('timed out waiting for the condition');
  if (member(state() ?? null, 'state', 'terminated') !== undefined) {
    return yield* k.print(yield* k.client.text(objectPath(pod.resource, pod.namespace, pod.name, 'log'), { query: [['container', container]] }));
  }
  yield* attachTo(k, object, container, { stdin: k.flags.bool('stdin'), tty: k.flags.bool('tty') });
}
