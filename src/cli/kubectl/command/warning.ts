/** What a verb itself warns of. */
import type { Invocation } from './invocation.ts';
import type { Task } from './task.ts';

/** The first client whose verbs begin a warning as servers do; before, with a head of their own. */
const ONE_HEAD_SINCE = 25;

export function* warnAsServer(k: Invocation, words: string, ownHead: 'warning' | 'WARNING'): Task {
  yield* k.warn(`${k.release.minor < ONE_HEAD_SINCE ? ownHead : 'Warning'}: ${words}\n`);
}
