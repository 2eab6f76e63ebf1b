// The layer lens: sheets lie on one another, lowest at the bottom, the merged view above them as the glass one looks through. Each
// path has one column through all sheets, so that what hides what, what was copied up and where a file is seen from is read straight down.
import type { FileChip, FileViewRow, SheetRole } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';

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
  readonly size: { readonly width: number; readonly height: number };
  readonly glass: Rect;
  readonly sheets: readonly SheetPlace[];
  readonly chips: readonly ChipPlace[];
  /** From a touched file's place on the glass down to the sheet it is seen from. */
  readonly sights: readonly { readonly id: string; readonly x: number; readonly from: number; readonly to: number }[];
  readonly untold: number; // files that have no column for want of room
  readonly touched: readonly string[]; // memory: paths in the order in which they were first touched
}

export const LABEL_WIDTH = 208;
export const CHIP_HEIGHT = 28;
const CHIP_WIDTH = 104;
const COLUMN = 112;
const SHEET_HEIGHT = 48;
const SHEET_GAP = 10;
const GLASS_GAP = 28;
const PILLAR_WIDTH = 152;
const COLUMNS_MAX = 40;
const TOUCHED_MAX = 24;

export function layStack(row: FileViewRow, touchedBefore: readonly string[]): StackScene {
  const touched = touchedPaths(row, touchedBefore);
  const folder = folderPaths(row).filter((path) => !touched.includes(path));
  const shown = [...touched.slice(0, TOUCHED_MAX), ...folder];
  const columns = shown.slice(0, COLUMNS_MAX);
  const columnOf = new Map(columns.map((path, i) => [path, i]));
  const flat = row.sheets.flatMap((sheet, index) => (sheet.role === 'volume' ? [] : [index]));
  const volumes = row.sheets.flatMap((sheet, index) => (sheet.role === 'volume' ? [index] : []));

  const width = LABEL_WIDTH + Math.max(3, columns.length) * COLUMN + 8;
  const glass: Rect = { x: 0, y: 0, w: width, h: SHEET_HEIGHT };
  const top = glass.h + GLASS_GAP;
  const yOf = new Map(flat.map((index, i) => [index, top + (flat.length - 1 - i) * (SHEET_HEIGHT + SHEET_GAP)]));
  const bottom = top + flat.length * (SHEET_HEIGHT + SHEET_GAP);
  const sheets = [
    ...flat.map((index): SheetPlace => ({ index, role: row.sheets[index]!.role, rect: { x: 0, y: yOf.get(index)!, w: width, h: SHEET_HEIGHT } })),
    ...volumes.map((index, i): SheetPlace => ({ index, role: 'volume', rect: { x: width + 16 + i * (PILLAR_WIDTH + 8), y: -12, w: PILLAR_WIDTH, h: bottom + 24 } })),
  ];
  const chips = [...layMerged(row, columnOf), ...layChips(row, columnOf, yOf), ...layVolumes(row, sheets)];
  return {
    size: { width: width + volumes.length * (PILLAR_WIDTH + 8) + (volumes.length > 0 ? 16 : 0), height: bottom + (volumes.length > 0 ? 12 : 0) },
    glass,
    sheets,
    chips,
    sights: laySights(row, columnOf, yOf, new Set(touched)),
    untold: shown.length - columns.length,
    touched,
  };
}

/** What lies in the upper sheets, and what they hide: the news. In the order in which it came. */
function touchedPaths(row: FileViewRow, before: readonly string[]): string[] {
  const now = new Map<string, number>();
  for (const sheet of row.sheets) {
    for (const chip of sheet.chips) {
      const isNews = (sheet.role === 'read-write' || sheet.role === 'init' ? chip.type !== 'folder' : false) || chip.hiddenBy >= 0;
      if (isNews) now.set(chip.path, Math.max(now.get(chip.path) ?? -1, chip.changedMs));
    }
  }
  const kept = before.filter((path) => now.has(path));
  const known = new Set(kept);
  const late = [...now].filter(([path]) => !known.has(path)).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  return [...kept, ...late.map(([path]) => path)];
}

function folderPaths(row: FileViewRow): string[] {
  const paths = new Set<string>();
  const under = row.folder === '/' ? '/' : `${row.folder}/`;
  const directly = (path: string) => path.startsWith(under) && path.length > under.length && !path.slice(under.length).includes('/');
  for (const chip of [...row.merged, ...row.sheets.filter((s) => s.role !== 'volume').flatMap((s) => s.chips)]) if (directly(chip.path)) paths.add(chip.path);
  return [...paths].sort();
}

function column(i: number): number {
  return LABEL_WIDTH + i * COLUMN + (COLUMN - CHIP_WIDTH) / 2;
}

function inSheet(y: number): number {
  return y + (SHEET_HEIGHT - CHIP_HEIGHT) / 2;
}

function layMerged(row: FileViewRow, columnOf: ReadonlyMap<string, number>): ChipPlace[] {
  return row.merged.flatMap((chip): ChipPlace[] => {
    const at = columnOf.get(chip.path);
    if (at === undefined) return [];
    return [{ id: `glass ${chip.path}`, path: chip.path, sheet: -1, rect: { x: column(at), y: inSheet(0), w: CHIP_WIDTH, h: CHIP_HEIGHT }, chip, hidden: false, liftFrom: 0 }];
  });
}

function layChips(row: FileViewRow, columnOf: ReadonlyMap<string, number>, yOf: ReadonlyMap<number, number>): ChipPlace[] {
  const places: ChipPlace[] = [];
  for (const [index, sheet] of row.sheets.entries()) {
    const y = yOf.get(index);
    if (y === undefined) continue;
    for (const chip of sheet.chips) {
      const at = columnOf.get(chip.path);
      if (at === undefined) continue;
      const below = sheet.role === 'read-write' && chip.type !== 'whiteout' ? lowerSheetWith(row, index, chip.path) : -1;
      const rect = { x: column(at), y: inSheet(y), w: CHIP_WIDTH, h: CHIP_HEIGHT };
      places.push({ id: `${index} ${chip.path}`, path: chip.path, sheet: index, rect, chip, hidden: chip.hiddenBy >= 0, liftFrom: below < 0 ? 0 : (yOf.get(below) ?? y) - y });
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

function laySights(row: FileViewRow, columnOf: ReadonlyMap<string, number>, yOf: ReadonlyMap<number, number>, touched: ReadonlySet<string>): StackScene['sights'] {
  return row.merged.flatMap((chip) => {
    const at = columnOf.get(chip.path);
    const y = yOf.get(chip.from);
    if (at === undefined || y === undefined || !touched.has(chip.path)) return [];
    return [{ id: chip.path, x: column(at) + CHIP_WIDTH / 2, from: inSheet(0) + CHIP_HEIGHT, to: inSheet(y) }];
  });
}

/** What a chip is called in a folder: its own name, with the way to it where it lies elsewhere. */
export function chipName(path: string, folder: string): { readonly way: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  const parent = slash <= 0 ? '/' : path.slice(0, slash);
  const name = path.slice(slash + 1);
  if (parent === folder) return { way: '', name };
  const under = folder === '/' ? '/' : `${folder}/`;
  return { way: `${parent.startsWith(under) ? parent.slice(under.length) : parent}/`, name };
}
