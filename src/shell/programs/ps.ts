/** ps: the processes that /proc shows, in the forms that people type: plain, -ef, aux, -o, and busybox's own. */
import { compareBytes } from '../../base/index.ts';
import { procSpace, stateLetter, write, type Process } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly width: number;
  readonly value: (p: Process, call: ToolCall) => string;
}

export const ps: Tool = {
  usage: '[options]',
  options: { none: true },
  *run(call) {
    const { p } = call;
    const asked = readArguments(call.p.argv.slice(1));
    if (typeof asked === 'string') {
      yield write(2, call.flavour === 'busybox' ? `ps: ${asked}\n` : `error: ${asked}\n\nUsage:\n ps [options]\n`);
      return 1;
    }
    const { args, custom, wanted } = asked;
    const space = procSpace(p);
    if (!space) return yield* unmounted(call);
    spaces.set(call, space);
    const all = [...space.processes.values()].sort((a, b) => pidOf(a, call) - pidOf(b, call));
    if (call.flavour === 'busybox') {
      yield* print(table(call, all, custom ? customColumns(custom) : busyboxColumns));
      return 0;
    }
    const unix = args.filter((a) => a.startsWith('-')).join('').replaceAll('-', '');
    const bsd = args.filter((a) => /^[a-z]+$/.test(a)).join('');
    const everyone = /[eA]/.test(unix) || (bsd.includes('a') && bsd.includes('x'));
    const shown = all.filter((one) => {
      if (!wanted.every((fits) => fits(one, call))) return false;
      if (wanted.length > 0) return true;
      if (everyone) return true;
      if (bsd.includes('x')) return one.uid === p.uid;
      return one.uid === p.uid && one.tty === p.tty;
    });
    const columns = custom ? customColumns(custom) : bsd.includes('u') || unix.includes('u') ? userColumns : unix.includes('f') ? fullColumns : plainColumns;
    if (asked.order) sortBy(shown, asked.order, call);
    yield* print(table(call, shown, asked.heads ? columns : columns.map((column) => ({ ...column, title: '' }))));
    return shown.length > 0 ? 0 : 1;
  },
};

/** All that it knows is in /proc. */
function* unmounted({ flavour }: ToolCall): ToolRun {
  if (flavour === 'busybox') yield write(1, 'PID   USER     TIME  COMMAND\n');
  else yield write(2, 'Error, do this: mount -t proc proc /proc\n');
  return flavour === 'busybox' ? 0 : 47;
}

type Chooser = (one: Process, call: ToolCall) => boolean;

interface Arguments {
  /** Those that choose and form, without their values. */
  readonly args: readonly string[];
  readonly custom: string | undefined;
  readonly wanted: readonly Chooser[];
  /** Columns to sort by; with a minus in front, downwards. */
  readonly order: readonly string[] | undefined;
  readonly heads: boolean;
}

const listed = (value: string): string[] => value.split(/[\s,]+/).filter((word) => word !== '');

/** The options that choose by a list. */
const choosers: Readonly<Record<string, (words: readonly string[]) => Chooser>> = {
  p: (words) => (one, call) => words.includes(String(pidOf(one, call))),
  q: (words) => (one, call) => words.includes(String(pidOf(one, call))),
  ppid: (words) => (one) => words.includes(String(one.ppid)),
  C: (words) => (one) => words.includes(one.name),
  u: (words) => (one, call) => words.includes(String(one.uid)) || words.includes(userName(call.p.files, one.uid)),
  U: (words) => (one, call) => words.includes(String(one.realUid)) || words.includes(userName(call.p.files, one.realUid)),
  t: (words) => (one) => words.includes(ttyName(one)),
};
const longNames: Readonly<Record<string, string>> = { pid: 'p', 'quick-pid': 'q', ppid: 'ppid', user: 'u', User: 'U', tty: 't', format: 'o', sort: 'sort' };
const SHOWING = 'aAdefFjlwHLMTyZ'; // letters that stand alone behind a dash
const BSD = 'aefjlruvwxAfTX';

