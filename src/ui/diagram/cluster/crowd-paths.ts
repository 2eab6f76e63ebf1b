// Many pods as few paths: those that look alike share one, so that a thousand cost the page no more than some ten elements. They look
// like the smallest pods that are elements: outline, half, full and notch are left of them, and how far they are pulled.
import type { PodRow } from '../../../client/index.ts';
import { lookOfPod } from '../pod-look.ts';
import type { PodSpot } from './cluster-scene.ts';

export interface CrowdPath {
  readonly key: string;
  readonly hue: number;
  readonly kind: 'open' | 'full' | 'bar'; // bar: how far one is filled that is not full
  readonly dashed: boolean;
  readonly size: number; // of each of its pods
  readonly d: string;
}

/** `parts`: how much of each pull has come. Of several that a pod waits for the least is shown. */
export function crowdPaths(spots: readonly PodSpot[], rows: ReadonlyMap<string, PodRow>, parts: ReadonlyMap<string, number>): CrowdPath[] {
  const paths = new Map<string, { readonly path: Omit<CrowdPath, 'd'>; d: string }>();
  const add = (hue: number, kind: CrowdPath['kind'], dashed: boolean, size: number, d: string) => {
    const key = `${kind} ${hue} ${dashed} ${size}`;
    const known = paths.get(key);
    if (known) known.d += d;
    else paths.set(key, { path: { key, hue, kind, dashed, size }, d });
  };
  for (const { id, x, y, size } of spots) {
    const row = rows.get(id);
    if (!row) continue;
    const { hue, fill, notch, outline, grace, pull } = lookOfPod(row, leastOf(row.pulls, parts));
    add(hue, fill === 'full' ? 'full' : 'open', outline === 'dashed' || grace !== null, size, `M${x + size / 4} ${y}${aroundOf(size, notch)}`);
    if (fill === 'half') add(hue, 'bar', false, size, `M${x} ${y + size / 2}${lowerHalf(size)}`);
    else if (pull > 0) add(hue, 'bar', false, size, `M${x} ${y + size * (1 - pull)}${box(size / 4, size * pull)}`);
  }
  // What is filled lies above the grounds of the others.
  return [...paths.values()].map(({ path, d }) => ({ ...path, d })).sort((a, b) => Number(a.kind === 'bar') - Number(b.kind === 'bar'));
}

function leastOf(pulls: readonly string[], parts: ReadonlyMap<string, number>): number {
  const coming = pulls.flatMap((pull) => parts.get(pull) ?? []).filter((part) => part >= 0);
  return coming.length > 0 ? Math.min(...coming) : -1;
}

const outlines = new Map<string, string>();

/** From the end of the upper left corner around a square. */
function aroundOf(size: number, notch: boolean): string {
  const key = `${size}${notch}`;
  let outline = outlines.get(key);
  if (outline === undefined) outlines.set(key, (outline = drawAround(size, notch)));
  return outline;
}

function drawAround(size: number, notch: boolean): string {
  const r = size / 4;
  const corner = notch ? `l${2 * r} ${2 * r}v${r}` : `h${r}q${r} 0 ${r} ${r}v${2 * r}`;
  return `h${r}${corner}q0 ${r} ${-r} ${r}h${-2 * r}q${-r} 0 ${-r} ${-r}v${-2 * r}q0 ${-r} ${r} ${-r}z`;
}

function lowerHalf(size: number): string {
  const r = size / 4;
  return `h${size}v${r}q0 ${r} ${-r} ${r}h${-2 * r}q${-r} 0 ${-r} ${-r}z`;
}

function box(w: number, h: number): string {
  return `h${w}v${h}h${-w}z`;
}
