/** Events last an hour from when they were last written. One timer for all: they fall due in the order of their writes. */
import type { Cancel } from '../../sim/index.ts';
import { eventKind } from '../kinds/event/kind.ts';
import type { ApiServer } from './api-server.ts';

const lifeMs = 3_600_000;

export function expireEvents({ store, clock }: ApiServer): Cancel {
  const dueMs = new Map<string, number>(); // in the order of the writes
  let cancelTimer: Cancel | undefined;
  const { table } = eventKind;
  const note = (key: string) => {
    dueMs.delete(key);
    dueMs.set(key, clock.now + lifeMs);
    cancelTimer ??= clock.after(lifeMs, 'event expiry', sweep);
  };
  const sweep = () => {
    cancelTimer = undefined;
    for (const [key, due] of dueMs) {
      if (due > clock.now) {
        cancelTimer = clock.after(due - clock.now, 'event expiry', sweep);
        return;
      }
      dueMs.delete(key);
      if (store.get(key) !== undefined) store.delete(key, 0);
    }
  };
  for (const key of store.keys(table)) note(key);
  const unwatch = store.watch(
    store.revision,
    (change) => {
      if (change.after !== undefined) note(change.key);
      else dueMs.delete(change.key);
    },
    { table },
  );
  return () => {
    unwatch();
    cancelTimer?.();
  };
}
