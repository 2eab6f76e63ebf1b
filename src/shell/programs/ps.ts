/** ps: the processes of one's PID namespace, in the forms that people type: plain, -ef, aux, -o, and busybox's own. */
import { stateLetter, type Process } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { print, type Tool, type ToolCall } from '../tool/tool.ts';

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
    const { args, custom, wanted } = readArguments(call.p.argv.slice(1));
    const all = [...p.namespaces.pid.processes.values()].sort((a, b) => pidOf(a, call) - pidOf(b, call));
    if (call.flavour === 'busybox') {
      yield* print(table(call, all, custom ? customColumns(custom) : busyboxColumns));
      return 0;
    }
    const unix = args.filter((a) => a.startsWith('-')).join('');
    const bsd = args.filter((a) => /^[a-z]+$/.test(a)).join('');
    const everyone = /[eA]/.test(unix) || (bsd.includes('a') && bsd.includes('x'));
    const shown = all.filter((one) => {
      if (wanted) return wanted.includes(pidOf(one, call));
      if (everyone) return true;
      if (bsd.includes('x')) return one.uid === p.uid;
      return one.uid === p.uid && one.tty === p.tty;
    });
    const columns = custom ? customColumns(custom) : bsd.includes('u') || unix.includes('u') ? userColumns : unix.includes('f') ? fullColumns : plainColumns;
    yield* print(table(call, shown, columns));
    return shown.length > 0 ? 0 : 1;
  },
};

interface Arguments {
  /** Those that choose and form, without their values. */
  readonly args: readonly string[];
  readonly custom: string | undefined;
  readonly wanted: readonly number[] | undefined;
}

/** `-o LIST` and `-p LIST`, the list behind the letter or in the next word. */
function readArguments(argv: readonly string[]): Arguments {
  const args: string[] = [];
  let custom: string | undefined;
  let wanted: number[] | undefined;
  for (let i = 0; i < argv.length; i++) {
    const match = /^(-?[A-Za-z]*?)([op])(.*)$/.exec(argv[i]!);
    if (!match || argv[i]!.startsWith('--') || (!argv[i]!.startsWith('-') && match[2] === 'p')) {
      args.push(argv[i]!);
      continue;
    }
    if (match[1] !== '' && match[1] !== '-') args.push(match[1]!);
    const value = match[3] || (argv[++i] ?? '');
    if (match[2] === 'o') custom = custom === undefined ? value : `${custom},${value}`;
    else wanted = [...(wanted ?? []), ...value.split(/[\s,]+/).map(Number)];
  }
  return { args, custom, wanted };
}

function pidOf(one: Process, call: ToolCall): number {
  return one.pidIn(call.p.namespaces.pid);
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

const userColumns: readonly Column[] = [
  user,
  pid,
  { title: '%CPU', right: true, width: 4, value: percentCpu },
  { title: '%MEM', right: true, width: 4, value: (p) => (Math.floor((p.memoryBytes / p.host.facts.memoryBytes) * 1000) / 10).toFixed(1) },
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
