// The wires of Services: below the trays from the bar to a tray's edge, above them from there to each ready pod.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { usePageState } from '../../page-context.ts';
import type { Point } from '../rect.ts';
import type { Frame, Wire } from './cluster-scene.ts';

export const OutsideWires = memo(function OutsideWires({ data, width, height }: NodeProps) {
  const wires = data['wires'] as readonly Wire[];
  return (
    <svg className="wires" width={width} height={height} aria-hidden="true">
      {wires.map((wire) => (
        <WirePath key={wire.id} wire={wire} lines={[wire.outside]} />
      ))}
    </svg>
  );
});

export const WireLayer = memo(function WireLayer({ wires, size }: { readonly wires: readonly Wire[]; readonly size: Frame }) {
  return (
    <svg className="wires layer" width={size.width} height={size.height} aria-hidden="true">
      {wires.map((wire) => (
        <WirePath key={wire.id} wire={wire} lines={wire.inside} />
      ))}
    </svg>
  );
});

function WirePath({ wire, lines }: { readonly wire: Wire; readonly lines: readonly (readonly Point[])[] }) {
  const selected = usePageState((state) => state.selection === `services/${wire.service}`);
  return <path className="wire" data-lane={wire.lane} data-selected={selected} d={lines.map(roundedPath).join(' ')} />;
}

const CORNER = 6;

/** A path through the points whose right angles are rounded. */
export function roundedPath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (!before) return `M${x} ${y}`;
      if (!after) return `L${x} ${y}`;
      const start = towards({ x, y }, before);
      const end = towards({ x, y }, after);
      return `L${start.x} ${start.y}Q${x} ${y} ${end.x} ${end.y}`;
    })
    .join('');
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
