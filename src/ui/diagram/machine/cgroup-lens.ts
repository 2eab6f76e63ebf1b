// The lens of control groups: the tree as lines under one another, joined by elbows, each with what it uses against what it may.
import type { CgroupRow, RowKey } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';

export interface CgroupLine {
  readonly about: RowKey;
  readonly depth: number;
  readonly rect: Rect;
}

/** From a group down and over to one of those below it. */
export interface Elbow {
  readonly id: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
}

export interface CgroupScene {
  readonly lines: readonly CgroupLine[];
  readonly elbows: readonly Elbow[];
  readonly size: { readonly width: number; readonly height: number };
  readonly spots: ReadonlyMap<RowKey, Rect>;
}

export const CGROUP_WIDTH = 760;
export const CGROUP_NARROW = 360;
const HEIGHT = 36;
const TALL = 76; // where the gauges stand below the name
const STEP = 8;
const INDENT = 20;

export function layCgroups(rows: readonly CgroupRow[], frame: { readonly width: number; readonly height: number }): CgroupScene {
  const narrow = frame.width > 0 && frame.width < 560;
  const [width, height] = narrow ? [CGROUP_NARROW, TALL] : [CGROUP_WIDTH, HEIGHT];
  const lines = cgroupLines(rows).map(({ row, depth }, i) => ({ row, depth, about: `cgroups/${row.id}` as RowKey, rect: { x: depth * INDENT, y: i * (height + STEP), w: width - depth * INDENT, h: height } }));
  const byPath = new Map(lines.map((line) => [line.row.path, line]));
  const elbows = lines.flatMap(({ row, rect }): Elbow[] => {
    const parent = byPath.get(row.parent);
    return parent ? [{ id: row.id, x: parent.rect.x + INDENT / 2, top: parent.rect.y + height, bottom: rect.y + height / 2, right: rect.x }] : [];
  });
  return {
    lines: lines.map(({ about, depth, rect }) => ({ about, depth, rect })),
    elbows,
    size: { width, height: lines.length * (height + STEP) },
    spots: new Map(lines.map(({ about, rect }) => [about, rect])),
  };
}

/** Groups before those below them. */
export function cgroupLines(rows: readonly CgroupRow[]): { readonly row: CgroupRow; readonly depth: number }[] {
  const below = new Map<string, CgroupRow[]>();
  for (const row of rows) below.set(row.parent, [...(below.get(row.parent) ?? []), row]);
  const lines: { row: CgroupRow; depth: number }[] = [];
  const add = (parent: string, depth: number) => {
    for (const row of below.get(parent) ?? []) {
      lines.push({ row, depth });
      add(row.path, depth + 1);
    }
  };
  add('', 0);
  return lines;
}

/** How full a gauge is, 0 to 1; of a group without a limit, against what its machine has. */
export function fullness(used: number, limit: number, machine: number): number {
  const all = limit > 0 ? limit : machine;
  return all > 0 ? Math.min(1, used / all) : 0;
}
