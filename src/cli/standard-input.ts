/** All of standard input, for a client that sends it whole. What it takes is held until the program ends: an input without an end comes to the end of its memory. */
import { concat } from '../base/index.ts';
import { growMemory, read, type Process } from '../host/index.ts';
import type { Task } from './kubectl/command/task.ts';

export function* standardInput(p: Process): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* read(0);
    if (chunk === null) return concat(chunks);
    growMemory(p, chunk.length);
    chunks.push(chunk);
  }
}
