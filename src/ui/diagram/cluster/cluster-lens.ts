// The cluster lens: rows in, places out, nothing else. Control plane along the top, owners on the left, Services as bars
// over the trays of the nodes, pods in their slots, and the bay for those that wait. A grid of our own: nothing jumps.
import { rowKey, type HostRow, type NodeRow, type PodRow, type RowKey } from '../../../client/index.ts';
import { NARROW } from '../fit.ts';
import type { Rect } from '../rect.ts';
import type { Spots, Spotted } from '../spot-keys.ts';
import type { Chip, ClusterRows, ClusterScene, Family, Frame, Memory, PodSpot, Tray } from './cluster-scene.ts';
import { chooseDensity, DENSITIES, TRAY_INNER, type Density } from './density.ts';
import { layFamilies } from './families.ts';
import { NO_SEATS, seatPods, type Seats } from './seats.ts';
import { layWires } from './wires.ts';

export const NO_MEMORY: Memory = { seats: NO_SEATS, density: undefined, bayDensity: undefined, rows: 0 };

const GAP = 16;
const PADDING = 12;
const CHIP_HEIGHT = 40;
const BAR_HEIGHT = 24;
export const TRAY_WIDTH = TRAY_INNER + 2 * PADDING;
export const TRAY_FOOT = 44; // the node's name and gauges stand below its pods, so that wires reach the pods from above
export const BAY_FOOT = 80; // of the bay: what the scheduler says
export const FAMILY_WIDTH = 248;
const COLUMN_GAP = 32;
const ROWS_MIN: Readonly<Record<Density['name'], number>> = { large: 2, medium: 4, small: 9, tiny: 20 };
const WORD = { wordWidth: 68, wordHeight: 28 }; // of two lines
const BAY = ''; // the tray of pods that have no node

export function layCluster(rows: ClusterRows, frame: Frame, memory: Memory): ClusterScene {
  const seats = seatPods(memory.seats, [...rows.pods].sort(byBirth).map((pod) => ({ id: pod.id, tray: pod.node })));
  const fullest = Math.max(0, ...rows.nodes.map((node) => seats.trays.get(node.id)?.length ?? 0));
  const density = chooseDensity(fullest, memory.density);
  const tall = frame.width < Math.max(frame.height * 0.8, NARROW);
  const rowsNeeded = Math.max(tall ? 1 : ROWS_MIN[density.name], Math.ceil(fullest / density.columns));
  const rowCount = density === memory.density ? Math.max(memory.rows, rowsNeeded) : rowsNeeded;
  const trayHeight = PADDING + rowCount * density.cellHeight + TRAY_FOOT;

  // Beside the trays the bay stands below the owners; in a tall window it is one cell of the grid more.
  const cells = Math.max(1, rows.nodes.length + (tall ? 1 : 0));
  const columns = chooseColumns(cells, trayHeight, frame, tall);
  const traysWidth = columns * TRAY_WIDTH + (columns - 1) * GAP;
  const width = tall ? Math.max(traysWidth, FAMILY_WIDTH) : FAMILY_WIDTH + COLUMN_GAP + traysWidth;
  const { rect: plane, chips } = layPlane(rows, width);

  const top = plane.h + GAP;
  const families = layFamilies(rows, 0, top, tall ? width : FAMILY_WIDTH);
  const familiesBottom = families.reduce((bottom, { rect }) => Math.max(bottom, rect.y + rect.h), top);
  const left = tall ? 0 : FAMILY_WIDTH + COLUMN_GAP;
  const services = layServices(rows, left, tall ? familiesBottom + (families.length > 0 ? GAP : 0) : top, traysWidth);
  const traysTop = services.top;
  const places = grid(cells, columns, left, traysTop, trayHeight);
  const nodes = columns === 1 ? [...rows.nodes].sort((a, b) => a.roles.length - b.roles.length) : rows.nodes; // what has work is seen first
  const trays = nodes.map((node, i) => layTray(node, places[i]!, rows, countSeated(seats.trays.get(node.id))));
  const traysBottom = places.at(-1)!.y + trayHeight;
  const bay = tall ? places.at(-1)! : { x: 0, y: Math.max(familiesBottom + (families.length > 0 ? GAP : 0), traysBottom - trayHeight), w: FAMILY_WIDTH, h: trayHeight };
  const waiting = seats.trays.get(BAY) ?? [];
  const bayDensity = chooseBayDensity(waiting.length, bay.h, memory.bayDensity, density);
  const pods = seatSpots(trays, seats, density).concat(slotSpots(bay, waiting.slice(0, bayRoom(bay.h, bayDensity)), bayDensity, true));
  return {
    kind: 'cluster',
    density,
    size: { width, height: Math.max(familiesBottom, traysBottom, bay.y + bay.h) },
    plane,
    chips,
    families,
    services: services.bars,
    trays,
    bay,
    waiting: countSeated(waiting),
    pods,
    wires: layWires(rows.services, services.bars, trays, pods, rows.pods, density),
    spots: gatherSpots(chips, families, services.bars, trays, pods),
    memory: { seats, density, bayDensity, rows: rowCount },
  };
}

