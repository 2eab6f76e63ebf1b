// The layer lens: sheets lie on one another, lowest at the bottom, the merged view above them as the glass one looks through. A path has
// the same place on every sheet, so that what hides what, what was copied up and where a file is seen from is read straight down.
import type { FileChip, FileViewRow, SheetRole } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';
import type { FrameSize } from '../use-frame.ts';
import { CHIP_HEIGHT, chipRect, chooseGrid, GLASS_GAP, SHEET_GAP, sheetHeight, type Grid } from './stack-grid.ts';

export interface SheetPlace {
  readonly index: number; // into the row's sheets
  readonly role: SheetRole;
  readonly rect: Rect;
}

export interface ChipPlace {
  readonly id: string;
  readonly path: string;
  readonly sheet: number; // -1: the glass
  readonly rect: Rect;
  readonly chip: FileChip;
  readonly hidden: boolean;
  /** How far below it lay what it was copied from: it is seen to rise by that much. 0 when it was not. */
  readonly liftFrom: number;
}

export interface StackScene {
  readonly narrow: boolean; // labels stand above the chips
  readonly size: { readonly width: number; readonly height: number };
  readonly glass: Rect;
  readonly sheets: readonly SheetPlace[];
  readonly chips: readonly ChipPlace[];
  /** From a touched file's place on the glass down to the sheet it is seen from; on a phone there is no room for them. */
  readonly sights: readonly { readonly id: string; readonly x: number; readonly from: number; readonly to: number }[];
  readonly untold: number; // files that have no place for want of room
  readonly touched: readonly string[]; // memory: paths in the order in which they were first touched
}

export const PILLAR_WIDTH = 152;
const PATHS_MAX = 80;
const TELLING_MAX = 15; // more are only shown when asked for, but for those that tell something
const TOUCHED_MAX = 24;

/** `all`: quiet paths too, which lie in one sheet alone and hide nothing; without it they are counted once there are many. */
export function layStack(row: FileViewRow, touchedBefore: readonly string[], frame: FrameSize, all: boolean): StackScene {
  const touched = touchedPaths(row, touchedBefore);
  const folder = folderPaths(row).filter((path) => !touched.includes(path));
  const shown = [...touched.slice(0, TOUCHED_MAX), ...folder];
  const quiet = all || shown.length <= TELLING_MAX ? new Set<string>() : quietPaths(row, folder);
  const told = shown.filter((path) => !quiet.has(path)).slice(0, PATHS_MAX);
  const flat = row.sheets.flatMap((sheet, index) => (sheet.role === 'volume' ? [] : [index]));
  const volumes = row.sheets.flatMap((sheet, index) => (sheet.role === 'volume' ? [index] : []));
  const volumesWidth = volumes.length > 0 ? volumes.length * (PILLAR_WIDTH + 8) + 16 : 0;
  const grid = chooseGrid(row, told, volumesWidth, frame);
  const seen = seenThrough(row, grid);

  const { width } = grid;
  const glass: Rect = { x: 0, y: 0, w: width, h: sheetHeight(grid, -1) };
  const top = glass.h + GLASS_GAP;
  const heightOf = (index: number) => sheetHeight(grid, index);
  const yOf = new Map<number, number>();
  let bottom = top;
  for (const index of flat.toReversed()) {
    yOf.set(index, bottom);
    bottom += heightOf(index) + SHEET_GAP;
  }
  const sheets = [
    ...flat.map((index): SheetPlace => ({ index, role: row.sheets[index]!.role, rect: { x: 0, y: yOf.get(index)!, w: width, h: heightOf(index) } })),
    ...volumes.map((index, i): SheetPlace => ({ index, role: 'volume', rect: { x: width + 16 + i * (PILLAR_WIDTH + 8), y: -12, w: PILLAR_WIDTH, h: bottom + 24 } })),
  ];
  return {
    narrow: grid.narrow,
    size: { width: width + volumesWidth, height: bottom + (volumes.length > 0 ? 12 : 0) },
    glass,
    sheets,
    chips: [...layGlass(seen, grid), ...layChips(row, grid, yOf), ...layVolumes(row, sheets)],
    sights: laySights(seen, grid, yOf, new Set(touched)),
    untold: shown.length - told.length,
    touched,
  };
}

/** Lays one stack again and again, each path staying where it came to lie. */
export class StackMemory {
  private touched: readonly string[] = [];

  lay(row: FileViewRow, frame: FrameSize, all: boolean): StackScene {
    const scene = layStack(row, this.touched, frame, all);
    this.touched = scene.touched;
    return scene;
  }
}

/** Those that lie in one sheet alone. */
function quietPaths(row: FileViewRow, paths: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const sheet of row.sheets) for (const chip of sheet.chips) counts.set(chip.path, (counts.get(chip.path) ?? 0) + 1);
  return new Set(paths.filter((path) => (counts.get(path) ?? 0) <= 1));
}

