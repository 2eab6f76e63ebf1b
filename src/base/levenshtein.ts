/** The nearest names to a mistyped one, by the rule of the command-line libraries that kubectl and docker are written with. */
import { compareBytes } from './byte-order.ts';

/** Names at most two edits away, or that the typed one begins, letters' case aside; in byte order. */
export function suggestNames(typed: string, names: Iterable<string>, distanceMax = 2): string[] {
  const lower = typed.toLowerCase();
  const near: string[] = [];
  for (const name of names) {
    const candidate = name.toLowerCase();
    if (candidate.startsWith(lower) || within(lower, candidate, distanceMax)) near.push(name);
  }
  return near.sort(compareBytes);
}

// Names far apart in length are not compared, so that a long word typed costs nothing.
function within(a: string, b: string, distanceMax: number): boolean {
  return Math.abs(a.length - b.length) <= distanceMax && editDistance(a, b) <= distanceMax;
}

/** Insertions, deletions and substitutions of one character that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substitution = row[j]! + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(substitution, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
