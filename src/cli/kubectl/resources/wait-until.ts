/** Waiting for an object to become what one wants, or to be gone: a look, then a list and a watch, begun anew when the watch ends. */
import type { JsonObject } from '../../../base/index.ts';
import { NetError, sleep } from '../../../host/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, text } from '../objects/member.ts';
import { apiVersionOf } from '../wire/discovery.ts';
import { StatusError } from '../wire/status-error.ts';
import { WatchStream } from '../wire/watch-stream.ts';
import { collectionPath, getObject, type Info } from './info.ts';

const AGAIN_MS = 1_000;

/** Looks at each state; `undefined` is "not there". Answering true ends the wait. */
export type Judge = (object: JsonObject | undefined) => boolean | Task<boolean>;

/** False at the deadline, which is in the clock's milliseconds. */
export function* watchUntil(k: Invocation, info: Pick<Info, 'resource' | 'namespace' | 'name'>, deadlineMs: number, judge: Judge): Task<boolean> {
  const { clock } = k.p.host;
  for (;;) {
    const outcome = yield* listAndWatch(k, info, deadlineMs, judge);
    if (outcome !== 'ended') return outcome;
    if (clock.now >= deadlineMs) return false;
    yield* sleep(Math.min(AGAIN_MS, deadlineMs - clock.now));
  }
}

function* listAndWatch(k: Invocation, info: Pick<Info, 'resource' | 'namespace' | 'name'>, deadlineMs: number, judge: Judge): Task<boolean | 'ended'> {
  const path = collectionPath(info.resource, info.namespace);
  const field: [string, string] = ['fieldSelector', `metadata.name=${info.name}`];
  try {
    const first = yield* k.client.get(path, [field, ['limit', '500'], ['resourceVersion', '0']]);
    if (yield* verdict(judge(typed(list(first, 'items')[0] as JsonObject | undefined, info)))) return true;
    const query: [string, string][] = [
      ['allowWatchBookmarks', 'true'],
      field,
      ['resourceVersion', text(first, 'metadata', 'resourceVersion')],
      ['timeoutSeconds', String(300 + k.p.random.below(300))],
      ['watch', 'true'],
    ];
    const stream = new WatchStream(k.client, yield* k.client.stream(path, { query }));
    for (;;) {
      const event = yield* stream.next(deadlineMs);
      if (event === null) return 'ended';
      if (event === 'late') {
        stream.close();
        return false;
      }
      if (event.type === 'BOOKMARK') continue;
      const isOver = yield* verdict(judge(event.type === 'DELETED' ? undefined : typed(event.object as JsonObject, info)));
      if (!isOver) continue;
      stream.close();
      return true;
    }
  } catch (error) {
    if (error instanceof NetError || (error instanceof StatusError && (error.code === 410 || error.code >= 500))) return 'ended';
    throw error;
  }
}

function* verdict(said: boolean | Task<boolean>): Task<boolean> {
  return typeof said === 'boolean' ? said : yield* said;
}

function typed(object: JsonObject | undefined, info: Pick<Info, 'resource'>): JsonObject | undefined {
  return object && { apiVersion: apiVersionOf(info.resource), kind: info.resource.kind, ...object };
}

/** Gone, or another object of the same name in its place. */
export function* waitUntilGone(k: Invocation, info: Info, uid: string, deadlineMs: number): Task<boolean> {
  const isGone = (object: JsonObject | undefined): boolean => object === undefined || (uid !== '' && text(object, 'metadata', 'uid') !== uid);
  try {
    if (isGone(yield* getObject(k.client, info))) return true;
  } catch (error) {
    if (error instanceof StatusError && error.isNotFound) return true;
    throw error;
  }
  return yield* watchUntil(k, info, deadlineMs, isGone);
}
