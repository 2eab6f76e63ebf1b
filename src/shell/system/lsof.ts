/** lsof: what processes have open: directories, programs, files (also those removed), terminals, pipes, sockets. */
import { RegularFile, procSpace, Socket, type Listener, type OpenFile, type Process } from '../../host/index.ts';
import { accountByName, userName } from '../accounts.ts';
import { largest } from '../tool/many.ts';
import { complain, print, tried, type Tool, type ToolCall } from '../tool/tool.ts';
import { inodeOf } from './ss.ts';

interface Row {
  readonly process: Process;
  readonly fd: string; // with how it is open
  readonly type: string;
  readonly device: string;
  readonly size: string;
  readonly links: string;
  readonly node: string;
  readonly name: string;
  readonly socket?: { readonly protocol: string; readonly ports: readonly number[] };
  /** As the file system knows it, for those who ask by name. */
  readonly path?: string;
}

type Test = (row: Row) => boolean;

export const lsof: Tool = {
  usage: '[-anPtU] [-c c] [-i [i]] [-p s] [-u s] [+L [l]] [+D D] [names]',
  options: { flags: 'anPtUlRsVbwO', values: 'cpudiZD' },
  prepare: (args) => args.flatMap(prepared),
  *run(call) {
    const { options, operands, p } = call;
    const wrong = operands.find((name) => !p.files.exists(name));
    if (wrong !== undefined) return yield* complain(call, `status error on ${wrong}: No such file or directory`);
    const tests = asked(call);
    if (typeof tests === 'string') return yield* complain(call, tests);
    const chosen = (row: Row): boolean => tests.length === 0 || (options.has('a') ? tests.every((t) => t(row)) : tests.some((t) => t(row)));
    const limit = options.value('Z');
    const fewLinks = (row: Row): boolean => limit === undefined || limit === 'all' || (row.links !== '' && Number(row.links) < Number(limit));
    const space = procSpace(p) ?? p.namespaces.pid;
    const all = [...space.processes.values()].filter((one) => !one.ended).sort((a, b) => a.pidIn(space) - b.pidIn(space));
    const rows = all.flatMap((one) => rowsOf(p, one)).filter((row) => chosen(row) && fewLinks(row));
    if (options.has('t')) yield* print([...new Set(rows.map((row) => `${row.process.pidIn(space)}\n`))].join(''));
    else if (rows.length > 0) yield* print(tableOf(call, rows, limit !== undefined));
    return rows.length > 0 ? 0 : 1;
  },
};

/** What it alone writes with a plus; -i may stand without a value. */
function prepared(arg: string, at: number, args: readonly string[]): string[] {
  if (arg.startsWith('+L')) return [`-Z${arg.slice(2) || 'all'}`];
  if (arg === '+D' || arg === '+d') return ['-D'];
  const next = args[at + 1];
  return arg === '-i' && (next === undefined || next.startsWith('-') || next.startsWith('+')) ? ['-i', 'any'] : [arg];
}

/** The tests asked for; a text says what of it makes no sense. */
function asked({ options, operands, p }: ToolCall): Test[] | string {
  const tests: Test[] = [];
  const list = (letter: string): string[] | undefined => options.value(letter)?.split(',');
  const space = procSpace(p) ?? p.namespaces.pid;
  const pids = list('p');
  if (pids?.some((pid) => !/^\d+$/.test(pid))) return `illegal process ID: ${pids.find((pid) => !/^\d+$/.test(pid))!}`;
  if (pids) tests.push(({ process }) => pids.includes(String(process.pidIn(space))));
  const users = list('u')?.map((name) => (/^\d+$/.test(name) ? Number(name) : accountByName(p.files, name)?.uid));
  if (users?.includes(undefined)) return `can't get UID for ${options.value('u')!}`;
  if (users) tests.push(({ process }) => users.includes(process.uid));
  const names = options.values('c');
  if (names.length > 0) tests.push(({ process }) => names.some((name) => process.name.startsWith(name)));
  if (options.has('U')) tests.push(({ type }) => type === 'unix');
  for (const text of options.values('i')) {
    const test = internet(text);
    if (!test) return `unacceptable Internet address: -i ${text}`;
    tests.push(test);
  }
  const folder = tried(() => p.files.realpath(options.value('D') ?? '/'));
  if ('error' in folder) return `can't lstat: ${options.value('D')!}`;
  if (options.has('D')) tests.push(({ path }) => path === folder.value || path?.startsWith(`${folder.value}/`) === true);
  const files = operands.map((name) => p.files.realpath(name));
  if (files.length > 0) tests.push(({ path }) => path !== undefined && files.includes(path));
  return tests;
}

/** "TCP", ":80", "4tcp@10.0.0.1:80-90,443" */
function internet(text: string): Test | undefined {
  if (text === 'any') return ({ type }) => type === 'IPv4';
  const match = /^([46])?(tcp|udp)?(?:@([\w.-]+))?(?::([\d,-]+))?$/i.exec(text);
  if (!match) return undefined;
  const [, version, protocol, host, ports] = match;
  const ranges = ports?.split(',').map((part) => part.split('-').map(Number));
  return ({ socket, type, name }) =>
    socket !== undefined && type === 'IPv4' && version !== '6' && (protocol === undefined || protocol.toLowerCase() === socket.protocol) &&
    (host === undefined || name.includes(host)) && (!ranges || socket.ports.some((port) => ranges.some(([from = 0, to = from]) => port >= from && port <= to)));
}

