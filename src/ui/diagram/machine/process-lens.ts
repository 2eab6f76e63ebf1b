// The process lens: the processes of a machine as a tree in boxes, one box for each set of namespaces; boxes that share a network,
// as the containers of a pod do, stand in one frame. The kernel's first processes are one box among others: that is the point.
import type { NamespaceInodes, ProcessRow, RowKey } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';

export type NamespaceKind = keyof NamespaceInodes;

/** In the order in which they are shown. */
export const NAMESPACE_KINDS: readonly NamespaceKind[] = ['pid', 'mnt', 'net', 'uts', 'ipc', 'user', 'cgroup'];

export interface ProcessLine {
  readonly about: RowKey;
  readonly depth: number;
}

export interface NamespaceBox {
  readonly id: string;
  readonly namespaces: NamespaceInodes;
  readonly own: readonly NamespaceKind[]; // those that are not the machine's
  readonly container: string; // id of the container row of all in it, '' where there is none
  readonly lines: readonly ProcessLine[];
  readonly rect: Rect;
}

/** A network namespace that several boxes share. */
export interface SharedFrame {
  readonly id: string;
  readonly net: number;
  readonly rect: Rect;
}

export interface ProcessScene {
  readonly boxes: readonly NamespaceBox[];
  readonly frames: readonly SharedFrame[];
  readonly size: { readonly width: number; readonly height: number };
  readonly spots: ReadonlyMap<RowKey, Rect>;
}

export const BOX_WIDTH = 312;
export const BOX_HEAD = 52;
export const LINE = 24;
const PAD = 8;
const GAP = 16;
const FRAME_HEAD = 28;
const NARROW = 640; // of a phone: one below the other

type Group = Omit<NamespaceBox, 'rect'>;

export function layProcesses(rows: readonly ProcessRow[], frame: { readonly width: number; readonly height: number }): ProcessScene {
  const groups = groupProcesses(rows);
  const boxes: NamespaceBox[] = [];
  const frames: SharedFrame[] = [];
  const columns = Math.max(1, Math.min(4, Math.floor((Math.max(frame.width, frame.width < NARROW ? 0 : 720) + GAP) / (BOX_WIDTH + GAP + PAD))));
  const bottoms = Array.from({ length: columns }, () => 0);
  for (const cluster of byNetwork(groups)) {
    const framed = cluster.length > 1;
    const column = bottoms.indexOf(Math.min(...bottoms));
    const x = column * (BOX_WIDTH + 2 * PAD + GAP);
    const top = bottoms[column]!;
    let y = top + (framed ? FRAME_HEAD : 0);
    for (const group of cluster) {
      const rect = { x: x + PAD, y, w: BOX_WIDTH, h: BOX_HEAD + group.lines.length * LINE + PAD };
      boxes.push({ ...group, rect });
      y += rect.h + PAD;
    }
    if (framed) frames.push({ id: `net ${cluster[0]!.namespaces.net}`, net: cluster[0]!.namespaces.net, rect: { x, y: top, w: BOX_WIDTH + 2 * PAD, h: y - top } });
    bottoms[column] = y + GAP;
  }
  const spots = new Map<RowKey, Rect>();
  for (const { rect, lines } of boxes) lines.forEach(({ about }, i) => spots.set(about, { x: rect.x, y: rect.y + BOX_HEAD + i * LINE, w: rect.w, h: LINE }));
  const used = Math.min(columns, Math.max(1, boxes.length));
  return { boxes, frames, size: { width: used * (BOX_WIDTH + 2 * PAD + GAP), height: Math.max(0, ...bottoms) }, spots };
}

/** A box for each set of namespaces, that of the machine's first process before all others. */
export function groupProcesses(rows: readonly ProcessRow[]): Group[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const first = byPid.get(1) ?? rows[0];
  if (!first) return [];
  const groups = new Map<string, ProcessRow[]>();
  for (const row of inTreeOrder(rows)) {
    const key = keyOf(row.namespaces);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const home = keyOf(first.namespaces);
  const sorted = [...groups].sort(([a], [b]) => Number(b === home) - Number(a === home));
  return sorted.map(([id, members]) => {
    const here = new Set(members.map((row) => row.pid));
    const containers = new Set(members.map((row) => row.container));
    return {
      id,
      namespaces: members[0]!.namespaces,
      own: NAMESPACE_KINDS.filter((kind) => members[0]!.namespaces[kind] !== first.namespaces[kind]),
      container: containers.size === 1 ? members[0]!.container : '',
      lines: members.map((row) => ({ about: `processes/${row.id}` as RowKey, depth: depthOf(row, byPid, here) })),
    };
  });
}

/** Which namespaces two processes share. */
export function sharedKinds(a: NamespaceInodes, b: NamespaceInodes): NamespaceKind[] {
  return NAMESPACE_KINDS.filter((kind) => a[kind] === b[kind]);
}

function keyOf(namespaces: NamespaceInodes): string {
  return NAMESPACE_KINDS.map((kind) => namespaces[kind]).join(' ');
}

/** Parents before their children, children by number. */
function inTreeOrder(rows: readonly ProcessRow[]): ProcessRow[] {
  const pids = new Set(rows.map((row) => row.pid));
  const children = new Map<number, ProcessRow[]>();
  for (const row of [...rows].sort((a, b) => a.pid - b.pid)) {
    const parent = pids.has(row.ppid) && row.ppid !== row.pid ? row.ppid : 0;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const ordered: ProcessRow[] = [];
  const add = (pid: number) => {
    for (const row of children.get(pid) ?? []) {
      ordered.push(row);
      add(row.pid);
    }
  };
  add(0);
  return ordered;
}

/** How many of its ancestors stand in the same box. */
function depthOf(row: ProcessRow, byPid: ReadonlyMap<number, ProcessRow>, here: ReadonlySet<number>): number {
  let depth = 0;
  for (let above = byPid.get(row.ppid); above && here.has(above.pid) && depth < 12; above = byPid.get(above.ppid)) depth++;
  return depth;
}

/** The machine's own box alone, then those that share a network side by side. */
function byNetwork(groups: readonly Group[]): Group[][] {
  const [home, ...others] = groups;
  if (!home) return [];
  const nets = new Map<number, Group[]>();
  const alone: Group[][] = [];
  for (const group of others) {
    if (group.namespaces.net === home.namespaces.net) alone.push([group]);
    else nets.set(group.namespaces.net, [...(nets.get(group.namespaces.net) ?? []), group]);
  }
  return [[home], ...nets.values(), ...alone];
}
