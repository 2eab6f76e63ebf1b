// What the Tab key makes of the engine's candidates: the text that all of them share, and the list when they share no more.
import type { Completion, Candidate } from '../../client/index.ts';
import { graphemes, replaceBack, type Line } from './line-text.ts';

export type Width = (grapheme: string) => number;

export interface Completed {
  readonly line: Line;
  readonly list: readonly Candidate[]; // what is left to choose from
}

export function complete(line: Line, { from, candidates }: Completion): Completed {
  const [only, ...others] = candidates;
  if (!only) return { line, list: [] };
  if (others.length === 0) return { line: replaceBack(line, from, only.text), list: [] };
  const typed = line.text.slice(from, line.cursor);
  const shared = candidates.map((c) => c.text).reduce(sharedBeginning);
  return { line: shared.length > typed.length ? replaceBack(line, from, shared) : line, list: candidates };
}

function sharedBeginning(a: string, b: string): string {
  let n = 0;
  const [as, bs] = [graphemes(a), graphemes(b)];
  while (n < as.length && as[n] === bs[n]) n++;
  return as.slice(0, n).join('');
}

/** The candidates as lines of the screen: one a line with its note where all fit so, else in columns as `ls` has them. */
export function listLines(list: readonly Candidate[], columns: number, rows: number, width: Width, more: (n: number) => string): string[] {
  const names = list.map(({ label }) => label);
  const cells = names.map((name) => graphemes(name).reduce((sum, g) => sum + width(g), 0));
  const widest = Math.max(...cells);
  const pad = (i: number, to: number) => names[i]! + ' '.repeat(Math.max(0, to - cells[i]!));
  if (list.length <= rows && list.some((c) => c.note !== '')) return list.map(({ note }, i) => `${pad(i, widest)}  ${note}`.trimEnd());
  const across = Math.max(1, Math.floor((columns - 1) / (widest + 2)));
  const down = Math.ceil(list.length / across);
  const shown = Math.min(down, rows - (down > rows ? 1 : 0));
  const lines = Array.from({ length: Math.max(0, shown) }, (_, row) =>
    Array.from({ length: across }, (__, column) => row + column * down)
      .filter((i) => i < list.length)
      .map((i) => pad(i, widest + 2))
      .join('')
      .trimEnd(),
  );
  const hidden = (down - shown) * across;
  return hidden > 0 ? [...lines, more(hidden)] : lines;
}
