/** What a kustomization makes of objects has bounds as what it reads has: copies of copies double with every line of it, and a path makes what it names. */
import { isDeeperThan, type Json, type JsonObject } from '../../../base/index.ts';
import { growMemory, type Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';

/** As deep as a document may be that is read. */
const levelsMax = 500;
/** What a node takes besides its text. */
const nodeBytes = 200;
const countedMax = 2 ** 30;

export function demandShortPath(steps: readonly string[]): void {
  if (steps.length > levelsMax) throw tooDeep();
}

/** The objects, which the process has held in memory. */
export function held(p: Process, objects: readonly JsonObject[]): void {
  const bytes = bytesOf(objects);
  growMemory(p, bytes);
  growMemory(p, -bytes);
  if (objects.some((object) => isDeeperThan(levelsMax, object))) throw tooDeep();
}

/** Counted no further than any process may grow. */
function bytesOf(objects: readonly JsonObject[]): number {
  const left: Json[] = [...objects];
  let bytes = 0;
  while (left.length > 0 && bytes < countedMax) {
    const value = left.pop()!;
    bytes += nodeBytes;
    if (typeof value === 'string') bytes += value.length;
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) left.push(each);
  }
  return bytes;
}

function tooDeep(): CommandError {
  return new CommandError(`yaml: exceeded max depth of ${levelsMax}`);
}
