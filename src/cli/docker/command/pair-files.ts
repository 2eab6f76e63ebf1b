/** --env-file and --label-file: a pair a line, from a file or from what only gives what is read from it. */
import { decodeUtf8 } from '../../../base/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { readPath } from '../../read-input.ts';
import type { Invocation } from './invocation.ts';

export function* filePairs(d: Invocation, flag: 'env-file' | 'label-file'): Task<readonly string[]> {
  const pairs: string[] = [];
  for (const path of d.flags.list(flag)) {
    const lines = decodeUtf8(yield* readPath(d.p, path)).split('\n').map((line) => line.trimStart());
    for (const line of lines) if (line !== '' && !line.startsWith('#')) pairs.push(line);
  }
  return pairs;
}

/** Variables from files, then those that are given; a name alone has its value from here, or is left out. */
export function* environment(d: Invocation): Task<readonly string[] | null> {
  const own = [...(yield* filePairs(d, 'env-file')), ...d.flags.list('env')];
  const all = own.flatMap((pair) => {
    if (pair.includes('=')) return [pair];
    const here = d.p.env.get(pair);
    return here === undefined ? [] : [`${pair}=${here}`];
  });
  return all.length > 0 ? all : null;
}
