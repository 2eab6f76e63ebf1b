/** ls: names in columns on a terminal, one a line elsewhere, with everything about them under -l. */
import { compareBytes, displayWidth } from '../../base/index.ts';
import type { Stat } from '../../host/index.ts';
import { groupName, userName } from '../accounts.ts';
import { modeOf } from '../tool/mode-of.ts';
import { formatDate } from '../language/date-format.ts';
import { quoteName } from '../tool/quote-name.ts';
import { humanSize } from '../tool/size.ts';
import { largest } from '../tool/many.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
  readonly target: string | undefined;
}

const HALF_YEAR_MS = 15_778_476_000;

export const ls: Tool = {
  usage: '[OPTION]... [FILE]...',
  usageCode: 2,
  options: {
    flags: 'aAdhlnoRrStU1CFigGpsuLHQxBbfqkZ',
    values: 'wIT',
    long: { all: 'a', 'almost-all': 'A', directory: 'd', 'human-readable': 'h', inode: 'i', recursive: 'R', reverse: 'r', 'numeric-uid-gid': 'n', classify: 'F', dereference: 'L', 'full-time': 'full-time', 'group-directories-first': 'dirs-first' },
    longValues: ['color?', 'sort', 'time', 'format'],
  },
  *run(call) {
    const operands = call.operands.length > 0 ? call.operands : ['.'];
    const files: Entry[] = [];
    const dirs: string[] = [];
    let code = 0;
    for (const path of operands) {
      const found = tried(() => entryAt(call, path, path, !call.options.has('l') && !call.options.has('d')));
      if ('error' in found) code = yield* complain(call, cannot(call, 'access', path, reason(found.error)), call.flavour === 'gnu' ? 2 : 1);
      else if (found.value.stat.kind === 'dir' && !call.options.has('d')) dirs.push(path);
      else files.push(found.value);
    }
    if (files.length > 0) yield* show(call, sorted(call, files), false);
    const titled = operands.length > 1 || call.options.has('R');
    let first = files.length === 0;
    for (const dir of dirs.sort(compareBytes)) {
      code = Math.max(code, yield* listDirectory(call, dir, titled, first));
      first = false;
    }
    return code;
  },
};

function cannot(call: ToolCall, verb: string, path: string, why: string): string {
  return call.flavour === 'gnu' ? `cannot ${verb} '${path}': ${why}` : `${path}: ${why}`;
}

function entryAt(call: ToolCall, path: string, name: string, follow: boolean): Entry {
  const { files } = call.p;
  const own = files.lstat(path);
  const through = own.kind === 'link' && (follow || call.options.has('L')) ? tried(() => files.stat(path)) : undefined;
  return { name, path, stat: through && 'value' in through ? through.value : own, target: own.target };
}

function* listDirectory(call: ToolCall, dir: string, titled: boolean, first: boolean): ToolRun {
  const names = tried(() => call.p.files.readdir(dir));
  if (titled) yield* print(`${first ? '' : '\n'}${dir}:\n`);
  if ('error' in names) return yield* complain(call, cannot(call, 'open directory', dir, reason(names.error)), 2);
  const { options } = call;
  const base = dir.endsWith('/') ? dir : `${dir}/`;
  const entries: Entry[] = [];
  if (options.has('a')) for (const name of ['.', '..']) entries.push(entryAt(call, base + name, name, false));
  for (const name of names.value) {
    if (name.startsWith('.') && !options.has('a') && !options.has('A')) continue;
    const entry = tried(() => entryAt(call, base + name, name, false));
    if ('value' in entry) entries.push(entry.value);
  }
  call.p.charge(entries.length);
  const order = sorted(call, entries);
  yield* show(call, order, true);
  let code = 0;
  if (options.has('R')) {
    for (const entry of order) {
      if (entry.stat.kind === 'dir' && entry.name !== '.' && entry.name !== '..') code = Math.max(code, yield* listDirectory(call, entry.path, true, false));
    }
  }
  return code;
}

function sorted(call: ToolCall, entries: readonly Entry[]): Entry[] {
  const { options } = call;
  const by = options.value('sort');
  const compare =
    options.has('S') || by === 'size'
      ? (a: Entry, b: Entry) => b.stat.size - a.stat.size
      : options.has('t') || by === 'time'
        ? (a: Entry, b: Entry) => b.stat.mtimeMs - a.stat.mtimeMs
        : () => 0;
  const order = options.has('U') || options.has('f') ? [...entries] : [...entries].sort((a, b) => compare(a, b) || compareBytes(a.name, b.name));
  if (options.has('r')) order.reverse();
  if (options.has('dirs-first')) order.sort((a, b) => Number(b.stat.kind === 'dir') - Number(a.stat.kind === 'dir'));
  return order;
}

function* show(call: ToolCall, entries: readonly Entry[], total: boolean): ToolRun<void> {
  const { options, p } = call;
  const long = options.has('l') || options.has('n') || options.has('o') || options.has('g') || options.has('full-time');
  if (long) return yield* print((total ? `total ${blocks(call, entries)}\n` : '') + longLines(call, entries));
  const names = aligned(entries.map((e) => inodePrefix(call, e) + shownName(call, e)));
  const columns = options.has('C') || options.has('x') || (p.isTty(1) && !options.has('1'));
  if (options.has('1') || !columns) return yield* print(names.map((n) => `${n}\n`).join(''));
  yield* print(inColumns(names, Number(options.value('w') ?? p.tty?.cols ?? 80), options.has('x')));
}