/** Letters one by one, those with a list take the rest or the next word. A string is what is wrong with them. */
function readArguments(argv: readonly string[]): Arguments | string {
  const args: string[] = [];
  const wanted: Chooser[] = [];
  let custom: string | undefined;
  let order: string[] | undefined;
  let heads = true;
  const valued = (name: string, value: string | undefined): string | undefined => {
    if (value === undefined) return name === 'o' ? 'format specification must follow -o' : 'list of process IDs must follow -p'.replace('-p', `-${name}`);
    if (name === 'o') custom = custom === undefined ? value : `${custom},${value}`;
    else if (name === 'sort') order = listed(value);
    else if ('pq'.includes(name) && listed(value).some((word) => !/^\d+$/.test(word))) return 'process ID list syntax error';
    else wanted.push(choosers[name]!(listed(value)));
    return undefined;
  };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    let wrong: string | undefined;
    const [, long, attached] = /^--([a-zA-Z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (/^--no-head(er|ers|ing|ings)$/.test(word)) heads = false;
    else if (long !== undefined) wrong = Object.hasOwn(longNames, long) ? valued(longNames[long]!, attached ?? argv[++i]) : 'unknown gnu long option';
    else if (/^\d+$/.test(word)) wrong = valued('p', word);
    else {
      const dashed = word.startsWith('-');
      for (let at = dashed ? 1 : 0; at < word.length && wrong === undefined; at++) {
        const letter = word[at]!;
        const takes = letter === 'o' || (dashed ? letter === 'p' || letter === 'q' || 'CUt'.includes(letter) || (letter === 'u' && (at + 1 < word.length || /^[^-]/.test(argv[i + 1] ?? '-'))) : letter === 'p' || letter === 'U' || letter === 't');
        if (takes) {
          wrong = valued(letter, word.slice(at + 1) || argv[++i]);
          break;
        }
        if (!dashed && letter === 'h') heads = false;
        else if (!(dashed ? `${SHOWING}u` : BSD).includes(letter)) wrong = dashed ? 'unsupported SysV option' : 'unsupported option (BSD syntax)';
        else args.push(dashed ? `-${letter}` : letter);
      }
    }
    if (wrong !== undefined) return wrong;
  }
  const strange = order?.some((key) => !Object.hasOwn(named, key.replace(/^[-+]/, '').toLowerCase()));
  return strange ? 'unknown sort specifier' : { args, custom, wanted, order, heads };
}

function sortBy(rows: Process[], keys: readonly string[], call: ToolCall): void {
  const columns = keys.map((key) => ({ down: key.startsWith('-'), column: named[key.replace(/^[-+]/, '').toLowerCase()]! }));
  rows.sort((a, b) => {
    for (const { down, column } of columns) {
      const [x, y] = [column.value(a, call), column.value(b, call)];
      const order = column.right ? Number(x) - Number(y) || compareBytes(x, y) : compareBytes(x, y);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  });
}

const spaces = new WeakMap<ToolCall, Process['namespaces']['pid']>();

function pidOf(one: Process, call: ToolCall): number {
  return one.pidIn(spaces.get(call)!);
}

function commandLine(one: Process): string {
  if (one.ended) return `[${one.name}] <defunct>`;
  return one.argv.join(' ') || `[${one.name}]`;
}

function cpuTime(one: Process, hours: boolean): string {
  const seconds = Math.floor(one.cpuNs / 1e9);
  const two = (n: number) => String(n).padStart(2, '0');
  if (!hours) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function percentCpu(one: Process): string {
  const aliveMs = one.host.clock.now - one.startedMs;
  return aliveMs <= 0 ? '0.0' : (Math.floor((one.cpuNs / 1e6 / aliveMs) * 1000) / 10).toFixed(1);
}

function startTime(one: Process, call: ToolCall): string {
  const { host } = call.p;
  const ms = host.wallMs - (host.clock.now - one.startedMs);
  return formatDate(host.wallMs - ms < 86_400_000 ? '%H:%M' : '%b%d', ms);
}

function ttyName(one: Process): string {
  return one.tty ? one.tty.name.replace('/dev/', '') : '?';
}

function stateText(one: Process, call: ToolCall): string {
  const leader = one.sid === one.pid ? 's' : '';
  const foreground = one.tty && one.tty.foreground[0] === one.groupPids[0] ? '+' : '';
  return one === call.p ? `R${leader}${foreground}` : `${stateLetter(one)}${leader}${foreground}`;
}

const pid: Column = { title: 'PID', right: true, width: 7, value: (p, call) => String(pidOf(p, call)) };
const user: Column = { title: 'USER', width: 8, value: (p, call) => userName(call.p.files, p.uid) };
const command: Column = { title: 'COMMAND', width: 0, value: commandLine };

const plainColumns: readonly Column[] = [
  pid,
  { title: 'TTY', width: 8, value: ttyName },
  { title: 'TIME', right: true, width: 8, value: (p) => cpuTime(p, true) },
  { title: 'CMD', width: 0, value: (p) => (p.ended ? `${p.name} <defunct>` : p.name) },
];

const fullColumns: readonly Column[] = [
  { title: 'UID', width: 8, value: (p, call) => userName(call.p.files, p.uid) },
  pid,
  { title: 'PPID', right: true, width: 7, value: (p) => String(p.ppid) },
  { title: 'C', right: true, width: 2, value: () => '0' },
  { title: 'STIME', width: 5, value: startTime },
  { title: 'TTY', width: 8, value: ttyName },
  { title: 'TIME', right: true, width: 8, value: (p) => cpuTime(p, true) },
  { title: 'CMD', width: 0, value: commandLine },
];

const percentOfMemory: Column = { title: '%MEM', right: true, width: 4, value: (p) => (Math.floor((p.memoryBytes / p.host.facts.memoryBytes) * 1000) / 10).toFixed(1) };

const userColumns: readonly Column[] = [
  user,
  pid,
  { title: '%CPU', right: true, width: 4, value: percentCpu },
  percentOfMemory,
  { title: 'VSZ', right: true, width: 6, value: (p) => String(Math.floor(p.memoryBytes / 1024)) },
  { title: 'RSS', right: true, width: 5, value: (p) => String(Math.floor(p.memoryBytes / 1024)) },
  { title: 'TTY', width: 8, value: ttyName },
  { title: 'STAT', width: 4, value: stateText },
  { title: 'START', width: 5, value: startTime },
  { title: 'TIME', right: true, width: 6, value: (p) => cpuTime(p, false) },
  command,
];

const busyboxColumns: readonly Column[] = [
  { title: 'PID', right: false, width: 5, value: (p, call) => String(pidOf(p, call)).padStart(5) },
  user,
  { title: 'TIME', width: 5, value: (p) => cpuTime(p, false).padStart(5) },
  { title: 'COMMAND', width: 0, value: (p) => (p.ended ? `[${p.name}]` : p.argv.join(' ')) },
];

const named: Readonly<Record<string, Column>> = {
  pid,
  ppid: { title: 'PPID', right: true, width: 7, value: (p) => String(p.ppid) },
  pgid: { title: 'PGID', right: true, width: 7, value: (p) => String(p.pgid) },
  pgrp: { title: 'PGRP', right: true, width: 7, value: (p) => String(p.pgid) },
  sid: { title: 'SID', right: true, width: 7, value: (p) => String(p.sid) },
  user,
  uid: { title: 'UID', right: true, width: 5, value: (p) => String(p.uid) },
  comm: { title: 'COMMAND', width: 15, value: (p) => p.name },
  ucmd: { title: 'CMD', width: 15, value: (p) => p.name },
  cmd: { title: 'CMD', width: 27, value: commandLine },
  args: { title: 'COMMAND', width: 27, value: commandLine },
  command: { title: 'COMMAND', width: 27, value: commandLine },
  stat: { title: 'STAT', width: 4, value: stateText },
  state: { title: 'S', width: 1, value: (p) => stateLetter(p) },
  s: { title: 'S', width: 1, value: (p) => stateLetter(p) },
  tty: { title: 'TT', width: 8, value: ttyName },
  time: { title: 'TIME', right: true, width: 8, value: (p) => cpuTime(p, true) },
  etime: { title: 'ELAPSED', right: true, width: 11, value: (p) => cpuTimeOf(Math.floor((p.host.clock.now - p.startedMs) / 1000)) },
  pcpu: { title: '%CPU', right: true, width: 4, value: percentCpu },
  '%cpu': { title: '%CPU', right: true, width: 4, value: percentCpu },
  pmem: percentOfMemory,
  '%mem': percentOfMemory,
  rss: { title: 'RSS', right: true, width: 5, value: (p) => String(Math.floor(p.memoryBytes / 1024)) },
  vsz: { title: 'VSZ', right: true, width: 6, value: (p) => String(Math.floor(p.memoryBytes / 1024)) },
  ni: { title: 'NI', right: true, width: 3, value: (p) => String(p.nice) },
  pri: { title: 'PRI', right: true, width: 3, value: (p) => String(19 - p.nice) },
  wchan: { title: 'WCHAN', width: 6, value: (p) => p.waitingIn || '-' },
};

function cpuTimeOf(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function customColumns(text: string): Column[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !word.startsWith('-'))
    .map((word) => {
      const [name = '', title] = word.split('=');
      const column = named[name.toLowerCase()] ?? { title: name.toUpperCase(), width: 5, value: () => '-' };
      return title === undefined ? column : { ...column, title };
    });
}

function table(call: ToolCall, processes: readonly Process[], columns: readonly Column[]): string {
  const rows = processes.map((one) => columns.map((column) => column.value(one, call)));
  const widths = columns.map((column, i) => Math.max(column.width, column.title.length, ...(columns.length - 1 === i ? [] : rows.map((row) => row[i]!.length))));
  const titles = columns.map((column) => column.title);
  const all = titles.every((title) => title === '') ? rows : [titles, ...rows];
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (columns[i]!.right ? cell.padStart(widths[i]!) : i === cells.length - 1 ? cell : cell.padEnd(widths[i]!)))
      .join(' ')
      .trimEnd();
  return all.map((cells) => `${line(cells)}\n`).join('');
}
