/** For lists as long as a file has lines: spread into the arguments of a call, a hundred thousand of them overflow the stack. */

export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}

/** The largest of what `of` says of each; 0 of none. */
export function largest<T>(items: Iterable<T>, of: (item: T) => number): number {
  let most = 0;
  for (const item of items) most = Math.max(most, of(item));
  return most;
}
