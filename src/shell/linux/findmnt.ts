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
  FSROOT: (_, { mount }) => `/${mount.from.join('/')}`,
};

export const findmnt: Tool = {
  usage: '[options] [<device> | <mountpoint>]',
  options: { flags: 'nrlaDu', values: 'otTMS', long: { noheadings: 'n', raw: 'r', list: 'l', output: 'o', types: 't', target: 'T', mountpoint: 'M', source: 'S' } },
  *run(call) {
    const { p, options } = call;
    const names = (options.value('o') ?? 'TARGET,SOURCE,FSTYPE,OPTIONS').toUpperCase().split(',').map((n) => n.replace(/^\+/, ''));
    const unknown = names.find((n) => n !== 'TARGET' && !Object.hasOwn(columns, n));
    if (unknown) return yield* complain(call, `unknown column: ${unknown}`);
    const all = shownMounts(p);
    const chosen = all.filter((m) => matches(call, m, all));
    if (chosen.length === 0) return 1;
    const asTree = chosen.length === all.length && !options.has('r') && !options.has('l');
    const targets = asTree ? treeOf(p, all) : chosen.map((shown) => ({ shown, target: shown.point }));
    const rows = targets.map(({ shown, target }) => names.map((n) => (n === 'TARGET' ? target : columns[n]!(p, shown))));
    const lines = options.has('n') ? rows : [names, ...rows];
    if (options.has('r')) yield* print(lines.map((cells) => `${cells.join(' ')}\n`).join(''));
    else yield* print(aligned(lines));
    return 0;
  },
};

function matches(call: ToolCall, { mount, point }: ShownMount, all: readonly ShownMount[]): boolean {
  const { options, operands, p } = call;
  const types = options.value('t')?.split(',');
  if (types && !types.includes(mount.fs.type)) return false;
  const inside = options.value('T');
  if (inside !== undefined) return p.files.exists(inside) && p.files.stat(inside).mount === mount;
  const wanted = options.value('M') ?? options.value('S') ?? operands[0];
  if (wanted === undefined) return true;
  const topmost = all.findLast((m) => m.point === point)!.mount === mount;
  if (mount.spec.source === wanted) return true;
  return topmost && p.files.exists(wanted) && p.files.realpath(wanted) === point;
}

interface Line {
  readonly shown: ShownMount;
  readonly target: string;
}

function treeOf(p: Process, all: readonly ShownMount[]): Line[] {
  const space = p.namespaces.mnt;
  const below = new Map<Mount | undefined, ShownMount[]>();
  const shown = new Set(all.map((m) => m.mount));
  for (const one of all) {
    const parent = space.parentOf(one.mount);
    const key = parent && shown.has(parent) ? parent : undefined;
    below.set(key, [...(below.get(key) ?? []), one]);
  }
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

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => largest(rows, (row) => row[i]!.length));
  return rows.map((r) => `${r.map((cell, i) => cell.padEnd(widths[i]!)).join(' ').trimEnd()}\n`).join('');
}
