// Arrow keys on the diagram: one stop of the tab key for all of it, arrows to what lies nearest in their direction.
import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { RowKey } from '../../client/index.ts';
import { usePage } from '../page-context.ts';
import { middle, type Rect } from './rect.ts';

export type Spots = ReadonlyMap<RowKey, Rect>;
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

export function useSpotKeys(spots: Spots): { readonly box: RefObject<HTMLDivElement | null>; readonly onKeyDown: (event: KeyboardEvent) => void } {
  const { actions, store } = usePage();
  const box = useRef<HTMLDivElement>(null);
  useStop(box, spots);

  const onKeyDown = (event: KeyboardEvent) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    const about = element?.dataset['row'] as RowKey | undefined;
    if (!about || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) {
      const next = nearest(spots, about, direction);
      if (next) focusSpot(box.current, next);
    } else if (event.key === 'Enter') {
      if (store.getState().selection === about) actions.walkInto(about);
      else actions.inspect(about);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, bottom } = element!.getBoundingClientRect();
      actions.openMenu(about, left, bottom);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { box, onKeyDown };
}

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
    if (box.current) setStop(box.current, last.current);
  }, [box, spots]);
}

function setStop(root: HTMLElement, row: string): void {
  const all = [...root.querySelectorAll<HTMLElement>('[data-row]')];
  const stop = all.find((element) => element.dataset['row'] === row) ?? all[0];
  for (const element of all) {
    const tabIndex = element === stop ? 0 : -1;
    if (element.tabIndex !== tabIndex) element.tabIndex = tabIndex;
  }
}

function focusSpot(root: HTMLElement | null, row: RowKey): void {
  root?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)?.focus({ preventScroll: true });
}