function byBirth(a: PodRow, b: PodRow): number {
  return a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1);
}

/** As many columns as make the whole picture largest in the window. */
function chooseColumns(cells: number, trayHeight: number, frame: Frame, tall: boolean): number {
  if (tall && frame.width < 2 * TRAY_WIDTH) return 1;
  let best = 1;
  let bestScale = 0;
  for (let columns = 1; columns <= cells; columns++) {
    const w = columns * (TRAY_WIDTH + GAP) - GAP + (tall ? 0 : FAMILY_WIDTH + COLUMN_GAP);
    const h = Math.ceil(cells / columns) * (trayHeight + GAP) + CHIP_HEIGHT + BAR_HEIGHT + 3 * GAP;
    const scale = Math.min(frame.width / w, frame.height / h);
    if (scale > bestScale + 1e-9) {
      best = columns;
      bestScale = scale;
    }
  }
  return best;
}

function layPlane(rows: ClusterRows, width: number): { rect: Rect; chips: Chip[] } {
  const onNodes = new Set(rows.nodes.map((node) => node.host));
  const hands: HostRow[] = rows.hosts.filter((host) => host.role === 'laptop');
  const parts = rows.components.filter((c) => !isNodeAgent(c.unit) || !onNodes.has(c.host)).sort((a, b) => planeOrder(a.unit) - planeOrder(b.unit) || (a.id < b.id ? -1 : 1));
  const count = hands.length + parts.length;
  const across = Math.max(1, Math.min(count, Math.floor((width + GAP / 2) / (120 + GAP / 2))));
  const w = Math.min(184, (width - (across - 1) * (GAP / 2)) / across);
  const rectOf = (i: number): Rect => ({ x: (i % across) * (w + GAP / 2), y: Math.floor(i / across) * (CHIP_HEIGHT + GAP / 2), w, h: CHIP_HEIGHT });
  const chips = [
    ...hands.map((host, i): Chip => ({ id: host.id, table: 'hosts', rect: rectOf(i) })),
    ...parts.map((part, i): Chip => ({ id: part.id, table: 'components', rect: rectOf(hands.length + i) })),
  ];
  const lines = Math.ceil(count / across);
  return { rect: { x: 0, y: 0, w: width, h: Math.max(0, lines * (CHIP_HEIGHT + GAP / 2) - GAP / 2) }, chips };
}

function isNodeAgent(unit: string): boolean {
  return unit === 'kubelet' || unit === 'kube-proxy';
}

const PLANE_ORDER = ['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler', 'coredns'];

function planeOrder(unit: string): number {
  const at = PLANE_ORDER.indexOf(unit);
  return at < 0 ? PLANE_ORDER.length : at;
}

/** Services that stand for pods, each a bar; the space of the first is kept free, so that it does not push the trays. */
function layServices(rows: ClusterRows, x: number, y: number, w: number): { bars: { id: string; rect: Rect }[]; top: number } {
  const shown = rows.services
    .filter((service) => service.selector !== '' || service.endpoints.some((seat) => seat.pod !== ''))
    .sort((a, b) => a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1));
  const bars = shown.map((service, i) => ({ id: service.id, rect: { x, y: y + i * (BAR_HEIGHT + GAP / 2), w, h: BAR_HEIGHT } }));
  return { bars, top: y + Math.max(1, bars.length) * (BAR_HEIGHT + GAP / 2) + GAP / 2 };
}

