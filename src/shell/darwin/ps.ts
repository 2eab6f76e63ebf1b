/** ps as a Mac has it: BSD's columns, of the processes that its kernel runs. Those in a virtual machine are none of them. */
import { stateLetter, type Process } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { complain, print, type Tool, type ToolCall } from '../tool/tool.ts';

interface Column {
  readonly title: string;
  readonly width: number; // 0: to the end of the line
  readonly left?: true;
  readonly value: (one: Process, call: ToolCall) => string;
}

const command: Column = { title: 'COMMAND', width: 0, left: true, value: (one) => (one.ended ? '<defunct>' : one.argv.join(' ')) };
const tt: Column = { title: 'TT', width: 4, value: (one) => one.tty?.name.replace(/^\/dev\/tty/, '') ?? '??' };
const tty: Column = { title: 'TTY', width: 7, left: true, value: (one) => one.tty?.name.replace('/dev/', '') ?? '??' };
const time: Column = { title: 'TIME', width: 9, value: cpuTime };
const rss: Column = { title: 'RSS', width: 6, value: (one) => String(Math.floor(one.memoryBytes / 1_024)) };
const pid: Column = { title: 'PID', width: 5, value: (one) => String(one.pid) };
const uid: Column = { title: 'UID', width: 5, value: (one) => String(one.uid) };
const ppid: Column = { title: 'PPID', width: 5, value: (one) => String(one.ppid) };

const named: Readonly<Record<string, Column>> = {
  args: { ...command, title: 'ARGS' },
  comm: { title: 'COMM', width: 0, left: true, value: (one) => one.argv[0] ?? one.name },
  command,
  '%cpu': { title: '%CPU', width: 5, value: percentCpu },
  '%mem': { title: '%MEM', width: 4, value: (one) => ((100 * one.memoryBytes) / one.host.facts.memoryBytes).toFixed(1) },
  pid,
  ppid,
  rss,
  stat: { title: 'STAT', width: 4, left: true, value: (one) => `${stateLetter(one)}${one.sid === one.pid ? 's' : ''}` },
  started: { title: 'STARTED', width: 8, left: true, value: (one, { p }) => formatDate('%l:%M%p', p.host.wallMs - (p.host.clock.now - one.startedMs)).trim() },
  time,
  tt,
  tty,
  uid,
  user: { title: 'USER', width: 16, left: true, value: (one, { p }) => userName(p.files, one.uid) },
  vsz: { title: 'VSZ', width: 8, value: (one) => String(Math.floor(one.memoryBytes / 1_024)) },
};

const plain: readonly Column[] = [pid, { ...tty, width: 11 }, time, { ...command, title: 'CMD' }];
const full: readonly Column[] = [uid, pid, ppid, { title: 'C', width: 3, value: () => '0' }, { ...named['started']!, title: 'STIME', width: 7 }, { ...tty, width: 11 }, time, { ...command, title: 'CMD' }];
const user: readonly Column[] = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tt', 'stat', 'started', 'time', 'command'].map((name) => named[name]!);

export const ps: Tool = {
  usage: '[-AaCcEefhjlMmrSTvwXx] [-O fmt | -o fmt] [-p pid[,pid...]] [-u uid[,uid...]]',
  options: { none: true },
  *run(call) {
    const asked = read(call.p.argv.slice(1));
    if (typeof asked === 'string') return yield* complain(call, asked);
    const { letters, formats, pids } = asked;
    const unknown = formats.find((name) => !Object.hasOwn(named, name));
    if (unknown !== undefined) return yield* complain(call, `${unknown}: keyword not found`);
    const has = (some: string): boolean => [...some].some((letter) => letters.includes(letter));
    const shown = [...call.p.host.processes.values()].filter((one) => {
      if (pids.length > 0) return pids.includes(String(one.pid));
      if (has('Ae')) return true;
      return (has('a') || one.uid === call.p.uid) && (has('x') || one.tty !== undefined);
    });
    const columns = formats.length > 0 ? formats.map((name) => named[name]!) : has('u') ? user : has('f') ? full : plain;
    yield* print([columns.map(({ title }) => title), ...shown.map((one) => columns.map(({ value }) => value(one, call)))].map((cells) => line(columns, cells)).join(''));
    return shown.length > 0 ? 0 : 1;
  },
};

function line(columns: readonly Column[], cells: readonly string[]): string {
  return `${columns.map(({ width, left }, i) => (left ? cells[i]!.padEnd(width) : cells[i]!.padStart(width))).join(' ').trimEnd()}\n`;
}

/** Letters with or without a dash; -o and -p have values. A string is what is wrong. */
function read(argv: readonly string[]): { readonly letters: string; readonly formats: readonly string[]; readonly pids: readonly string[] } | string {
  let letters = '';
  const formats: string[] = [];
  const pids: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!.replace(/^-/, '');
    for (let at = 0; at < word.length; at++) {
      const letter = word[at]!;
      if (!/[A-Za-z]/.test(letter)) return `illegal option -- ${letter}`;
      if (letter !== 'o' && letter !== 'p') {
        letters += letter;
        continue;
      }
      const value = word.slice(at + 1) || argv[++i];
      if (value === undefined) return `option requires an argument -- ${letter}`;
      (letter === 'o' ? formats : pids).push(...value.split(/[\s,]+/).map((name) => name.replace(/=$/, '')));
      break;
    }
  }
  return { letters, formats, pids };
}

function percentCpu(one: Process): string {
  const aliveMs = one.host.clock.now - one.startedMs;
  return aliveMs <= 0 ? '0.0' : ((100 * one.cpuNs) / 1e6 / aliveMs).toFixed(1);
}

/** Minutes, seconds and hundredths. */
function cpuTime(one: Process): string {
  const hundredths = Math.floor(one.cpuNs / 1e7);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(hundredths / 6_000)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
