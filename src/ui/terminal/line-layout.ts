// Where the characters of a typed line come to stand on a screen of so many columns: what is written, and how far its end and
// its cursor are from its beginning. Wide characters take two cells and never straddle a border.
import { graphemes } from './line-text.ts';

export interface Shown {
  readonly text: string;
  readonly cursor: number; // index into text
  readonly dim: number; // so much of the text, from its beginning, is drawn faintly: lines that wait for their reader
  readonly below: readonly string[]; // lines under it, faintly: what could complete it
}

export interface Layout {
  readonly output: string;
  readonly endRow: number;
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** Cells that a grapheme takes. */
export type Width = (grapheme: string) => number;

const DIM = '\x1b[37m'; // the theme's softer ink, not faintness: faint text is below every contrast
const UNDIM = '\x1b[39m';

export function layOut(shown: Shown, startColumn: number, columns: number, rows: number, width: Width): Layout {
  const { text, cursor, dim } = fitted(shown, startColumn, columns, rows, width);
  const pen = { row: 0, column: startColumn, output: dim > 0 ? DIM : '' };
  let at = 0;
  let place = { row: 0, column: startColumn };
  for (const grapheme of graphemes(text)) {
    if (at === dim && at > 0) pen.output += UNDIM;
    if (at === cursor) place = wrapped(pen, columns);
    put(pen, grapheme, columns, width);
    at += grapheme.length;
  }
  if (dim >= text.length && dim > 0) pen.output += UNDIM;
  // A terminal that is full to its border waits with the wrap: a blank brings it over.
  if (pen.column >= columns) {
    pen.output += ' \r';
    Object.assign(pen, wrapped(pen, columns));
  }
  if (cursor >= text.length) place = { row: pen.row, column: pen.column };
  const below = shown.below.slice(0, Math.max(0, rows - 1 - pen.row));
  const output = pen.output + below.map((line) => `\r\n${DIM}${clip(line, columns - 1, width)}${UNDIM}`).join('');
  return { output, endRow: pen.row + below.length, cursorRow: place.row, cursorColumn: place.column };
}

interface Pen {
  row: number;
  column: number;
  output: string;
}

function put(pen: Pen, grapheme: string, columns: number, width: Width): void {
  if (grapheme === '\n') {
    pen.output += '\r\n';
    pen.row++;
    pen.column = 0;
    return;
  }
  const drawn = visible(grapheme);
  const cells = drawn === grapheme ? width(grapheme) : drawn.length;
  for (const [piece, size] of cells > 2 ? [...drawn].map((c) => [c, 1] as const) : [[drawn, cells] as const]) {
    if (pen.column + size > columns) {
      pen.row++;
      pen.column = 0;
    }
    pen.output += piece;
    pen.column += size;
  }
}

/** Control characters show as what they are called, a tab as blanks. */
function visible(grapheme: string): string {
  if (grapheme === '\t') return '    ';
  const code = grapheme.charCodeAt(0);
  return code < 32 ? `^${String.fromCharCode(code + 64)}` : grapheme;
}

function wrapped({ row, column }: { row: number; column: number }, columns: number): { row: number; column: number } {
  return column >= columns ? { row: row + 1, column: 0 } : { row, column };
}

/** What is longer than the screen shows the part around its cursor. */
function fitted({ text, cursor, dim }: Shown, startColumn: number, columns: number, rows: number, width: Width): { text: string; cursor: number; dim: number } {
  const room = Math.max(columns, columns * (rows - 2) - startColumn);
  const all = graphemes(text);
  const cells = all.map((g) => (g === '\n' ? columns : Math.max(1, width(g))));
  let total = cells.reduce((sum, n) => sum + n, 0);
  if (total <= room) return { text, cursor, dim };
  let from = 0;
  let fromIndex = 0;
  while (total > room && fromIndex + all[from]!.length < cursor) {
    total -= cells[from]!;
    fromIndex += all[from++]!.length;
  }
  let to = all.length;
  while (total > room && to > from + 1) total -= cells[--to]!;
  return { text: all.slice(from, to).join(''), cursor: cursor - fromIndex, dim: Math.max(0, dim - fromIndex) };
}

function clip(text: string, cells: number, width: Width): string {
  let out = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += width(grapheme);
    if (used > cells) break;
    out += grapheme;
  }
  return out;
}
