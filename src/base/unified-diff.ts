/** Differences of two texts as `diff -u` prints them: the shortest edit by lines, three lines of context around each change. */

const CONTEXT = 3;

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Hunks alone, without the two lines that name the files; '' for equal texts. */
export function unifiedDiff(before: string, after: string): string {
  const edits = editsOf(linesOf(before), linesOf(after));
  const changed = edits.flatMap((edit, i) => (edit.kind === ' ' ? [] : [i]));
  let printed = '';
  for (let i = 0; i < changed.length; ) {
    let last = i;
    while (last + 1 < changed.length && changed[last + 1]! - changed[last]! <= 2 * CONTEXT + 1) last++;
    printed += hunk(edits, Math.max(0, changed[i]! - CONTEXT), Math.min(edits.length, changed[last]! + CONTEXT + 1));
    i = last + 1;
  }
  return printed;
}

function hunk(edits: readonly Edit[], from: number, to: number): string {
  const count = (kind: '-' | '+', end: number): number => edits.slice(0, end).filter((edit) => edit.kind !== (kind === '-' ? '+' : '-')).length;
  const range = (kind: '-' | '+'): string => {
    const [first, length] = [count(kind, from), count(kind, to) - count(kind, from)];
    return length === 1 ? String(first + 1) : `${length === 0 ? first : first + 1},${length}`;
  };
  const body = edits.slice(from, to).map(({ kind, line }) => `${kind}${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`);
  return `@@ -${range('-')} +${range('+')} @@\n${body.join('')}`;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

/** Myers' greedy walk, its furthest points kept for the way back. */
function editsOf(a: readonly string[], b: readonly string[]): Edit[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let d = 0; d <= a.length + b.length; d++) {
    trail.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? furthest.get(k + 1)! : furthest.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return wayBack(a, b, trail);
    }
  }
  return [];
}

function wayBack(a: readonly string[], b: readonly string[], trail: readonly ReadonlyMap<number, number>[]): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trail.length - 1; d >= 0; d--) {
    const points = trail[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (points.get(k - 1) ?? -1) < (points.get(k + 1) ?? -1));
    const fromX = down ? points.get(k + 1)! : points.get(k - 1)!;
    const fromY = fromX - (down ? k + 1 : k - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      edits.push({ kind: ' ', line: a[--x]! });
      y--;
    }
    if (d === 0) break;
    if (down) edits.push({ kind: '+', line: b[--y]! });
    else edits.push({ kind: '-', line: a[--x]! });
  }
  return edits.reverse();
}
