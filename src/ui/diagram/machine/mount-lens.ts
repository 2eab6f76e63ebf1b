// The lens of mounts: what one process sees mounted, the first at the bottom as it was mounted, each above what it stands on.
import type { MountRow, RowKey } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';

export interface MountSheet {
  readonly about: RowKey;
  readonly depth: number; // how many mounts its point lies in
  readonly covered: boolean; // a later mount on the same point hides it
  readonly rect: Rect;
}

export interface MountScene {
  readonly sheets: readonly MountSheet[]; // the topmost first
  readonly size: { readonly width: number; readonly height: number };
  readonly spots: ReadonlyMap<RowKey, Rect>;
}

const WIDTH = 560;
const NARROW = 340;
const HEIGHT = 48;
const STEP = 6;
const INDENT = 24;

export function layMounts(rows: readonly MountRow[], frame: { readonly width: number; readonly height: number }): MountScene {
  const width = frame.width > 0 && frame.width < 560 ? NARROW : WIDTH;
  const sheets = mountSheets(rows).map(({ row, depth, covered }, i): MountSheet => ({
    about: `mounts/${row.id}`,
    depth,
    covered,
    rect: { x: depth * INDENT, y: i * (HEIGHT + STEP), w: width - depth * INDENT, h: HEIGHT },
  }));
  return { sheets, size: { width, height: sheets.length * (HEIGHT + STEP) }, spots: new Map(sheets.map(({ about, rect }) => [about, rect])) };
}

/** The last mounted first: it lies on top. */
export function mountSheets(rows: readonly MountRow[]): { readonly row: MountRow; readonly depth: number; readonly covered: boolean }[] {
  const ordered = [...rows].sort((a, b) => a.order - b.order);
  return ordered
    .map((row, i) => ({
      row,
      depth: new Set(ordered.slice(0, i).filter((other) => lies(row.point, other.point)).map((other) => other.point)).size,
      covered: ordered.slice(i + 1).some((other) => other.point === row.point),
    }))
    .reverse();
}

/** Whether a path lies in another, and is not that itself. */
function lies(path: string, outer: string): boolean {
  return path !== outer && (outer === '/' || path.startsWith(`${outer}/`));
}
