/** What filters are put together from. */
import { extend, nowhere, type Continuation, type Env, type Machine, type Node, type Path } from './machine.ts';
import { members } from './paths.ts';
import type { Value } from './value.ts';

type Use = (m: Machine, given: Value, env: Env | undefined, value: Value, path: Path, then: Continuation) => void;

/** Runs `use` with each answer of a filter that is evaluated on the same input. */
export function each(source: Node, use: Use): Node {
  return (m, env, value, path, then) => m.evaluate(source, env, value, undefined, (given) => use(m, given, env, value, path, then));
}

export function iterate(m: Machine, value: Value, path: Path, then: Continuation): void {
  const all = members(value);
  if (path !== undefined && path === nowhere) extend(path, null, value);
  const go = (i: number): void => {
    const entry = all[i];
    if (!entry) return m.backtrack();
    if (i + 1 < all.length) m.fork(() => go(i + 1));
    m.emit(then, entry[1], extend(path, entry[0], value));
  };
  go(0);
}
