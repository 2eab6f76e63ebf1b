/** ls: names in columns on a terminal, one a line elsewhere, with everything about them under -l. */
import { compareBytes, compileGlob, displayWidth } from '../../base/index.ts';
import type { Stat } from '../../host/index.ts';
import { groupName, userName } from '../accounts.ts';
import { listStyle as styleOf, type ListStyle } from '../tool/list-style.ts';
import { modeOf } from '../tool/mode-of.ts';
import { formatDate } from '../language/date-format.ts';
import { quotedName } from '../tool/quote-name.ts';
import { humanSize } from '../tool/size.ts';
import { versionCompare } from '../tool/sort-values.ts';
import { largest } from '../tool/many.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

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
    flags: 'aAdhklmnoprRstU1CFigGuvcLHQxXBbfqNSZ',
    values: 'wIT',
    long: {
      all: 'a', 'almost-all': 'A', author: 'author', escape: 'b', 'ignore-backups': 'B', directory: 'd', 'human-readable': 'h', inode: 'i', kibibytes: 'k', dereference: 'L', 'numeric-uid-gid': 'n', literal: 'N',
      'no-group': 'G', 'hide-control-chars': 'q', 'quote-name': 'Q', recursive: 'R', reverse: 'r', size: 's', ignore: 'I', width: 'w', 'file-type': 'file-type', 'full-time': 'full-time', 'group-directories-first': 'dirs-first', si: 'si', zero: 'zero', 'dereference-command-line': 'H',
    },
    longValues: ['color?', 'classify?', 'sort', 'time', 'format', 'time-style', 'block-size', 'hide', 'indicator-style', 'quoting-style'],
  },
  *run(call) {
    const style = styleOf(call);
    if ('problem' in style) return yield* (style.asked ? refuse : complain)(call, style.problem, style.asked ?? 2);
    const operands = call.operands.length > 0 ? call.operands : ['.'];
    const files: Entry[] = [];
    const dirs: string[] = [];
    let code = 0;
    for (const path of operands) {
      const found = tried(() => entryAt(call, path, path, call.options.has('H') || (!style.long && !call.options.has('d') && style.indicator !== 'classify')));
      if ('error' in found) code = yield* complain(call, cannot(call, 'access', path, reason(found.error)), call.flavour === 'gnu' ? 2 : 1);
      else if (found.value.stat.kind === 'dir' && !call.options.has('d')) dirs.push(path);
      else files.push(found.value);
    }
    if (files.length > 0) yield* show(call, style, sorted(style, files), false);
    const titled = operands.length > 1 || call.options.has('R');
    let first = files.length === 0;
    for (const dir of dirs.sort(compareBytes)) {
      code = Math.max(code, yield* listDirectory(call, style, dir, titled, first));
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

function* listDirectory(call: ToolCall, style: ListStyle, dir: string, titled: boolean, first: boolean): ToolRun {
  const names = tried(() => call.p.files.readdir(dir));
  if (titled) yield* print(`${first ? '' : '\n'}${dir}:\n`);
  if ('error' in names) return yield* complain(call, cannot(call, 'open directory', dir, reason(names.error)), 2);
  const { options } = call;
  const base = dir.endsWith('/') ? dir : `${dir}/`;
  const entries: Entry[] = [];
  if (options.has('a') || options.has('f')) for (const name of ['.', '..']) entries.push(entryAt(call, base + name, name, false));
  for (const name of names.value) {
    if (isHidden(call, name)) continue;
    const entry = tried(() => entryAt(call, base + name, name, false));
    if ('value' in entry) entries.push(entry.value);
  }
  call.p.charge(entries.length);
  const order = sorted(style, entries);
  yield* show(call, style, order, true);
  let code = 0;
  if (options.has('R')) {
    for (const entry of order) {
      if (entry.stat.kind === 'dir' && entry.name !== '.' && entry.name !== '..') code = Math.max(code, yield* listDirectory(call, style, entry.path, true, false));
    }
  }
  return code;
}

function isHidden({ options }: ToolCall, name: string): boolean {
  const all = options.has('a') || options.has('f');
  if (name.startsWith('.') && !all && !options.has('A')) return true;
  if (options.has('B') && name.endsWith('~')) return true;
  const patterns = [...options.values('I'), ...(all || options.has('A') ? [] : options.values('hide'))];
  return patterns.some((pattern) => compileGlob(pattern).matches(name));
}

const orders: Readonly<Record<string, (a: Entry, b: Entry) => number>> = {
  size: (a, b) => b.stat.size - a.stat.size,
  time: (a, b) => b.stat.mtimeMs - a.stat.mtimeMs,
  extension: (a, b) => compareBytes(extension(a.name), extension(b.name)),
  version: (a, b) => versionCompare(a.name, b.name),
  width: (a, b) => displayWidth(a.name) - displayWidth(b.name),
  name: () => 0,
};

function extension(name: string): string {
  const at = name.lastIndexOf('.');
  return at < 0 ? '' : name.slice(at);
}

function sorted({ sort, reverse, directoriesFirst }: ListStyle, entries: readonly Entry[]): Entry[] {
  const compare = orders[sort];
  const order = compare ? [...entries].sort((a, b) => compare(a, b) || compareBytes(a.name, b.name)) : [...entries];
  if (reverse) order.reverse();
  if (directoriesFirst) order.sort((a, b) => Number(b.stat.kind === 'dir') - Number(a.stat.kind === 'dir'));
  return order;
}

function* show(call: ToolCall, style: ListStyle, entries: readonly Entry[], total: boolean): ToolRun<void> {
  const { format, end } = style;
  for (const { path, stat, target } of style.long ? entries : []) if (stat.kind === 'link' && target === undefined) yield* complain(call, cannot(call, 'read symbolic link', path, 'Permission denied'));
  const fronts = frontsOf(call, style, entries);
  const shown = aligned(style, entries.map((entry) => shownName(style, entry)));
  if (total && (style.long || style.blocks)) yield* print(`total ${sizeShown(style, entries.reduce((sum, { stat }) => sum + (stat.kind === 'link' ? 0 : Math.ceil(stat.size / 4096) * 4096), 0), true)}${end}`);
  if (style.long) return yield* print(longLines(call, style, entries, fronts, shown));
  const names = shown.map((name, i) => fronts[i]! + name);
  if (format === 'commas') return yield* print(wrapped(names, style.width) + (names.length > 0 ? end : ''));
  if (format === 'single-column' || style.width === 0) return yield* print(format === 'single-column' ? names.map((name) => name + end).join('') : `${names.join('  ')}${end}`);
  yield* print(inColumns(names, style.width, format === 'across'));
}

/** What stands before all else of an entry: the number of its inode, the blocks it has. */
function frontsOf({ p, options, flavour }: ToolCall, style: ListStyle, entries: readonly Entry[]): string[] {
  const even = style.format === 'single-column' || style.format === 'columns' || style.long;
  const padded = (texts: readonly string[], least: number): string[] => {
    const width = even ? Math.max(least, largest(texts, (text) => text.length)) : 0;
    return texts.map((text) => `${text.padStart(width)} `);
  };
  const inodes = options.has('i') ? padded(entries.map(({ path }) => String(p.files.inodeNumber(path, { follow: options.has('L') }))), flavour === 'busybox' ? 7 : 0) : [];
  const blocks = style.blocks ? padded(entries.map(({ stat }) => sizeShown(style, stat.kind === 'link' ? 0 : Math.ceil(stat.size / 4096) * 4096, true)), 0) : [];
  return entries.map((_, i) => (inodes[i] ?? '') + (blocks[i] ?? ''));
}

/** "a, b, c", in lines that fit. */
function wrapped(names: readonly string[], width: number): string {
  let text = '';
  let column = 0;
  for (const [i, name] of names.entries()) {
    const piece = name + (i < names.length - 1 ? ',' : '');
    if (i > 0 && column + displayWidth(piece) + 1 >= width) {
      text += '\n';
      column = 0;
    } else if (i > 0) {
      text += ' ';
      column++;
    }
    text += piece;
    column += displayWidth(piece);
  }
  return text;
}

/** Sizes as -h, -k or --block-size have them; blocks are counted in KiB otherwise. */
function sizeShown({ human, unit, suffix }: ListStyle, bytes: number, isBlocks: boolean): string {
  if (human) return humanSize(bytes, human);
  const size = unit ?? (isBlocks ? 1024 : 1); // which -k would say too
  return `${Math.ceil(bytes / size)}${suffix}`;
}

function longLines(call: ToolCall, style: ListStyle, entries: readonly Entry[], fronts: readonly string[], names: readonly string[]): string {
  const { p } = call;
  const { numeric } = style;
  const devices = entries.filter(({ stat }) => stat.kind === 'char' || stat.kind === 'block');
  const majorWidth = largest(devices, ({ stat }) => String(stat.major).length);
  const minorWidth = call.flavour === 'busybox' ? 3 : largest(devices, ({ stat }) => String(stat.minor).length);
  const rows = entries.map(({ stat, target }, i) => {
    const user = numeric ? String(stat.uid) : userName(p.files, stat.uid);
    return {
      mode: fronts[i]! + modeOf(stat),
      links: String(stat.links),
      user: style.owner ? user : '',
      group: style.group ? (numeric ? String(stat.gid) : groupName(p.files, stat.gid)) : '',
      author: style.author ? user : '',
      size: stat.kind === 'char' || stat.kind === 'block' ? `${String(stat.major).padStart(majorWidth)}, ${String(stat.minor).padStart(minorWidth)}` : sizeShown(style, stat.size, false),
      time: timeText(style.time, stat.mtimeMs, p.host.wallMs),
      name: names[i]! + (stat.kind === 'link' && target !== undefined ? ` -> ${target}` : ''),
    };
  });
  const width = (of: (row: (typeof rows)[number]) => string) => largest(rows, (row) => of(row).length);
  const [links, user, group, author, size, time] = [width((r) => r.links), width((r) => r.user), width((r) => r.group), width((r) => r.author), width((r) => r.size), width((r) => r.time)];
  const busybox = call.flavour === 'busybox';
  const cell = (text: string, columns: number): string => (columns > 0 ? `${text.padEnd(columns)} ` : '');
  return rows
    .map((row) => {
      const owner = busybox
        ? `${row.links.padStart(5)} ${row.user.padEnd(8)} ${row.group.padEnd(8)} ${row.size.padStart(9)}`
        : `${row.links.padStart(links)} ${cell(row.user, user)}${cell(row.group, group)}${cell(row.author, author)}${row.size.padStart(size)}`;
      return `${row.mode} ${owner} ${row.time.padEnd(time)} ${row.name}${style.end}`;
    })
    .join('');
}

function timeText(style: string, ms: number, nowMs: number): string {
  const recent = ms > nowMs - HALF_YEAR_MS && ms <= nowMs;
  if (style.startsWith('+')) return formatDate(style.slice(1).split('\n')[recent ? 1 : 0] ?? style.slice(1).split('\n')[0]!, ms);
  if (style === 'full-iso') return formatDate('%Y-%m-%d %H:%M:%S.%N %z', ms);
  if (style === 'long-iso') return formatDate('%Y-%m-%d %H:%M', ms);
  if (style === 'iso') return formatDate(recent ? '%m-%d %H:%M' : '%Y-%m-%d ', ms);
  return formatDate(recent ? '%b %e %H:%M' : '%b %e  %Y', ms);
}

function shownName({ quoting, indicator, long }: ListStyle, { name, stat: { kind, mode } }: Entry): string {
  const shown = quotedName(quoting, name);
  if (indicator === 'none') return shown;
  if (kind === 'dir') return `${shown}/`;
  if (indicator === 'slash') return shown;
  const mark = kind === 'link' ? (long ? '' : '@') : kind === 'fifo' ? '|' : kind === 'socket' ? '=' : '';
  return shown + (mark === '' && kind === 'file' && indicator === 'classify' && (mode & 0o111) !== 0 ? '*' : mark);
}

/** Where some names are quoted, the others make room for the quotation mark. */
function aligned({ quoting, long, format }: ListStyle, names: readonly string[]): readonly string[] {
  const beside = long || format === 'columns' || format === 'across';
  return quoting.startsWith('shell') && beside && names.some((name) => /^['"]/.test(name)) ? names.map((name) => (/^['"]/.test(name) ? name : ` ${name}`)) : names;
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
