/** Which lines of two texts differ: the shortest script of deletions and insertions, as Myers finds it. */

export interface Hunk {
  /** Lines of the first text from here on, so many of them, are replaced by those of the second. */
  readonly from: number;
  readonly removed: number;
  readonly to: number;
  readonly added: number;
}

const scriptMax = 2_000; // longer than this, the texts have so little in common that one is replaced by the other

export function differences(a: readonly string[], b: readonly string[]): Hunk[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const removed = Array.from({ length: a.length + 1 }, () => false);
  const added = Array.from({ length: b.length + 1 }, () => false);
  mark(a.slice(start, endA), b.slice(start, endB), start, removed, added);
  slideDown(a, removed, added);
  slideDown(b, added, removed);
  return hunksOf(removed, added, a.length, b.length);
}

/** Marks what the script deletes and inserts. */
function mark(a: readonly string[], b: readonly string[], offset: number, removed: boolean[], added: boolean[]): void {
  const trace = search(a, b);
  if (!trace) {
    a.forEach((_, i) => (removed[offset + i] = true));
    b.forEach((_, i) => (added[offset + i] = true));
    return;
  }
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d > 0; d--) {
    const v = trace[d - 1]!;
    const k = x - y;
    const down = k === -d || (k !== d && (v.get(k - 1) ?? -1) < (v.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const fromX = v.get(before) ?? 0;
    const fromY = fromX - before;
    if (down) added[offset + fromY] = true;
    else removed[offset + fromX] = true;
    x = fromX;
    y = fromY;
  }
}

/** For each length of script, how far along each diagonal one gets. */
function search(a: readonly string[], b: readonly string[]): Map<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let v = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, scriptMax); d++) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (v.get(k - 1) ?? -1) < (v.get(k + 1) ?? -1)) ? (v.get(k + 1) ?? 0) : (v.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && x - k >= 0 && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return [...trace, next];
    }
    trace.push(next);
    v = next;
  }
  return undefined;
}

/** A run that could as well stand one line further down does, so that an inserted block ends with what it adds. */
function slideDown(lines: readonly string[], changed: boolean[], other: readonly boolean[]): void {
  const matched = other.filter((is) => is).length;
  if (matched > 0 && changed.filter((is) => is).length === 0) return;
  for (let i = 0; i < lines.length; i++) {
    if (!changed[i] || changed[i - 1]) continue;
    let start = i;
    let end = i;
    while (changed[end]) end++;
    while (end < lines.length && !changed[end] && lines[start] === lines[end] && !touches(changed, other, start)) {
      changed[start++] = false;
      changed[end++] = true;
      while (changed[end]) end++;
    }
    i = end;
  }
}

/** Runs that belong to a change of both texts stay where they are. */
function touches(changed: readonly boolean[], other: readonly boolean[], start: number): boolean {
  const before = countFalse(changed, start);
  let at = 0;
  for (let seen = 0; at < other.length && seen < before; at++) if (!other[at]) seen++;
  return other[at] === true;
}

function countFalse(changed: readonly boolean[], to: number): number {
  let count = 0;
  for (let i = 0; i < to; i++) if (!changed[i]) count++;
  return count;
}

function hunksOf(removed: readonly boolean[], added: readonly boolean[], sizeA: number, sizeB: number): Hunk[] {
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < sizeA || j < sizeB) {
    if (!removed[i] && !added[j]) {
      i++;
      j++;
      continue;
    }
    const from = i;
    const to = j;
    while (removed[i]) i++;
    while (added[j]) j++;
    hunks.push({ from, removed: i - from, to, added: j - to });
  }
  return hunks;
}
