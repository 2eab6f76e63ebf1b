// Arrow keys on the diagram: one stop of the tab key for all of it, arrows to what lies nearest in their direction.
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { RowKey } from '../../client/index.ts';
import { middle, type Rect } from './rect.ts';

/** Where a row is drawn, and how large the word below it is, where it has one. */
export interface Spotted extends Rect {
  readonly wordWidth?: number;
  readonly wordHeight?: number;
}

export type Spots = ReadonlyMap<RowKey, Spotted>;
/** The event on the canvas that tells which row is about to be focused. */
export const SOUGHT = 'sought';

export type Direction = 'left' | 'right' | 'up' | 'down';

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** The nearest in that direction: what lies aside counts twice, so that rows and columns are followed. */
export function nearest(spots: Spots, from: RowKey, direction: Direction): RowKey | undefined {
  const start = spots.get(from);
  if (!start) return spots.keys().next().value;
  const a = middle(start);
  let best: RowKey | undefined;
  let bestCost = Infinity;
  for (const [key, rect] of spots) {
    const b = middle(rect);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const [along, aside] = direction === 'left' ? [-dx, dy] : direction === 'right' ? [dx, dy] : direction === 'up' ? [-dy, dx] : [dy, dx];
    if (key === from || along <= 1) continue;
    const cost = along + 2 * Math.abs(aside);
    if (cost < bestCost) {
      best = key;
      bestCost = cost;
    }
  }
  return best;
}

/** To be put on the canvas: it leads from one spot to the next; what a spot itself does with keys is its own. */
export function useSpotKeys(spots: Spots): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useStop(box, spots);
  useEffect(() => {
    const root = box.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const direction = ARROWS[event.key];
      const about = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'] as RowKey | undefined;
      if (!direction || !about || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = nearest(spots, about, direction);
      if (next) focusSpot(root, next);
    };
    // Whoever takes the diagram in hand has left the field or list he was in, and wants the page's keys.
    const onDown = () => {
      const active = document.activeElement;
      if (active instanceof HTMLElement && !root?.contains(active)) active.blur();
    };
    root?.addEventListener('keydown', onKeyDown);
    root?.addEventListener('pointerdown', onDown, true);
    return () => {
      root?.removeEventListener('keydown', onKeyDown);
      root?.removeEventListener('pointerdown', onDown, true);
    };
  }, [spots]);
  return box;
}

/** Where the keys have been, lens after lens, and whether the one that went had them: the next one gives them to the same thing, or to its first. */
const trail: string[] = [];
let bereft = false;

/** Exactly one of the spots can be reached by the tab key: the one last focused, else the first. */
function useStop(box: RefObject<HTMLDivElement | null>, spots: Spots): void {
  const last = useRef<string>('');
  useEffect(() => {
    const root = box.current;
    if (!root) return undefined;
    const onFocus = (event: FocusEvent) => {
      const element = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
      if (!element) return;
      last.current = element.dataset['row'] ?? '';
      setStop(root, last.current);
    };
    root.addEventListener('focusin', onFocus);
    return () => root.removeEventListener('focusin', onFocus);
  }, [box]);
  useEffect(() => {
    const root = box.current;
    if (!root) return;
    setStop(root, last.current);
    if (!bereft || spots.size === 0) return;
    // The canvas shows its nodes when it has measured them.
    setTimeout(() => {
      if (document.activeElement === document.body) focusSpot(root, (trail.findLast((row) => spots.has(row as RowKey)) ?? spots.keys().next().value) as RowKey);
      bereft = false;
    }, 50);
  }, [box, spots]);
  useLayoutEffect(() => {
    const root = box.current;
    return () => {
      if (!root?.contains(document.activeElement)) return;
      bereft = true;
      trail.push(last.current);
      if (trail.length > 16) trail.shift();
    };
  }, [box]);
}

function setStop(root: HTMLElement, row: string): void {
  const all = [...root.querySelectorAll<HTMLElement>('[data-row]')];
  const stop = all.find((element) => element.dataset['row'] === row) ?? all[0];
  for (const element of all) {
    const tabIndex = element === stop ? 0 : -1;
    if (element.tabIndex !== tabIndex) element.tabIndex = tabIndex;
  }
}

/** What only a drawing shows becomes an element when it is told. */
function focusSpot(root: HTMLElement | null, row: RowKey): void {
  root?.dispatchEvent(new CustomEvent(SOUGHT, { detail: row }));
  root?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
}
