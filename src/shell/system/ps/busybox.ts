/** ps of busybox: all processes always, in its own four columns or in those of -o. */
import { procSpace, write, type Process } from '../../../host/index.ts';
import { parseOptions } from '../../tool/options.ts';
import { print, type ToolCall, type ToolRun } from '../../tool/tool.ts';
import { columns, type Viewer } from './columns.ts';

interface BusyboxColumn {
  readonly title: string;
  readonly width: number;
  readonly right?: true;
  readonly value: (one: Process, viewer: Viewer) => string;
}

const like = (name: string, width: number, right?: true): BusyboxColumn => ({ title: columns[name]!.title, width, value: columns[name]!.value, ...(right && { right }) });

const commandLine = (one: Process): string => (one.ended ? `[${one.name}]` : one.argv.join(' '));

const named: Readonly<Record<string, BusyboxColumn>> = {
  user: like('user', 8),
  group: like('group', 8),
  comm: { title: 'COMMAND', width: 16, value: (one) => one.name.slice(0, 15) },
  args: { title: 'COMMAND', width: 0, value: commandLine },
  pid: like('pid', 5, true),
  ppid: like('ppid', 5, true),
  pgid: like('pgid', 5, true),
  etime: { title: 'ELAPSED', width: 7, right: true, value: (one) => minutes((one.host.clock.now - one.startedMs) / 1_000) },
  nice: like('ni', 5, true),
  rgroup: like('rgroup', 8),
  ruser: like('ruser', 8),
  time: { title: 'TIME', width: 5, right: true, value: (one) => minutes(one.cpuNs / 1e9) },
  tty: { title: 'TT', width: 6, value: (one) => (one.tty ? '136,' + one.tty.name.replace(/^\D*/, '') : '?') },
  vsz: { title: 'VSZ', width: 4, right: true, value: size },
  sid: like('sid', 5, true),
  stat: { title: 'STAT', width: 4, value: columns['state']!.value },
  rss: { title: 'RSS', width: 4, right: true, value: size },
};

function size({ memoryBytes }: Process): string {
  const kib = Math.floor(memoryBytes / 1_024);
  return kib < 10_000 ? String(kib) : `${Math.floor(kib / 1_024)}m`;
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
}

export function* busyboxPs(call: ToolCall): ToolRun {
  const { p } = call;
  const parsed = parseOptions(p.argv.slice(1), { flags: 'ZaAdeflT', values: 'o' });
  if ('gnu' in parsed) {
    yield write(2, `ps: ${parsed.busybox}\n`);
    return 1;
  }
  const chosen = parsed.values('o').flatMap(columnsOf);
  const wrong = chosen.find((one) => typeof one === 'string');
  if (wrong !== undefined) {
    yield write(2, `ps: bad -o argument '${wrong}', supported arguments: ${Object.keys(named).join(',')}\n`);
    return 1;
  }
  const shown = chosen.length > 0 ? (chosen as BusyboxColumn[]) : ['pid', 'user', 'time', 'args'].map((name) => named[name]!);
  const space = procSpace(p); // all that it knows is in /proc
  const viewer: Viewer = { p, pidOf: (one) => (space ? one.pidIn(space) : 0) };
  const rows = [...(space?.processes.values() ?? [])].sort((a, b) => viewer.pidOf(a) - viewer.pidOf(b)).map((one) => shown.map((column) => column.value(one, viewer)));
  const line = (cells: readonly string[], isHead: boolean): string =>
    cells.map((text, i) => (shown[i]!.right && !isHead ? text.padStart(shown[i]!.width) : i === cells.length - 1 ? text : text.padEnd(shown[i]!.width))).join(' ');
  const titles = shown.map(({ title }) => title);
  const lines = [...(titles.some((title) => title !== '') ? [line(titles, true)] : []), ...rows.map((cells) => line(cells, false))];
  yield* print(lines.map((text) => `${text}\n`).join(''));
  return 0;
}

/** "pid,comm=NAME": a title reaches to the end. */
function columnsOf(list: string): (BusyboxColumn | string)[] {
  const [, specs = '', title] = /^([^=]*)(?:=(.*))?$/s.exec(list)!;
  const words = specs.split(',');
  return words.map((word, i) => {
    if (!Object.hasOwn(named, word)) return word;
    const column = named[word]!;
    return i === words.length - 1 && title !== undefined ? { ...column, title, width: Math.max(column.width, title.length) } : column;
  });
}
