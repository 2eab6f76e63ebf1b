// Which pods a Service reaches, as lines: from its bar down the gutter beside a column of pods, with a hook to each ready one.
// Only ready endpoints are joined. Where pods are too small for lines, there are none: the bar's figures say it.
import type { PodRow, ServiceRow } from '../../../client/index.ts';
import type { Point, Rect } from '../rect.ts';
import type { PodSpot, Tray, Wire } from './cluster-scene.ts';
import type { Density } from './density.ts';

const LANES_MAX = 4;
const WIRED_MAX = 200; // pods of one Service

interface Column {
  readonly tray: Tray;
  readonly x: number;
  readonly pods: PodSpot[];
}

export function layWires(
  services: readonly ServiceRow[],
  bars: readonly { readonly id: string; readonly rect: Rect }[],
  trays: readonly Tray[],
  spots: readonly PodSpot[],
  pods: readonly PodRow[],
  density: Density,
): Wire[] {
  if (density.cellWidth - density.pod < 8) return [];
  const nodeOf = new Map(pods.map((pod) => [pod.id, pod.node]));
  const trayOf = new Map(trays.map((tray) => [tray.node, tray]));
  const spotOf = new Map(spots.map((spot) => [spot.id, spot]));
  return bars.slice(0, LANES_MAX).flatMap((bar, lane) => {
    const service = services.find((s) => s.id === bar.id);
    const ready = (service?.endpoints ?? []).filter((seat) => seat.ready && spotOf.has(seat.pod)).slice(0, WIRED_MAX);
    const columns = new Map<string, Column>();
    for (const { pod } of ready) {
      const spot = spotOf.get(pod)!;
      const tray = trayOf.get(nodeOf.get(pod) ?? '');
      if (!tray) continue;
      const id = `${tray.node}@${spot.x}`;
      const column = columns.get(id) ?? { tray, x: spot.x - (density.cellWidth - density.pod) / 2 + 3 + lane * gutterStep(density), pods: [] };
      column.pods.push(spot);
      columns.set(id, column);
    }
    return [...columns].map(([id, column]) => ({ id: `${bar.id}/${id}`, service: bar.id, lane, ...drawColumn(bar.rect, column) }));
  });
}

function gutterStep(density: Density): number {
  return Math.min(4, (density.cellWidth - density.pod) / 2 / LANES_MAX);
}

function drawColumn(bar: Rect, { tray, x, pods }: Column): { outside: Point[]; inside: Point[][] } {
  const edge = tray.rect.y;
  const hooks = pods.map(({ x: left, y, size }): Point[] => [
    { x, y: edge },
    { x, y: y + Math.round(size / 4) },
    { x: left, y: y + Math.round(size / 4) },
  ]);
  return { outside: [{ x, y: bar.y + bar.h }, { x, y: edge }], inside: hooks };
}
