/** diff -y: both files side by side, and between them what became of each line. Columns are reckoned as GNU diff reckons them, in tabs. */
import { displayWidth } from '../../base/index.ts';
import type { Side } from './diff-forms.ts';
import type { Hunk } from './line-difference.ts';

export interface Columns {
  readonly width: number;
  readonly spaced: boolean; // -t: blanks, no tabs
  readonly changesOnly: boolean; // --suppress-common-lines
  readonly leftOnly: boolean; // --left-column: a common line is not repeated
}

const TAB = 8;
const GUTTER = 3;

export function sideBySide(columns: Columns, a: Side, b: Side, hunks: readonly Hunk[]): string {
  const row = rowWriter(columns);
  let text = '';
  let at = 0;
  const common = (until: number, ahead: number): void => {
    if (!columns.changesOnly) for (; at < until; at++) text += columns.leftOnly ? row(a.lines[at], '(', undefined) : row(a.lines[at], ' ', b.lines[at + ahead]);
    at = until;
  };
  for (const { from, removed, to, added } of hunks) {
    common(from, to - from);
    for (let i = 0; i < Math.max(removed, added); i++) {
      const [left, right] = [i < removed ? a.lines[from + i] : undefined, i < added ? b.lines[to + i] : undefined];
      text += row(left, left === undefined ? '>' : right === undefined ? '<' : '|', right);
    }
    at = from + removed;
  }
  common(a.lines.length, b.lines.length - a.lines.length);
  return text;
}

function rowWriter({ width, spaced }: Columns): (left: string | undefined, mark: string, right: string | undefined) => string {
  const tab = spaced ? 1 : TAB;
  const reach = tab + GUTTER;
  const middle = (width >> 1) + (reach >> 1) + (width & reach & 1);
  const aligned = middle - (middle % tab);
  const half = Math.max(0, Math.min(aligned - GUTTER, width - aligned));
  const second = half > 0 ? aligned : width;
  return (left, mark, right) => {
    let text = '';
    let column = 0;
    if (left !== undefined) [text, column] = cut(left, half, spaced);
    if (mark !== ' ') {
      const place = (half + second - 1) >> 1;
      text += gap(column, place, spaced) + mark;
      column = place + 1;
    }
    if (right !== undefined && right !== '') text += gap(column, second, spaced) + cut(right, half, spaced)[0];
    return `${text}\n`;
  };
}

/** As much of a line as fits, and how far it reaches. A tab that would reach the edge is left out. */
function cut(line: string, most: number, spaced: boolean): [text: string, width: number] {
  let text = '';
  let width = 0;
  let at = 0;
  for (const char of line) {
    const size = char === '\t' ? TAB - (at % TAB) : displayWidth(char);
    const fits = char === '\t' && !spaced ? at + size < most : at + size <= most;
    at += size;
    if (!fits) continue;
    text += char === '\t' && spaced ? ' '.repeat(size) : char;
    width = at;
  }
  return [text, width];
}

function gap(from: number, to: number, spaced: boolean): string {
  let text = '';
  let at = from;
  if (!spaced) {
    for (let next = at + TAB - (at % TAB); next <= to; next += TAB) {
      text += '\t';
      at = next;
    }
  }
  return text + ' '.repeat(Math.max(0, to - at));
}
