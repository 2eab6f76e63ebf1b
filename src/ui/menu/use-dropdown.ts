// A list that opens under its button: by click and key, closed by Escape, Tab or a press elsewhere, walked by the arrows.
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const ITEMS = 'button:not(:disabled), input';

export interface Dropdown {
  /** Where it stands while it is open. */
  readonly place: { readonly left: number; readonly top: number } | undefined;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly toggle: () => void;
  readonly close: () => void;
}

/** `contents`: when they change the first item gets the keys again. */
export function useDropdown(contents: unknown): Dropdown {
  const [place, setPlace] = useState<Dropdown['place']>();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const close = useCallback(() => setPlace(undefined), []);
  const toggle = () => {
    const { left, bottom } = button.current!.getBoundingClientRect();
    setPlace(place ? undefined : { left: Math.max(8, Math.min(left, innerWidth - 280)), top: bottom });
  };
  const open = place !== undefined;
  useEffect(() => {
    const element = box.current;
    if (!open || !element) return undefined;
    const onDown = ({ target }: PointerEvent) => {
      if (target instanceof Node && !element.contains(target) && !button.current?.contains(target)) setPlace(undefined);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' || event.key === 'Tab') {
        setPlace(undefined);
        button.current?.focus();
      } else if (!walk(element, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('pointerdown', onDown, true);
    element.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onDown, true);
      element.removeEventListener('keydown', onKey);
    };
  }, [open]);
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>(ITEMS)?.focus();
  }, [open, contents]);
  return { place, button, box, toggle, close };
}

function walk(list: HTMLElement, key: string): boolean {
  const items = [...list.querySelectorAll<HTMLElement>(ITEMS)];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1 }[key];
  if (to === undefined) return false;
  items.at(to % items.length)?.focus();
  return true;
}
