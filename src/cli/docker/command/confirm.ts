/** "Are you sure you want to continue? [y/N]": before much is removed. */
import { readLine } from '../../kubectl/command/read-line.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { Invocation } from './invocation.ts';

/** True at once with --force. */
export function* confirmed(d: Invocation, warning: string): Task<boolean> {
  if (d.flags.bool('force')) return true;
  yield* d.print(`${warning}Are you sure you want to continue? [y/N] `);
  const answer = yield* readLine();
  return ['y', 'yes'].includes(answer.trim().toLowerCase());
}
