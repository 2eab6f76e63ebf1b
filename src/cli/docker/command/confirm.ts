/** "Are you sure you want to continue? [y/N]": before much is removed. */
import { decodeUtf8 } from '../../../base/index.ts';
import { read } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { Invocation } from './invocation.ts';

/** True at once with --force. */
export function* confirmed(d: Invocation, warning: string): Task<boolean> {
  if (d.flags.bool('force')) return true;
  yield* d.print(`${warning}Are you sure you want to continue? [y/N] `);
  const answer = yield* readLine();
  return ['y', 'yes'].includes(answer.trim().toLowerCase());
}

export function* readLine(): Task<string> {
  let text = '';
  for (;;) {
    const chunk: Uint8Array | null = yield read(0);
    if (chunk === null) return text;
    text += decodeUtf8(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
}
