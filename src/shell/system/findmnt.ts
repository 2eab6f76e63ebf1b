/** findmnt: the mounts as the tree that they are. */
import { deviceOf, mountOptions, propagationText, shownMounts, type Mount, type Process, type ShownMount } from '../../host/index.ts';
import { largest } from '../tool/many.ts';
import { complain, print, type Tool, type ToolCall } from '../tool/tool.ts';

type Column = (p: Process, shown: ShownMount) => string;

const columns: Readonly<Record<string, Column>> = {
  SOURCE: (_, { mount }) => (mount.from.length === 0 ? mount.spec.source : `${mount.spec.source}[/${mount.from.join('/')}]`),
  FSTYPE: (_, { mount }) => mount.fs.type,
  OPTIONS: (_, { mount }) => mountOptions(mount),
  PROPAGATION: (_, { mount }) => propagationText(mount),
  ID: (_, { mount }) => String(mount.id + 20),
  'MAJ:MIN': (p, { mount }) => deviceOf(p, mount.fs),
  SIZE: (_, { mount }) => amount(mount.fs.statfs().totalBytes),
  USED: (_, { mount }) => amount(mount.fs.statfs().usedBytes),
  AVAIL: (_, { mount }) => amount(mount.fs.statfs().availableBytes),
  'USE%': (_, { mount }) => {
    const { usedBytes, totalBytes } = mount.fs.statfs();
    return totalBytes === 0 ? '-' : `${Math.round((usedBytes / totalBytes) * 100)}%`;
  },
  FSROOT: (_, { mount }) => `/${mount.from.join('/')}`,
};

const pseudo = new Set(['proc', 'sysfs', 'cgroup', 'cgroup2', 'devpts', 'mqueue']);

export const findmnt: Tool = {
  usage: '[options] [<device> | <mountpoint>]',
  options: { flags: 'nrlaDuRJPkAi', values: 'otTMSO', long: { submounts: 'R', json: 'J', pairs: 'P', df: 'D', options: 'O', kernel: 'k', all: 'A', invert: 'i', noheadings: 'n', raw: 'r', list: 'l', output: 'o', types: 't', target: 'T', mountpoint: 'M', source: 'S' } },
  *run(call) {
    const { p, options } = call;
    if (!p.files.exists('/proc/mounts')) return yield* complain(call, "can't read /proc/mounts: No such file or directory");
    const asked = (options.value('o') ?? (options.has('D') ? 'SOURCE,FSTYPE,SIZE,USED,AVAIL,USE%,TARGET' : 'TARGET,SOURCE,FSTYPE,OPTIONS')).split(',').map((n) => n.replace(/^\+/, ''));
    const unknown = asked.find((n) => n.toUpperCase() !== 'TARGET' && !Object.hasOwn(columns, n.toUpperCase()));
    if (unknown) return yield* complain(call, `unknown column: ${unknown}`);
    const names = asked.map((n) => n.toUpperCase());
    const all = shownMounts(p).filter(({ mount }) => !options.has('D') || !pseudo.has(mount.fs.type));
    const chosen = all.filter((m) => matches(call, m, all));
    if (chosen.length === 0) return 1;
    const inside = options.has('R') ? all.filter((one) => chosen.includes(one) || isBelow(p, one, chosen)) : chosen;
    const asTree = (inside.length === all.length || options.has('R')) && !['r', 'l', 'P', 'D'].some((o) => options.has(o));
    const targets = asTree ? treeOf(p, inside) : inside.map((shown) => ({ shown, target: shown.point }));
    const rows = targets.map(({ shown, target }) => names.map((n) => (n === 'TARGET' ? target : columns[n]!(p, shown))));
    if (options.has('J')) {
      const below = childrenOf(p, inside);
      const flat = options.has('l') || options.has('D');
      const told = (one: ShownMount) => names.map((n) => [n.toLowerCase(), n === 'TARGET' ? one.point : columns[n]!(p, one)] as const);
      yield* print(`{\n   "filesystems": ${jsonList((flat ? inside : below.get(undefined)) ?? [], told, flat ? new Map() : below, 3)}\n}\n`);
      return 0;
    }
    if (options.has('P')) {
      yield* print(rows.map((cells) => `${names.map((n, i) => `${n}="${cells[i]!}"`).join(' ')}\n`).join(''));
      return 0;
    }
    const lines = options.has('n') ? rows : [names, ...rows];
    if (options.has('r')) yield* print(lines.map((cells) => `${cells.join(' ')}\n`).join(''));
    else yield* print(aligned(lines, names));
    return 0;
  },
};

