/** df: how full the mounted file systems are. */
import type { Mount, Process } from '../../host/index.ts';
import { splitPath, type FileSystem, type StatFs } from '../../files/index.ts';
import { humanSize, parseSize } from '../tool/size.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

const hidden = new Set(['proc', 'sysfs', 'cgroup', 'cgroup2', 'devpts', 'mqueue']);
const BYTES_AN_INODE = 16_384;
const PAGE_BYTES = 4_096;

interface Line {
  readonly source: string;
  readonly target: string;
  readonly file: string;
  readonly stat: StatFs;
  readonly inodes: { readonly total: number; readonly used: number } | undefined;
}

interface Column {
  readonly title: (call: ToolCall) => string;
  readonly cell: (line: Line, size: (bytes: number) => string, call: ToolCall) => string;
  readonly left?: true;
}

const count = (call: ToolCall, n: number | undefined): string => (n === undefined ? '-' : call.options.has('h') || call.options.has('H') ? humanSize(n, call.options.has('H') ? 1000 : 1024) : String(n));

const columns: Readonly<Record<string, Column>> = {
  source: { title: () => 'Filesystem', cell: ({ source }) => source, left: true },
  fstype: { title: () => 'Type', cell: ({ stat }) => stat.type, left: true },
  itotal: { title: () => 'Inodes', cell: ({ inodes }, _, call) => count(call, inodes?.total) },
  iused: { title: () => 'IUsed', cell: ({ inodes }, _, call) => count(call, inodes?.used) },
  iavail: { title: () => 'IFree', cell: ({ inodes }, _, call) => count(call, inodes && inodes.total - inodes.used) },
  ipcent: { title: () => 'IUse%', cell: ({ inodes }) => (inodes === undefined || inodes.total === 0 ? '-' : `${Math.ceil((inodes.used / inodes.total) * 100)}%`) },
  size: { title: (call) => blockTitle(call), cell: ({ stat }, size) => size(stat.totalBytes) },
  used: { title: () => 'Used', cell: ({ stat }, size) => size(stat.usedBytes) },
  avail: { title: ({ options }) => (options.has('h') || options.has('H') || options.has('output') ? 'Avail' : 'Available'), cell: ({ stat }, size) => size(stat.availableBytes) },
  pcent: {
    title: ({ options }) => (options.has('P') ? 'Capacity' : 'Use%'),
    cell: ({ stat: { usedBytes, availableBytes } }) => (usedBytes + availableBytes === 0 ? '-' : `${Math.ceil((usedBytes / (usedBytes + availableBytes)) * 100)}%`),
  },
  file: { title: () => 'File', cell: ({ file }) => file, left: true },
  target: { title: () => 'Mounted on', cell: ({ target }) => target },
};

export const df: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'ahHkTiPlm',
    values: 'Btx',
    long: { 'exclude-type': 'x', local: 'l', all: 'a', inodes: 'i', 'block-size': 'B', si: 'H', 'human-readable': 'h', 'print-type': 'T', portability: 'P', type: 't', total: 'total' },
    longValues: ['output?'],
  },
  *run(call) {
    const { p, options } = call;
    const block = blockBytes(call);
    if (block === undefined) return yield* complain(call, `invalid --block-size argument '${options.value('B')!}'`);
    const names = columnsOf(call);
    const unknown = names.find((name) => !Object.hasOwn(columns, name));
    if (unknown !== undefined) return yield* refuse(call, `option --output: field ‘${unknown}’ unknown`);
    if (call.operands.length === 0 && !p.files.exists('/proc/mounts')) return yield* complain(call, call.flavour === 'gnu' ? 'cannot read table of mounted file systems: No such file or directory' : '/proc/mounts: No such file or directory');
    let code = 0;
    const lines: Line[] = [];
    for (const path of call.operands) {
      const stat = tried(() => p.files.stat(path));
      if ('error' in stat) code = yield* complain(call, `${path}: ${reason(stat.error)}`);
      else lines.push(lineOf(p, stat.value.mount, path, options.has('i') || options.has('output')));
    }
    if (call.operands.length === 0) for (const mount of chosenOf(call)) lines.push(lineOf(p, mount, '-', options.has('i') || options.has('output')));
    else if (lines.length === 0) return code;
    if (lines.length === 0) return yield* complain(call, 'no file systems processed');
    yield* print(table(call, options.has('total') ? [...lines, totalOf(lines)] : lines, names, block));
    return code;
  },
};

