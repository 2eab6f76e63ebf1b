/** What a client reads whole before it sends it. All of it is held until the program ends: an input without an end comes to the end of its memory. */
import { concat } from '../base/index.ts';
import { growMemory, read, type Process } from '../host/index.ts';
import type { Task } from './kubectl/command/task.ts';

export function standardInput(p: Process): Task<Uint8Array> {
  return readAll(p, 0);
}

/** A file by its name: also what only gives what is read from it, as the pipe behind a <(…). Throws what the files throw. */
export function* readPath(p: Process, path: string): Task<Uint8Array> {
  const { kind } = p.files.stat(path);
  if (kind === 'file' || kind === 'dir') return p.files.readFile(path);
  const fd = p.open(path);
  const bytes = yield* readAll(p, fd);
  p.close(fd);
  return bytes;
}

function* readAll(p: Process, fd: number): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* read(fd);
    if (chunk === null) return concat(chunks);
    growMemory(p, chunk.length);
    chunks.push(chunk);
  }
}
