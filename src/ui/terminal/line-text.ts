// A line that is being typed, as text and cursor, and what each editing key makes of it. Steps are graphemes: what one sees as
// one character is passed and deleted as one.

export interface Line {
  readonly text: string;
  readonly cursor: number; // index into text
}

/** `cut`: what the edit took out, for Ctrl-Y. */
export interface Cut {
  readonly line: Line;
  readonly cut: string;
}

export const EMPTY: Line = { text: '', cursor: 0 };

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function graphemes(text: string): string[] {
  // Nearly every line is ASCII, where each unit is a character.
  return /^[ -~]*$/.test(text) ? text.split('') : [...segmenter.segment(text)].map(({ segment }) => segment);
}

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: Line, typed: string): Line {
  return { text: text.slice(0, cursor) + typed + text.slice(cursor), cursor: cursor + typed.length };
}

/** Replaces what lies between `from` and the cursor. */
export function replaceBack({ text, cursor }: Line, from: number, by: string): Line {
  return { text: text.slice(0, from) + by + text.slice(cursor), cursor: from + by.length };
}

export const home = ({ text }: Line): Line => ({ text, cursor: 0 });
export const end = ({ text }: Line): Line => lineOf(text);
export const left = (line: Line): Line => ({ ...line, cursor: before(line) });
export const right = (line: Line): Line => ({ ...line, cursor: after(line) });
export const wordLeft = (line: Line): Line => ({ ...line, cursor: wordStart(line) });
export const wordRight = (line: Line): Line => ({ ...line, cursor: wordEnd(line) });

export const backspace = (line: Line): Line => cut(line, before(line), line.cursor).line;
export const deleteNext = (line: Line): Line => cut(line, line.cursor, after(line)).line;
export const cutToEnd = (line: Line): Cut => cut(line, line.cursor, line.text.length);
export const cutToStart = (line: Line): Cut => cut(line, 0, line.cursor);
/** Ctrl-W: back to a blank. */
export const cutBlankWord = (line: Line): Cut => cut(line, line.text.slice(0, line.cursor).search(/\S*\s*$/), line.cursor);
export const cutWordLeft = (line: Line): Cut => cut(line, wordStart(line), line.cursor);
export const cutWordRight = (line: Line): Cut => cut(line, line.cursor, wordEnd(line));

/** Ctrl-T: the two characters around the cursor change places. */
export function transpose(line: Line): Line {
  const at = line.cursor === line.text.length ? left(line) : line;
  const first = left(at);
  if (first.cursor === at.cursor) return line;
  const last = after(at);
  const { text } = line;
  return { text: text.slice(0, first.cursor) + text.slice(at.cursor, last) + text.slice(first.cursor, at.cursor) + text.slice(last), cursor: last };
}

function cut({ text }: Line, from: number, to: number): Cut {
  return { line: { text: text.slice(0, from) + text.slice(to), cursor: from }, cut: text.slice(from, to) };
}

function before({ text, cursor }: Line): number {
  return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

function after({ text, cursor }: Line): number {
  return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0);
}

function wordStart({ text, cursor }: Line): number {
  return text.slice(0, cursor).search(/[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u);
}

function wordEnd({ text, cursor }: Line): number {
  return cursor + /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(cursor))![0].length;
}
