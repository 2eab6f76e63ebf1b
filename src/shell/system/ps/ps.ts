/** ps: the processes that /proc shows, in the forms that people type: plain, -ef, aux, -l, j, as a tree, by columns of one's own. */
import { compareBytes } from '../../../base/index.ts';
import { procSpace, write, type Process } from '../../../host/index.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../../tool/tool.ts';
import { ArgumentReader, type Asked } from './arguments.ts';
import { busyboxPs } from './busybox.ts';
import { added, columns, sets, withThreads, type Column, type Viewer } from './columns.ts';
import { forest, type Placed } from './forest.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

export const ps: Tool = {
  usage: '[options]',
  options: { none: true },
  *run(call) {
    const { p } = call;
    const args = p.argv.slice(1);
    if (call.flavour === 'busybox') return yield* busyboxPs(call);
    if (args[0] === '--help') return yield* told(USAGE);
    if (args[0] === '--version' || args[0] === '-V') return yield* told('ps from procps-ng 4.0.4\n');
    const asked = new ArgumentReader(p).read(args);
    if (typeof asked === 'string') {
      yield write(2, `error: ${asked}\n${USAGE}`);
      return 1;
    }
    const space = procSpace(p);
    if (!space) {
      yield write(2, 'Error, do this: mount -t proc proc /proc\n');
      return 47;
    }
    const viewer: Viewer = { p, pidOf: (one) => one.pidIn(space) };
    const shown = chosen([...space.processes.values()].sort((a, b) => viewer.pidOf(a) - viewer.pidOf(b)), asked, viewer);
    sort(shown, asked, viewer);
    const drawn = asked.letters.has('f');
    const placed = drawn || asked.letters.has('-H') ? forest(shown, viewer.pidOf, drawn) : shown.map((one) => ({ one, indent: '' }));
    yield* print(cutTo(call, asked, table(placed, asked, viewer)));
    return shown.length > 0 ? 0 : 1;
  },
};

function* told(text: string): ToolRun {
  yield write(1, text);
  return 0;
}

function chosen(all: readonly Process[], { letters, wanted }: Asked, { p, pidOf }: Viewer): Process[] {
  const leads = (one: Process): boolean => one.sid === one.pid;
  const bsd = [...letters].some((letter) => !letter.startsWith('-') && letter !== 'f');
  const everyone = letters.has('-e') || letters.has('-A') || (letters.has('a') && letters.has('x'));
  const byLetters = (one: Process): boolean => {
    if (everyone) return true;
    if (letters.has('-d') || letters.has('-a')) return !leads(one) && (letters.has('-d') || one.tty !== undefined);
    if (letters.has('a')) return one.tty !== undefined;
    if (letters.has('x')) return one.uid === p.uid;
    return one.uid === p.uid && (bsd ? one.tty !== undefined : one.tty === p.tty);
  };
  const isAdding = everyone || letters.has('-d') || letters.has('-a');
  const fits = (one: Process): boolean => (wanted.length === 0 ? byLetters(one) : wanted.some((its) => its(one, { p, pidOf })) || (isAdding && byLetters(one)));
  const running = (one: Process): boolean => !letters.has('r') || one === p || one.state === 'running';
  return all.filter((one) => fits(one) !== letters.has('-N') && running(one));
}

