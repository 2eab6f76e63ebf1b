// What makes a thing on the diagram one that hands can take: selected by a click, walked into by a double click, with a menu.
import { useCallback, useSyncExternalStore, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { RowKey } from '../../client/index.ts';
import { usePage } from '../page-context.ts';
import { onSelected } from '../state/selection-watch.ts';

export interface SpotProps {
  readonly about: RowKey;
  readonly label: string; // all of it in words
  readonly className: string;
  readonly style?: CSSProperties;
  readonly mark?: string | undefined; // a state that its style knows
  readonly children: ReactNode;
}

export function Spot({ about, label, className, style, mark, children }: SpotProps) {
  const { actions } = usePage();
  const selected = useSelected(about);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && selected) actions.walkInto(about);
    else if (event.key === 'Enter' || event.key === ' ') actions.inspect(about);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, bottom } = event.currentTarget.getBoundingClientRect();
      actions.openMenu(about, left, bottom);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      role="button"
      tabIndex={-1}
      className={className}
      style={style}
      data-row={about}
      data-mark={mark}
      data-selected={selected || undefined}
      aria-label={label}
      aria-pressed={selected}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        event.stopPropagation();
        if (event.detail < 2) actions.pick(about);
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        actions.walkInto(about);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        actions.openMenu(about, event.clientX, event.clientY);
      }}
    >
      {children}
    </div>
  );
}

function useSelected(about: RowKey): boolean {
  const { store } = usePage();
  const subscribe = useCallback((fn: () => void) => onSelected(store, about, fn), [store, about]);
  return useSyncExternalStore(subscribe, () => store.getState().selection === about);
}