/** What lies in the upper sheets, and what they hide: the news. In the order in which it came. */
function touchedPaths(row: FileViewRow, before: readonly string[]): string[] {
  const now = new Map<string, number>();
  for (const sheet of row.sheets) {
    for (const chip of sheet.chips) {
      const isNews = isUpper(sheet.role) ? chip.type !== 'folder' : isUpper(row.sheets[chip.hiddenBy]?.role);
      if (isNews) now.set(chip.path, Math.max(now.get(chip.path) ?? -1, chip.changedMs));
    }
  }
  const kept = before.filter((path) => now.has(path));
  const known = new Set(kept);
  const late = [...now].filter(([path]) => !known.has(path)).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  return [...kept, ...late.map(([path]) => path)];
}

function isUpper(role: SheetRole | undefined): boolean {
  return role === 'read-write' || role === 'init';
}

function folderPaths(row: FileViewRow): string[] {
  const paths = new Set<string>();
  const under = row.folder === '/' ? '/' : `${row.folder}/`;
  const directly = (path: string) => path.startsWith(under) && path.length > under.length && !path.slice(under.length).includes('/');
  for (const chip of [...row.merged, ...row.sheets.filter((s) => s.role !== 'volume').flatMap((s) => s.chips)]) if (directly(chip.path)) paths.add(chip.path);
  return [...paths].sort();
}

interface Seen {
  readonly chip: FileChip;
  readonly from: number; // sheet
}

/** What is seen through the glass: the folder's own files, and touched ones elsewhere by the highest sheet that has them. */
function seenThrough(row: FileViewRow, grid: Grid): Seen[] {
  const seen = new Map<string, Seen>(row.merged.map((chip) => [chip.path, { chip, from: chip.from }]));
  for (const [from, sheet] of row.sheets.entries()) {
    if (sheet.role === 'volume') continue;
    for (const chip of sheet.chips) {
      const shows = chip.hiddenBy < 0 && chip.type !== 'whiteout' && chip.type !== 'opaque';
      if (shows && !row.merged.some((m) => m.path === chip.path)) seen.set(chip.path, { chip, from });
    }
  }
  return [...seen.values()].filter(({ chip }) => grid.placeOf.has(chip.path));
}

function layGlass(seen: readonly Seen[], grid: Grid): ChipPlace[] {
  return seen.map(({ chip }): ChipPlace => ({ id: `glass ${chip.path}`, path: chip.path, sheet: -1, rect: chipRect(grid, -1, chip.path, 0)!, chip, hidden: false, liftFrom: 0 }));
}

function layChips(row: FileViewRow, grid: Grid, yOf: ReadonlyMap<number, number>): ChipPlace[] {
  const places: ChipPlace[] = [];
  for (const [index, sheet] of row.sheets.entries()) {
    const y = yOf.get(index);
    if (y === undefined) continue;
    for (const chip of sheet.chips) {
      const rect = chipRect(grid, index, chip.path, y);
      if (!rect) continue;
      const below = sheet.role === 'read-write' && chip.type !== 'whiteout' ? lowerSheetWith(row, index, chip.path) : -1;
      places.push({ id: `${index} ${chip.path}`, path: chip.path, sheet: index, rect, chip, hidden: chip.hiddenBy >= 0, liftFrom: below < 0 ? 0 : chipRect(grid, below, chip.path, yOf.get(below) ?? y)!.y - rect.y });
    }
  }
  return places;
}

function lowerSheetWith(row: FileViewRow, index: number, path: string): number {
  for (let i = index - 1; i >= 0; i--) if (row.sheets[i]!.chips.some((chip) => chip.path === path && chip.type !== 'whiteout')) return i;
  return -1;
}

function layVolumes(row: FileViewRow, sheets: readonly SheetPlace[]): ChipPlace[] {
  return sheets.flatMap((place) => {
    if (place.role !== 'volume') return [];
    const room = Math.floor((place.rect.h - 72) / (CHIP_HEIGHT + 4));
    return row.sheets[place.index]!.chips.slice(0, Math.max(0, room)).map(
      (chip, i): ChipPlace => ({
        id: `${place.index} ${chip.path}`,
        path: chip.path,
        sheet: place.index,
        rect: { x: place.rect.x + 12, y: place.rect.y + 60 + i * (CHIP_HEIGHT + 4), w: PILLAR_WIDTH - 24, h: CHIP_HEIGHT },
        chip,
        hidden: false,
        liftFrom: 0,
      }),
    );
  });
}

function laySights(seen: readonly Seen[], grid: Grid, yOf: ReadonlyMap<number, number>, touched: ReadonlySet<string>): StackScene['sights'] {
  return seen.flatMap(({ chip, from }) => {
    const at = grid.placeOf.get(chip.path)!;
    const y = yOf.get(from);
    if (y === undefined || grid.narrow || !touched.has(chip.path)) return [];
    const above = chipRect(grid, -1, chip.path, 0)!;
    const below = chipRect(grid, from, chip.path, y)!;
    // Lines of one column run side by side.
    return [{ id: chip.path, x: above.x + 16 + (at % grid.lines) * 20, from: above.y + above.h, to: below.y }];
  });
}

/** What a chip is called in a folder: its own name, with the way to it where it lies elsewhere. */
export function chipName(path: string, folder: string): { readonly way: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  const way = path.slice(0, slash + 1); // with its slash
  const name = path.slice(slash + 1);
  const under = folder === '/' ? '/' : `${folder}/`;
  return { way: way.startsWith(under) ? way.slice(under.length) : way, name };
}