/** Disk blocks in KiB, as `total` counts them. */
function blocks(call: ToolCall, entries: readonly Entry[]): string {
  let bytes = 0;
  for (const { stat } of entries) bytes += stat.kind === 'link' ? 0 : Math.ceil(stat.size / 4096) * 4096;
  return call.options.has('h') ? humanSize(bytes) : String(bytes / 1024);
}

function longLines(call: ToolCall, entries: readonly Entry[]): string {
  const { p, options } = call;
  const nowMs = p.host.wallMs;
  const numeric = options.has('n');
  const devices = entries.filter(({ stat }) => stat.kind === 'char' || stat.kind === 'block');
  const majorWidth = largest(devices, ({ stat }) => String(stat.major).length);
  const minorWidth = call.flavour === 'busybox' ? 3 : largest(devices, ({ stat }) => String(stat.minor).length);
  const rows = entries.map((e) => ({
    entry: e,
    mode: modeOf(e.stat),
    links: String(e.stat.links),
    user: options.has('g') ? '' : numeric ? String(e.stat.uid) : userName(p.files, e.stat.uid),
    group: options.has('o') || options.has('G') ? '' : numeric ? String(e.stat.gid) : groupName(p.files, e.stat.gid),
    size: e.stat.kind === 'char' || e.stat.kind === 'block' ? `${String(e.stat.major).padStart(majorWidth)}, ${String(e.stat.minor).padStart(minorWidth)}` : options.has('h') ? humanSize(e.stat.size) : String(e.stat.size),
    time: timeText(call, e.stat.mtimeMs, nowMs),
  }));
  const width = (of: (row: (typeof rows)[number]) => string) => largest(rows, (row) => of(row).length);
  const links = width((r) => r.links);
  const user = width((r) => r.user);
  const group = width((r) => r.group);
  const size = width((r) => r.size);
  const busybox = call.flavour === 'busybox';
  return rows
    .map((row) => {
      const owner = busybox
        ? `${row.links.padStart(5)} ${row.user.padEnd(8)} ${row.group.padEnd(8)} ${row.size.padStart(9)}`
        : `${row.links.padStart(links)} ${user > 0 ? `${row.user.padEnd(user)} ` : ''}${group > 0 ? `${row.group.padEnd(group)} ` : ''}${row.size.padStart(size)}`;
      const target = row.entry.stat.kind === 'link' ? ` -> ${row.entry.target ?? ''}` : '';
      return `${inodePrefix(call, row.entry)}${row.mode} ${owner} ${row.time} ${shownName(call, row.entry)}${target}\n`;
    })
    .join('');
}

function timeText(call: ToolCall, ms: number, nowMs: number): string {
  if (call.options.has('full-time')) return formatDate('%Y-%m-%d %H:%M:%S.%N %z', ms);
  const recent = ms > nowMs - HALF_YEAR_MS && ms <= nowMs;
  return formatDate(recent ? '%b %e %H:%M' : '%b %e  %Y', ms);
}

function inodePrefix(call: ToolCall, entry: Entry): string {
  if (call.options.has('s')) return `${Math.ceil(entry.stat.size / 4096) * 4} `;
  return '';
}

function shownName(call: ToolCall, entry: Entry): string {
  const { options, p } = call;
  const name = p.isTty(1) && call.flavour === 'gnu' ? quoteName(entry.name) : entry.name;
  if (options.has('p')) return entry.stat.kind === 'dir' ? `${name}/` : name;
  if (!options.has('F')) return name;
  const { kind, mode } = entry.stat;
  return name + (kind === 'dir' ? '/' : kind === 'link' ? '@' : kind === 'fifo' ? '|' : kind === 'socket' ? '=' : (mode & 0o111) !== 0 ? '*' : '');
}

/** Where some names are quoted, the others make room for the quotation mark. */
function aligned(names: readonly string[]): readonly string[] {
  return names.some((name) => /^['"]/.test(name)) ? names.map((name) => (/^['"]/.test(name) ? name : ` ${name}`)) : names;
}

/** As many columns as fit, filled downwards. */
export function inColumns(names: readonly string[], width: number, across: boolean): string {
  if (names.length === 0) return '';
  const widths = names.map(displayWidth);
  for (let columns = Math.min(names.length, Math.max(1, Math.floor(width / 3))); ; columns--) {
    const rows = Math.ceil(names.length / columns);
    const at = (row: number, column: number) => (across ? row * columns + column : column * rows + row);
    const used = across ? columns : Math.ceil(names.length / rows);
    const sizes = Array.from({ length: used }, (_, c) => largest(Array(rows).keys(), (r) => widths[at(r, c)] ?? 0));
    if (columns > 1 && sizes.reduce((sum, s) => sum + s + 2, -2) >= width) continue;
    let out = '';
    for (let row = 0; row < rows; row++) {
      let line = '';
      for (let c = 0; c < used; c++) {
        const i = at(row, c);
        if (i >= names.length) continue;
        const lastInRow = at(row, c + 1) >= names.length || c === used - 1;
        line += names[i]! + (lastInRow ? '' : ' '.repeat(sizes[c]! + 2 - widths[i]!));
      }
      out += `${line}\n`;
    }
    return out;
  }
}