function rowsOf(p: Process, one: Process): Row[] {
  const pid = one.pidIn(procSpace(p) ?? p.namespaces.pid);
  const bare = { process: one, device: '', size: '', links: '', node: '' };
  if (p.uid !== 0 && p.uid !== one.uid) {
    const denied = (['cwd', 'root', 'exe'] as const).map((link, i): Row => ({ ...bare, fd: ['cwd', 'rtd', 'txt'][i]!, type: 'unknown', name: `/proc/${pid}/${link} (readlink: Permission denied)` }));
    return [...denied, { ...bare, fd: 'NOFD', type: '', name: `/proc/${pid}/fd (opendir: Permission denied)` }];
  }
  const places = [['cwd', one.cwd], ['rtd', one.root], ['txt', one.exe]] as const;
  const opened = [...one.fds.entries()];
  const listeners = [...one.namespaces.net.listeners, ...one.host.unixSockets.all].filter((listener) => listener.process === one);
  const next = (opened.at(-1)?.[0] ?? 2) + 1;
  return [
    ...places.flatMap(([fd, path]) => placeRow(one, fd, path)),
    ...opened.map(([fd, file]) => ({ process: one, fd: `${fd}${file.access}`, ...openRow(one, file) })),
    ...listeners.map((listener, i) => ({ process: one, fd: `${next + i}u`, ...listenerRow(listener) })),
  ];
}

function placeRow(process: Process, fd: string, path: string): Row[] {
  const known = tried(() => ({ stat: process.files.stat(path), node: process.files.inodeNumber(path, { follow: true }) }));
  if ('error' in known) return []; // the executables of some services are on no disk
  const { stat, node } = known.value;
  return [{ process, fd, type: stat.kind === 'dir' ? 'DIR' : 'REG', device: DISK, size: String(stat.size), links: String(stat.links), node: String(node), name: path, path }];
}

const DISK = '8,1';

function openRow(process: Process, file: OpenFile): Omit<Row, 'process' | 'fd'> {
  const { label, kind } = file;
  if (file instanceof RegularFile) {
    const known = file.lost ? undefined : tried(() => process.files.stat(label));
    const stat = known && 'value' in known ? known.value : undefined;
    const size = stat?.kind === 'dir' ? stat.size : file.content().size;
    return { type: stat?.kind === 'dir' ? 'DIR' : 'REG', device: DISK, size: String(size), links: String(stat?.links ?? 0), node: String(file.inode), name: label, path: label };
  }
  const number = /\[(\d+)\]$/.exec(label)?.[1] ?? '';
  if (file instanceof Socket && file.local.includes(':')) {
    const ports = [file.local, file.remote].map((place) => Number(place.slice(place.lastIndexOf(':') + 1)));
    return { type: 'IPv4', device: number, size: '0t0', links: '', node: 'TCP', name: `${file.local}->${file.remote} (ESTABLISHED)`, socket: { protocol: 'tcp', ports } };
  }
  if (kind === 'pipe') return { type: 'FIFO', device: '0,14', size: '0t0', links: '1', node: number, name: 'pipe' };
  if (kind === 'socket') return { type: 'unix', device: '0x0', size: '0t0', links: '', node: number, name: 'type=STREAM' };
  const stat = tried(() => process.files.stat(label));
  const terminal = /^\/dev\/pts\/(\d+)$/.exec(label)?.[1];
  const device = terminal !== undefined ? `136,${terminal}` : 'value' in stat ? `${stat.value.major},${stat.value.minor}` : '';
  return { type: 'CHR', device, size: '0t0', links: '1', node: device.split(',')[1] ?? '', name: label, path: label };
}

function listenerRow(listener: Listener): Omit<Row, 'process' | 'fd'> {
  const { protocol, address, port, unix } = listener;
  const node = String(inodeOf(listener));
  if (unix !== undefined) return { type: 'unix', device: '0x0', size: '0t0', links: '', node, name: `${unix} type=STREAM (LISTEN)`, path: unix };
  const name = `${address === '0.0.0.0' ? '*' : address}:${port}${protocol === 'tcp' ? ' (LISTEN)' : ''}`;
  return { type: 'IPv4', device: node, size: '0t0', links: '', node: protocol.toUpperCase(), name, socket: { protocol, ports: [port] } };
}

function tableOf({ p }: ToolCall, rows: readonly Row[], withLinks: boolean): string {
  const space = procSpace(p) ?? p.namespaces.pid;
  const head = ['COMMAND', 'PID', 'USER', 'TYPE', 'DEVICE', 'SIZE/OFF', 'NLINK', 'NODE'];
  const cells = rows.map((r) => [r.process.name.slice(0, 9), String(r.process.pidIn(space)), userName(p.files, r.process.uid).slice(0, 8), r.type, r.device, r.size, r.links, r.node]);
  const widths = head.map((title, i) => largest([head, ...cells], (row) => row[i]!.length) || title.length);
  const line = (cell: readonly string[], fd: string, name: string): string => {
    const right = cell.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)));
    const [command, pid, user, type, device, size, links, node] = right;
    return `${[command, pid, user].join(' ')} ${fd} ${[type, device, size, ...(withLinks ? [links] : []), node].join(' ')} ${name}\n`;
  };
  return line(head, '  FD  ', 'NAME') + rows.map((row, i) => line(cells[i]!, /^\d/.test(row.fd) ? `${row.fd.padStart(5)} ` : `${row.fd.padStart(4)}  `, row.name)).join('');
}