function columnsOf({ options }: ToolCall): readonly string[] {
  const asked = options.value('output');
  if (asked !== undefined && asked !== '') return asked.split(',');
  if (options.has('output')) return ['source', 'fstype', 'itotal', 'iused', 'iavail', 'ipcent', 'size', 'used', 'avail', 'pcent', 'file', 'target'];
  const amounts = options.has('i') ? ['itotal', 'iused', 'iavail', 'ipcent'] : ['size', 'used', 'avail', 'pcent'];
  return ['source', ...(options.has('T') ? ['fstype'] : []), ...amounts, 'target'];
}

/** Undefined for one that is no size. */
function blockBytes({ options }: ToolCall): number | undefined {
  const asked = options.value('B');
  if (asked !== undefined) return parseSize(/^\d/.test(asked) ? asked : `1${asked}`) || undefined;
  return options.has('m') ? 1_048_576 : 1_024;
}

function blockTitle(call: ToolCall): string {
  const { options } = call;
  if (options.has('h') || options.has('H')) return 'Size';
  const bytes = blockBytes(call)!;
  if (options.has('P')) return `${bytes}-blocks`;
  return bytes % 1_024 === 0 ? `${humanSize(bytes).replace('.0', '')}-blocks` : `${humanSize(bytes, 1000).replace('.0', '')}B-blocks`.replace(/^(\d+)B-/, '$1B-');
}

function lineOf(p: Process, mount: Mount, file: string, inodes: boolean): Line {
  const whole = mount.fs.statfs();
  const stat = hidden.has(mount.fs.type) ? { ...whole, totalBytes: 0, usedBytes: 0, availableBytes: 0 } : whole;
  return { source: mount.spec.source, target: mount.spec.point, file, stat, inodes: inodes ? inodesOf(p, mount.fs, stat) : undefined };
}

/** A disk has one for so many bytes, a file system in memory for every other page of the machine's. */
function inodesOf(p: Process, fs: FileSystem, { type, totalBytes }: StatFs): { readonly total: number; readonly used: number } {
  if (hidden.has(type)) return { total: 0, used: 0 };
  const total = type === 'tmpfs' || type === 'devtmpfs' ? Math.floor(p.host.facts.memoryBytes / PAGE_BYTES / 2) : Math.floor(totalBytes / BYTES_AN_INODE);
  return { total, used: nodesIn(fs) };
}

function nodesIn(fs: FileSystem): number {
  let nodes = 0;
  const rest = [''];
  for (let path = rest.pop(); path !== undefined; path = rest.pop()) {
    nodes++;
    const names = splitPath(path);
    if (fs.node(names)?.kind === 'dir') for (const name of fs.list(names)) rest.push(`${path}/${name}`);
  }
  return nodes;
}

function totalOf(lines: readonly Line[]): Line {
  const sum = (of: (line: Line) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const stat = { type: '-', totalBytes: sum((l) => l.stat.totalBytes), usedBytes: sum((l) => l.stat.usedBytes), availableBytes: sum((l) => l.stat.availableBytes) };
  return { source: 'total', target: '-', file: '-', stat, inodes: { total: sum((l) => l.inodes?.total ?? 0), used: sum((l) => l.inodes?.used ?? 0) } };
}

/** Each file system once, where its shortest path leads, and of several on one point only the last: the others cannot be reached. */
function chosenOf({ p, options }: ToolCall): readonly Mount[] {
  const type = options.value('t');
  const without = options.value('x');
  const mounts = p.files.mounts().filter((m) => m.spec.part === undefined && (options.has('a') || !hidden.has(m.fs.type)));
  const wanted = mounts.filter((m) => (type === undefined || m.fs.type === type) && m.fs.type !== without);
  if (options.has('a')) return wanted;
  const reached = wanted.filter((m) => p.files.exists(m.spec.point) && p.files.stat(m.spec.point).mount === m);
  return reached.filter((m) => !reached.some((o) => o !== m && o.fs === m.fs && (o.spec.point.length < m.spec.point.length || (o.spec.point.length === m.spec.point.length && o.id < m.id))));
}

function table(call: ToolCall, lines: readonly Line[], names: readonly string[], block: number): string {
  const { options } = call;
  const human = options.has('h') || options.has('H');
  const size = (bytes: number): string => (human ? humanSize(bytes, options.has('H') ? 1000 : 1024) : String(Math.ceil(bytes / block)));
  const shown = names.map((name) => columns[name]!);
  const all = [shown.map((column) => column.title(call)), ...lines.map((line) => shown.map((column) => column.cell(line, size, call)))];
  const least = (name: string): number => (name === 'source' ? 14 : name === 'pcent' ? 4 : name === 'target' || name === 'fstype' ? 0 : 5);
  const widths = names.map((name, i) => Math.max(least(name), ...all.map((row) => row[i]!.length)));
  return all.map((row) => `${row.map((cell, i) => (i === row.length - 1 && names[i] === 'target' ? cell : shown[i]!.left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' ').trimEnd()}\n`).join('');
}
