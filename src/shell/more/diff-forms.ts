/** The forms in which diff writes what differs: its own, with context, unified, as a script for ed or for RCS. */
import type { Hunk } from './line-difference.ts';

export interface Side {
  readonly name: string;
  readonly lines: readonly string[];
  readonly unterminated: boolean;
  readonly stamp: string;
  readonly missing: boolean;
}

export interface Look {
  readonly labels: readonly string[];
  /** So many lines around each change. */
  readonly around: number;
  readonly colour: boolean;
  /** -T: a tab behind the mark, so that the line's own tabs stay where they were. */
  readonly tabbed: boolean;
  /** -t: tabs as blanks. */
  readonly spaced: boolean;
  /** -p: in which function each change is. */
  readonly functions: boolean;
}

type Paint = 'head' | 'place' | 'old' | 'new';

const codes: Readonly<Record<Paint, number>> = { head: 1, place: 36, old: 31, new: 32 };

function painted({ colour }: Look, paint: Paint | undefined, text: string): string {
  return colour && paint ? `\x1b[${codes[paint]}m${text}\x1b[0m` : text;
}

const noNewline = '\\ No newline at end of file\n';

/** Some lines of a side, each behind its mark. */
function block(look: Look, paint: Paint | undefined, mark: string, { lines, unterminated }: Side, from: number, count: number): string {
  const front = look.tabbed ? `${mark.trimEnd()}\t` : mark;
  let text = '';
  for (let i = from; i < from + count; i++) {
    text += `${painted(look, paint, front + (look.spaced ? withoutTabs(lines[i]!) : lines[i]!))}\n${unterminated && i === lines.length - 1 ? noNewline : ''}`;
  }
  return text;
}

export function withoutTabs(line: string): string {
  let text = '';
  for (const char of line) text += char === '\t' ? ' '.repeat(8 - (text.length % 8)) : char;
  return text;
}

/** `12,14` as diff counts: from 1, and of no lines the one before. */
function range(from: number, count: number): string {
  if (count === 0) return String(from);
  return count === 1 ? String(from + 1) : `${from + 1},${from + count}`;
}

function letterOf({ removed, added }: Hunk): string {
  return removed === 0 ? 'a' : added === 0 ? 'd' : 'c';
}

export function normal(look: Look, a: Side, b: Side, hunks: readonly Hunk[]): string {
  const one = (hunk: Hunk): string => {
    const { from, removed, to, added } = hunk;
    const letter = letterOf(hunk);
    const place = painted(look, 'place', `${range(from, removed)}${letter}${range(to, added)}`);
    return `${place}\n${block(look, 'old', '< ', a, from, removed)}${letter === 'c' ? '---\n' : ''}${block(look, 'new', '> ', b, to, added)}`;
  };
  return hunks.map(one).join('');
}

/** A script that ed follows from its last line on. A line that is a dot alone would end ed's input: it is written as two, and one taken away. */
export function edScript(_: Look, __: Side, b: Side, hunks: readonly Hunk[]): string {
  const one = (hunk: Hunk): string => {
    const { from, removed, to, added } = hunk;
    let text = `${range(from, removed)}${letterOf(hunk)}\n`;
    let open = added > 0;
    for (const line of b.lines.slice(to, to + added)) {
      text += (open ? '' : 'a\n') + (line === '.' ? '..\n.\ns/.//\n' : `${line}\n`);
      open = line !== '.';
    }
    return text + (open ? '.\n' : '');
  };
  return [...hunks].reverse().map(one).join('');
}

/** What RCS keeps: so many lines deleted, so many added, all counted in the first file. */
export function rcsScript(_: Look, __: Side, b: Side, hunks: readonly Hunk[]): string {
  const one = ({ from, removed, to, added }: Hunk): string =>
    (removed > 0 ? `d${from + 1} ${removed}\n` : '') + (added > 0 ? `a${from + removed} ${added}\n${b.lines.slice(to, to + added).join('\n')}${b.unterminated && to + added === b.lines.length ? '' : '\n'}` : '');
  return hunks.map(one).join('');
}

