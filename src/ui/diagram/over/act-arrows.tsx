// An arrow from a controller to what it acted on: drawn once when it acts, gone when the moment is over.
import { memo } from 'react';
import type { Act } from '../../../client/index.ts';
import { usePageState } from '../../page-context.ts';
import { edgeTowards, middle, within, type Rect } from '../rect.ts';
import type { Spots, Spotted } from '../spot-keys.ts';

export interface OverProps {
  readonly spots: Spots;
  readonly size: { readonly width: number; readonly height: number };
}

export const ActArrows = memo(function ActArrows({ spots, size }: OverProps) {
  const arrows = usePageState((state) => state.arrows);
  const caption = usePageState((state) => state.caption);
  const drawn = arrows.flatMap((act) => {
    const from = act.from === '' ? undefined : spots.get(act.from);
    const to = act.about === '' ? undefined : spots.get(act.about);
    return from && to && !within(from, to) ? [{ act, path: arrowPath(from, to), to }] : [];
  });
  const target = caption && caption.about !== '' ? spots.get(caption.about) : undefined;
  const lit = target && withWord(target);
  return (
    <svg className="layer arrows" width={size.width} height={size.height} aria-hidden="true">
      <defs>
        <marker id="arrow-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto-start-reverse">
          <path d="M0 0.5 7 4 0 7.5z" className="arrow-head" />
        </marker>
      </defs>
      {lit ? <rect className="arrow-target" x={lit.x - 4} y={lit.y - 4} width={lit.w + 8} height={lit.h + 8} rx="10" /> : null}
      {drawn.map(({ act, path }) => (
        <Arrow key={act.id} act={act} path={path} main={act.id === caption?.id} />
      ))}
    </svg>
  );
});

function Arrow({ act, path, main }: { readonly act: Act; readonly path: string; readonly main: boolean }) {
  return <path className="arrow" data-main={main} data-act={act.act} d={path} pathLength={1} markerEnd="url(#arrow-head)" />;
}

/** A slight bow, so that two arrows between the same two are told apart from wires and from each other. */
function arrowPath(from: Rect, spot: Spotted): string {
  const to = middle(from).y > spot.y + spot.h ? withWord(spot) : spot;
  const a = edgeTowards(from, middle(to), 4);
  const b = edgeTowards(to, middle(from), 8);
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const bow = Math.min(32, Math.hypot(dx, dy) / 8);
  const length = Math.hypot(dx, dy) || 1;
  const c = { x: (a.x + b.x) / 2 + (dy / length) * bow, y: (a.y + b.y) / 2 - (dx / length) * bow };
  return `M${round(a.x)} ${round(a.y)}Q${round(c.x)} ${round(c.y)} ${round(b.x)} ${round(b.y)}`;
}

/** From below an arrow would end in the word, and a line around it would run through. */
function withWord({ x, y, w, h, wordWidth = w, wordHeight = 0 }: Spotted): Rect {
  return { x: x + (w - wordWidth) / 2, y, w: wordWidth, h: h + wordHeight };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
