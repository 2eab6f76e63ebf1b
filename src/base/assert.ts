/** A broken invariant is a defect of ours, never of the learner: it stops the world loudly (inside a program, that program), with the values that broke it. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

export function assert(condition: unknown, message: string, values?: unknown): asserts condition {
  if (!condition) throw new AssertionError(values === undefined ? message : `${message}: ${JSON.stringify(values)}`);
}

/** For the end of an exhaustive switch: fails to compile when a case is missing. */
export function unreachable(value: never, message: string): never {
  throw new AssertionError(`${message}: ${String(value)}`);
}