/** Hunks so near to one another that their surroundings meet, each with the lines of both sides that it shows. */
interface Group {
  readonly hunks: readonly Hunk[];
  readonly a: readonly [start: number, end: number];
  readonly b: readonly [start: number, end: number];
}

function groups(a: Side, hunks: readonly Hunk[], around: number, ignored: ReadonlySet<Hunk>): Group[] {
  const found: Group[] = [];
  for (let i = 0; i < hunks.length; ) {
    let last = i;
    while (last + 1 < hunks.length && hunks[last + 1]!.from - (hunks[last]!.from + hunks[last]!.removed) <= 2 * around) last++;
    const own = hunks.slice(i, last + 1);
    i = last + 1;
    if (own.every((hunk) => ignored.has(hunk))) continue;
    const [head, tail] = [own[0]!, own.at(-1)!];
    const start = Math.max(0, head.from - around);
    const end = Math.min(a.lines.length, tail.from + tail.removed + around);
    found.push({ hunks: own, a: [start, end], b: [head.to - (head.from - start), tail.to + tail.added + (end - tail.from - tail.removed)] });
  }
  return found;
}

function titles(look: Look, marks: readonly [string, string], a: Side, b: Side): string {
  const title = (mark: string, { name, stamp }: Side, label: string | undefined) => `${painted(look, 'head', `${mark} ${label ?? `${name}\t${stamp}`}`)}\n`;
  return title(marks[0], a, look.labels[0]) + title(marks[1], b, look.labels[1]);
}

/** The last line before the group that begins as a function does in C. */
function functionAt({ functions }: Look, { lines }: Side, before: number): string {
  if (!functions) return '';
  const line = lines.slice(0, before).findLast((each) => /^[A-Za-z$_]/.test(each));
  return line === undefined ? '' : ` ${line.slice(0, 40).trimEnd()}`;
}

export function unified(look: Look, a: Side, b: Side, hunks: readonly Hunk[], ignored: ReadonlySet<Hunk>): string {
  const place = ([from, to]: readonly [number, number]) => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);
  const one = (group: Group): string => {
    let text = `${painted(look, 'place', `@@ -${place(group.a)} +${place(group.b)} @@`)}${functionAt(look, a, group.a[0])}\n`;
    let at = group.a[0];
    for (const { from, removed, to, added } of group.hunks) {
      text += block(look, undefined, ' ', a, at, from - at) + block(look, 'old', '-', a, from, removed) + block(look, 'new', '+', b, to, added);
      at = from + removed;
    }
    return text + block(look, undefined, ' ', a, at, group.a[1] - at);
  };
  return titles(look, ['---', '+++'], a, b) + groups(a, hunks, look.around, ignored).map(one).join('');
}

export function context(look: Look, a: Side, b: Side, hunks: readonly Hunk[], ignored: ReadonlySet<Hunk>): string {
  const place = ([from, to]: readonly [number, number]) => (to <= from + 1 ? String(to) : `${from + 1},${to}`);
  const one = (group: Group): string => {
    const half = (side: Side, [start, end]: readonly [number, number], paint: Paint, mark: string, of: (hunk: Hunk) => readonly [number, number]): string => {
      if (group.hunks.every((hunk) => of(hunk)[1] === 0)) return '';
      let text = '';
      let at = start;
      for (const hunk of group.hunks) {
        const [from, count] = of(hunk);
        text += block(look, paint, '  ', side, at, from - at) + block(look, paint, letterOf(hunk) === 'c' ? '! ' : mark, side, from, count);
        at = from + count;
      }
      return text + block(look, paint, '  ', side, at, end - at);
    };
    return (
      `***************${functionAt(look, a, group.a[0])}\n${painted(look, 'place', `*** ${place(group.a)} ****`)}\n${half(a, group.a, 'old', '- ', ({ from, removed }) => [from, removed])}` +
      `${painted(look, 'place', `--- ${place(group.b)} ----`)}\n${half(b, group.b, 'new', '+ ', ({ to, added }) => [to, added])}`
    );
  };
  return titles(look, ['***', '---'], a, b) + groups(a, hunks, look.around, ignored).map(one).join('');
}