function grid(cells: number, columns: number, left: number, top: number, height: number): Rect[] {
  return Array.from({ length: cells }, (_, i) => ({
    x: left + (i % columns) * (TRAY_WIDTH + GAP),
    y: top + Math.floor(i / columns) * (height + GAP),
    w: TRAY_WIDTH,
    h: height,
  }));
}

function layTray(node: NodeRow, rect: Rect, rows: ClusterRows, pods: number): Tray {
  const agents = rows.components.filter((c) => c.host === node.host && isNodeAgent(c.unit)).sort((a, b) => (a.unit > b.unit ? -1 : 1));
  const chips = agents.map((agent, i): Chip => {
    const w = 20;
    return { id: agent.id, table: 'components', rect: { x: rect.x + rect.w - PADDING - (i + 1) * w - i * 4, y: rect.y + rect.h - TRAY_FOOT + 6, w, h: 20 } };
  });
  return { node: node.id, rect, chips, pods };
}

function countSeated(slots: readonly (string | null)[] = []): number {
  return slots.reduce((n, id) => n + (id === null ? 0 : 1), 0);
}

function seatSpots(trays: readonly Tray[], seats: Seats, density: Density): PodSpot[] {
  return trays.flatMap(({ node, rect }) => slotSpots(rect, seats.trays.get(node) ?? [], density, false));
}

function slotSpots(rect: Rect, slots: readonly (string | null)[], density: Density, waits: boolean): PodSpot[] {
  const labelled = density.name === 'large';
  return slots.flatMap((id, slot): PodSpot[] => {
    if (id === null) return [];
    const x = rect.x + PADDING + (slot % density.columns) * density.cellWidth + (density.cellWidth - density.pod) / 2;
    const y = rect.y + PADDING + Math.floor(slot / density.columns) * density.cellHeight + (labelled ? 4 : (density.cellHeight - density.pod) / 2);
    return [{ id, x, y, size: density.pod, cellWidth: density.cellWidth, labelled, waits }];
  });
}

/** The bay does not grow: its own pods are drawn smaller as it fills. */
function chooseBayDensity(count: number, height: number, previous: Density | undefined, trays: Density): Density {
  const fits = DENSITIES.filter((d) => d.pod <= trays.pod);
  const wanted = fits.find((d) => count <= bayRoom(height, d)) ?? DENSITIES.at(-1)!;
  const keep = previous && previous.pod < wanted.pod && fits.includes(previous) && count > bayRoom(height, wanted) / 2;
  return keep ? previous : wanted;
}

/** How many pods the bay shows; of more only their number is told. */
function bayRoom(height: number, density: Density): number {
  return density.columns * Math.max(1, Math.floor((height - PADDING - BAY_FOOT) / density.cellHeight));
}

function gatherSpots(chips: readonly Chip[], families: readonly Family[], bars: readonly { id: string; rect: Rect }[], trays: readonly Tray[], pods: readonly PodSpot[]): Spots {
  const spots = new Map<RowKey, Spotted>();
  for (const { table, id, rect } of [...chips, ...trays.flatMap((tray) => tray.chips)]) spots.set(rowKey(table, id), rect);
  for (const { owner, rect, lines } of families) {
    for (const line of lines) spots.set(line.about, { x: rect.x, y: rect.y + line.y, w: rect.w, h: 28 });
    if (owner !== '') spots.set(rowKey('owners', owner), { ...rect, h: 44 });
  }
  for (const { id, rect } of bars) spots.set(rowKey('services', id), rect);
  for (const { node, rect } of trays) spots.set(rowKey('nodes', node), { ...rect, y: rect.y + rect.h - TRAY_FOOT, h: TRAY_FOOT });
  for (const { id, x, y, size, labelled } of pods) spots.set(rowKey('pods', id), { x, y, w: size, h: size, ...(labelled && WORD) });
  return spots;
}
