/** Text in columns as Go's tabwriter lays it out, which is how kubectl and docker print every table. */
import { runeCount } from './utf8.ts';

export interface TableStyle {
  readonly minWidth: number; // of a column, padding included
  readonly padding: number; // blanks after the widest cell
  /** A column is never narrower than it was in what this writer printed before: `kubectl get -w` prints line by line. */
  readonly rememberWidths?: boolean;
}

/** kubectl get, top, api-resources and most other lists. */
export const kubectlTable: TableStyle = { minWidth: 6, padding: 3, rememberWidths: true };
/** The same before 1.12. */
export const kubectlOldTable: TableStyle = { minWidth: 10, padding: 3 };
/** kubectl describe and rollout history. */
export const describeTable: TableStyle = { minWidth: 0, padding: 2 };
/** docker's lists since 19.03. */
export const dockerTable: TableStyle = { minWidth: 10, padding: 3 };
/** docker's lists before that. */
export const dockerOldTable: TableStyle = { minWidth: 20, padding: 3 };

/**
 * Collects text whose cells end in tabs and lays it out when flushed. A column is a run of neighbouring lines that
 * have that cell; what follows the last tab of a line belongs to no column and is never padded.
 */
export class TableWriter {
  private readonly style: TableStyle;
  private lines: string[][] = [];
  private cut = ''; // an unfinished line
  private remembered: number[] = [];

  constructor(style: TableStyle) {
    this.style = style;
  }

  /** Takes text with tabs and line ends, in pieces of any size. */
  write(text: string): void {
    const lines = (this.cut + text).split('\n');
    this.cut = lines.pop()!;
    for (const line of lines) this.lines.push(line.split('\t'));
  }

  /** One line: a tab between the cells, none after the last one. */
  row(cells: readonly string[]): void {
    this.write(`${cells.join('\t')}\n`);
  }

  /** Lays out what was written since the last flush. */
  flush(): string {
    const lines = this.cut === '' ? this.lines : [...this.lines, this.cut.split('\t')];
    const isCut = this.cut !== '';
    this.lines = [];
    this.cut = '';
    const printed: string[] = [];
    this.layOut(lines, 0, lines.length, [], printed);
    return printed.length === 0 ? '' : printed.join('\n') + (isCut ? '' : '\n');
  }

  /** Forgets remembered widths: what kubectl does between the tables of two kinds. */
  forgetWidths(): void {
    this.remembered = [];
  }

  /** Lays out the lines from `first` to before `end`, which all share the columns of `widths`. */
  private layOut(lines: readonly string[][], first: number, end: number, widths: number[], printed: string[]): void {
    const column = widths.length;
    let at = first;
    while (at < end) {
      if (column >= lines[at]!.length - 1) {
        printed.push(padCells(lines[at]!, widths));
        at++;
        continue;
      }
      let blockEnd = at;
      let width = this.style.minWidth;
      for (; blockEnd < end && column < lines[blockEnd]!.length - 1; blockEnd++) {
        width = Math.max(width, runeCount(lines[blockEnd]![column]!) + this.style.padding);
      }
      this.layOut(lines, at, blockEnd, [...widths, this.remember(column, width)], printed);
      at = blockEnd;
    }
  }

  private remember(column: number, width: number): number {
    if (!this.style.rememberWidths) return width;
    return (this.remembered[column] = Math.max(this.remembered[column] ?? 0, width));
  }
}

/** A whole table at once. */
export function formatTable(style: TableStyle, rows: Iterable<readonly string[]>): string {
  const table = new TableWriter(style);
  for (const row of rows) table.row(row);
  return table.flush();
}

function padCells(cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    line += i < widths.length ? cell + ' '.repeat(widths[i]! - runeCount(cell)) : cell;
  }
  return line;
}
