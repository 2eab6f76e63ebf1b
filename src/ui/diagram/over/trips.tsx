// Requests as dots that travel to where they go and back. One that fails breaks where it fails, with its word. Comes on demand.
import { memo, useEffect, useRef } from 'react';
import type { Trip } from '../../../client/index.ts';
import { usePageState } from '../../page-context.ts';
import { middle, type Point } from '../rect.ts';
import type { Spots } from '../spot-keys.ts';
import type { OverProps } from './act-arrows.tsx';
import './trips.css';

const ABREAST_MAX = 24;
const LEG_MS = 320;
const BROKEN_MS = 1_400;

export const Trips = memo(function Trips({ spots, size }: OverProps) {
  const trips = usePageState((state) => state.trips);
  const calm = usePageState((state) => state.calm);
  const layer = useRef<HTMLDivElement>(null);
  const last = useRef(trips.at(-1)?.id ?? 0);
  useEffect(() => {
    const box = layer.current;
    if (!box) return;
    for (const trip of trips) {
      if (trip.id <= last.current) continue;
      last.current = trip.id;
      if (box.childElementCount < ABREAST_MAX) send(box, trip, wayOf(trip, spots), calm);
    }
  }, [trips, spots, calm]);
  return <div ref={layer} className="layer trips" style={size} aria-hidden="true" />;
});

/** From where to where, over the bar of the Service when one was dialled; what is not on the diagram is left out. */
export function wayOf(trip: Trip, spots: Spots): Point[] {
  return [trip.from, trip.via, trip.to].flatMap((key, i) => {
    const rect = key === '' ? undefined : spots.get(key);
    if (!rect) return [];
    // Over a bar the dot goes where its target lies, not through the bar's middle.
    const to = i === 1 && trip.to !== '' ? spots.get(trip.to) : undefined;
    const { x, y } = middle(rect);
    return [{ x: to ? clamp(middle(to).x, rect.x, rect.x + rect.w) : x, y }];
  });
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function send(box: HTMLElement, trip: Trip, way: readonly Point[], calm: boolean): void {
  if (way.length < 2) return;
  const dot = document.createElement('div');
  dot.className = 'trip';
  dot.dataset['purpose'] = trip.purpose;
  dot.dataset['ok'] = String(trip.ok);
  box.append(dot);
  const there = way.map(place);
  const frames = trip.ok ? [...there, ...there.slice(0, -1).reverse()] : there;
  const run = dot.animate(calm ? [{ transform: there.at(-1)! }] : frames.map((transform) => ({ transform })), {
    duration: calm ? 400 : LEG_MS * (frames.length - 1),
    easing: 'ease-in-out',
    fill: 'forwards',
  });
  const done = () => dot.remove();
  run.addEventListener('cancel', done);
  run.addEventListener('finish', () => {
    if (trip.ok) return done();
    dot.dataset['broken'] = 'true';
    dot.textContent = trip.words;
    setTimeout(done, BROKEN_MS);
    return undefined;
  });
}

function place({ x, y }: Point): string {
  return `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