function sort(rows: Process[], { order }: Asked, viewer: Viewer): void {
  if (order.length === 0) return;
  const cells = new Map(rows.map((one) => [one, order.map(({ column }) => column.value(one, viewer))]));
  rows.sort((a, b) => {
    for (const [i, { column, down }] of order.entries()) {
      const [x, y] = [cells.get(a)![i]!, cells.get(b)![i]!];
      const difference = (column.right ? Number(x) - Number(y) : 0) || compareBytes(x, y);
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  });
}

/** Columns of one's own, or those that the letters stand for. */
function columnsFor({ letters, custom, extra, wanted }: Asked, byNumberAlone: boolean): readonly Column[] {
  const has = (letter: string): boolean => letters.has(letter);
  if (custom) return custom;
  if (extra.length > 0) return [columns['pid']!, ...extra, columns['s']!, columns['tname']!, columns['time']!, columns['command']!];
  const full = has('-f') || has('-F');
  let set: readonly Column[] = sets.plain;
  if (has('-l')) set = has('-y') ? sets.shortLong : full ? sets.fullLong : sets.long;
  else if (has('-j')) set = full ? sets.fullJobs : sets.jobs;
  else if (full) set = has('-F') ? sets.extraFull : sets.full;
  else if (has('l')) set = sets.bsdLong;
  else if (has('j')) set = sets.bsdJobs;
  else if (has('u')) set = sets.user;
  else if (has('v')) set = sets.memory;
  else if (has('s')) set = sets.signals;
  else if (byNumberAlone || [...letters].some((letter) => !letter.startsWith('-'))) set = wanted.length > 0 || letters.size > 0 ? sets.bsd : set;
  if (has('-L')) set = withThreads(set, 'L', full);
  else if (has('-T')) set = withThreads(set, 'T', full);
  if (has('-c')) set = [...set.slice(0, 1), added.class, added.priority, ...set.slice(1)];
  return has('-M') || has('-Z') || has('Z') ? [added.label, ...set] : set;
}

function table(placed: readonly Placed[], asked: Asked, viewer: Viewer): string[] {
  const { letters, custom } = asked;
  const byNumberAlone = viewer.p.argv.slice(1).some((word) => /^\d+(,\d+)*$/.test(word));
  const chosenColumns = columnsFor(asked, byNumberAlone);
  const ofThreads = letters.has('-m') || letters.has('m');
  const last = chosenColumns.length - 1;
  const environment = letters.has('e');
  const cell = (column: Column, { one, indent }: Placed): string => {
    const own = column.value(one, viewer);
    const more = environment && column.branches && letters.size > 0 && mayRead(one, viewer) ? [...one.env].map(([name, value]) => ` ${name}=${value}`).join('') : '';
    return column.branches ? indent + own + more : own;
  };
  const rows = placed.flatMap((place) => {
    const row = chosenColumns.map((column) => (ofThreads && column.thread === 'only' ? '-' : cell(column, place)));
    return ofThreads ? [row, chosenColumns.map((column) => (column.thread ? column.value(place.one, viewer) : '-'))] : [row];
  });
  const shaped = rows.map((row) => row.map((text, i) => (chosenColumns[i]!.cut && i < last ? text.slice(0, chosenColumns[i]!.width) : text)));
  const widths = chosenColumns.map((column, i) => shaped.reduce((most, row) => (i === last && !column.right ? most : Math.max(most, row[i]!.length)), Math.max(column.width, column.title.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => (chosenColumns[i]!.right ? text.padStart(widths[i]!) : i === last ? text : text.padEnd(widths[i]!)))
      .join(' ');
  const titles = chosenColumns.map((column) => column.title);
  const headed = asked.heads && !(custom && titles.every((title) => title === ''));
  return [...(headed ? [line(titles)] : []), ...shaped.map(line)];
}

function mayRead(one: Process, { p }: Viewer): boolean {
  return p.uid === 0 || one.uid === p.uid;
}

const WIDE = 132;

/** A terminal gets as much of a line as it has room for, unless more was asked for. */
function cutTo({ p }: ToolCall, { wide }: Asked, lines: readonly string[]): string {
  const terminal = p.isTty(1) ? p.tty?.cols : undefined;
  const given = Number(p.env.get('COLUMNS') ?? 0) || terminal;
  const most = given === undefined || wide > 1 ? Infinity : wide === 1 ? Math.max(WIDE, given) : given;
  return lines.map((line) => `${line.slice(0, most)}\n`).join('');
}

