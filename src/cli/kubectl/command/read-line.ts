/** What somebody types at a question. */
import { decodeUtf8 } from '../../../base/index.ts';
import { read } from '../../../host/index.ts';
import type { Task } from './task.ts';

/** Without its end; what there is when the input ends before. */
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
