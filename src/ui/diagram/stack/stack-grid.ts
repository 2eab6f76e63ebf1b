// Where a path lies on any sheet of a stack. Its column is the same on all of them, so that what hides what is read straight down.
// On a sheet that is written to its line is the same always too, and nothing shifts as news comes; on an image's sheet it is the next
// free one of its column, because a stack is mostly such sheets and the window is not high. A phone closes all sheets up.
import type { FileViewRow } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';
import type { FrameSize } from '../use-frame.ts';

export const LABEL_WIDTH = 208;
const LABEL_HEIGHT = 40; // where the label stands above the chips
export const CHIP_HEIGHT = 28;
const CHIP_WIDTH = 124;
const COLUMN = 132;
const LINE = 34;
const SHEET_MARGIN = 14; // of a sheet's height, besides its lines
const LINES_MAX = 4;
export const SHEET_GAP = 10;
export const GLASS_GAP = 28;
const FOOT = 104; // of the window: what stands over its lower edge
const NARROW = 640; // of a phone: there is no room for labels beside the chips

export interface Grid {
  readonly lines: number;
  readonly placeOf: ReadonlyMap<string, number>; // columns from the left, lines from the top
  readonly narrow: boolean;
  readonly width: number;
  /** By index of the sheet, where paths close up: the line of each that the sheet has. */
  readonly linesOn: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

/** As many lines as make the whole stack largest in the window; on a phone as many columns as it is wide. */
export function chooseGrid(row: FileViewRow, paths: readonly string[], besides: number, frame: FrameSize): Grid {
  const narrow = frame.width < NARROW;
  const columns = Math.max(2, Math.floor((frame.width - 24) / COLUMN));
  if (narrow) return makeGrid(row, paths, Math.max(1, Math.ceil(paths.length / columns)), true);
  const grids = Array.from({ length: LINES_MAX }, (_, i) => makeGrid(row, paths, i + 1, false));
  const scaleOf = (grid: Grid) => Math.min(1, frame.width / (grid.width + besides), Math.max(1, frame.height - FOOT) / heightOf(row, grid));
  return grids.reduce((best, grid) => (scaleOf(grid) > scaleOf(best) + 1e-9 ? grid : best));
}

function makeGrid(row: FileViewRow, paths: readonly string[], lines: number, narrow: boolean): Grid {
  const placeOf = new Map(paths.map((path, i) => [path, i]));
  const linesOn = new Map<number, Map<string, number>>();
  for (const [index, { role, chips }] of row.sheets.entries()) {
    if (role === 'volume' || (role !== 'image' && !narrow)) continue;
    const taken = new Map<number, number>(); // lines of a column
    const on = new Map<string, number>();
    const places = chips.flatMap(({ path }) => placeOf.get(path) ?? []).sort((a, b) => a - b);
    for (const place of places) {
      const column = Math.floor(place / lines);
      const line = taken.get(column) ?? 0;
      taken.set(column, line + 1);
      on.set(paths[place]!, line);
    }
    linesOn.set(index, on);
  }
  const columns = Math.max(narrow ? 2 : 3, Math.ceil(paths.length / lines));
  return { lines, placeOf, narrow, width: (narrow ? 8 : LABEL_WIDTH + 8) + columns * COLUMN, linesOn };
}

function heightOf(row: FileViewRow, grid: Grid): number {
  const sheets = [...row.sheets.entries()].filter(([, { role }]) => role !== 'volume');
  return sheets.reduce((sum, [index]) => sum + sheetHeight(grid, index) + SHEET_GAP, sheetHeight(grid, -1) + GLASS_GAP);
}

/** `index` -1: the glass. */
export function sheetHeight(grid: Grid, index: number): number {
  const on = grid.linesOn.get(index);
  const lines = on ? Math.max(grid.narrow ? 0 : 1, ...[...on.values()].map((line) => line + 1)) : grid.lines;
  return (grid.narrow ? LABEL_HEIGHT : 0) + SHEET_MARGIN + lines * LINE;
}

/** A path's chip on a sheet whose upper edge is at `y`; undefined when the path is not shown. */
export function chipRect(grid: Grid, index: number, path: string, y: number): Rect | undefined {
  const place = grid.placeOf.get(path);
  if (place === undefined) return undefined;
  const line = grid.linesOn.get(index)?.get(path) ?? place % grid.lines;
  const x = (grid.narrow ? 4 : LABEL_WIDTH) + Math.floor(place / grid.lines) * COLUMN + (COLUMN - CHIP_WIDTH) / 2;
  return { x, y: y + (grid.narrow ? LABEL_HEIGHT : 0) + SHEET_MARGIN / 2 + line * LINE + (LINE - CHIP_HEIGHT) / 2, w: CHIP_WIDTH, h: CHIP_HEIGHT };
}