function matches(call: ToolCall, { mount, point }: ShownMount, all: readonly ShownMount[]): boolean {
  const { options, operands, p } = call;
  const types = options.value('t')?.split(',');
  if (types && types.includes(mount.fs.type) === options.has('i')) return false;
  const wants = options.value('O')?.split(',');
  if (wants && !wants.every((word) => mountOptions(mount).split(',').includes(word))) return false;
  const inside = options.value('T');
  if (inside !== undefined) return p.files.exists(inside) && p.files.stat(inside).mount === mount;
  const wanted = options.value('M') ?? options.value('S') ?? operands[0];
  if (wanted === undefined) return true;
  const topmost = all.findLast((m) => m.point === point)!.mount === mount;
  if (mount.spec.source === wanted) return true;
  return topmost && p.files.exists(wanted) && p.files.realpath(wanted) === point;
}

/** "11.8G", "1M", "0" */
function amount(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1_024 && unit < 5; unit++) value /= 1_024;
  return `${String(Math.round(value * 10) / 10)}${unit === 0 && bytes === 0 ? '' : 'BKMGTP'[unit]!}`;
}

function isBelow(p: Process, { mount }: ShownMount, chosen: readonly ShownMount[]): boolean {
  for (let at = p.namespaces.mnt.parentOf(mount); at; at = p.namespaces.mnt.parentOf(at)) if (chosen.some((one) => one.mount === at)) return true;
  return false;
}

interface Line {
  readonly shown: ShownMount;
  readonly target: string;
}

/** As util-linux lays it out; how deep mounts lie in each other is bounded by the length of a path. */
function jsonList(ones: readonly ShownMount[], told: (one: ShownMount) => readonly (readonly [string, string])[], below: Children, indent: number): string {
  const pad = ' '.repeat(indent);
  const objects = ones.map((one) => {
    const members = told(one).map(([name, value]) => `${pad}      ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    const children = below.get(one.mount);
    if (children) members.push(`${pad}      "children": ${jsonList(children, told, below, indent + 6)}`);
    return `{\n${members.join(',\n')}\n${pad}   }`;
  });
  return `[\n${pad}   ${objects.join(',')}\n${pad}]`;
}

type Children = ReadonlyMap<Mount | undefined, readonly ShownMount[]>;

/** The outermost are those of undefined. */
function childrenOf(p: Process, all: readonly ShownMount[]): Children {
  const space = p.namespaces.mnt;
  const below = new Map<Mount | undefined, ShownMount[]>();
  const shown = new Set(all.map((m) => m.mount));
  for (const one of all) {
    const parent = space.parentOf(one.mount);
    const key = parent && shown.has(parent) ? parent : undefined;
    below.set(key, [...(below.get(key) ?? []), one]);
  }
  return below;
}

function treeOf(p: Process, all: readonly ShownMount[]): Line[] {
  const below = childrenOf(p, all);
  const lines: Line[] = [];
  const visit = (ones: readonly ShownMount[], indent: string, top: boolean): void => {
    for (const [i, one] of ones.entries()) {
      const last = i === ones.length - 1;
      lines.push({ shown: one, target: top ? one.point : `${indent}${last ? '└─' : '├─'}${one.point}` });
      visit(below.get(one.mount) ?? [], top ? '' : `${indent}${last ? '  ' : '│ '}`, false);
    }
  };
  visit(below.get(undefined) ?? [], '', true);
  return lines;
}

const numbers = new Set(['SIZE', 'USED', 'AVAIL', 'USE%']);

function aligned(rows: readonly (readonly string[])[], names: readonly string[]): string {
  const widths = rows[0]!.map((_, i) => largest(rows, (row) => row[i]!.length));
  return rows.map((r) => `${r.map((cell, i) => (numbers.has(names[i]!) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' ').trimEnd()}\n`).join('');
}
