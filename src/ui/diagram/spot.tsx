// What makes a thing on the diagram one that hands can take: selected by a click, walked into by a double click, with a menu.
import type { CSSProperties, ReactNode } from 'react';
import type { RowKey } from '../../client/index.ts';
import { useActions, usePageState } from '../page-context.ts';

export interface SpotProps {
  readonly about: RowKey;
  readonly label: string; // all of it in words
  readonly className: string;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

export function Spot({ about, label, className, style, children }: SpotProps) {
  const actions = useActions();
  const selected = usePageState((state) => state.selection === about);
  return (
    <div
      role="button"
      tabIndex={-1}
      className={className}
      style={style}
      data-row={about}
      data-selected={selected || undefined}
      aria-label={label}
      aria-pressed={selected}
      onClick={(event) => {
        event.stopPropagation();
        actions.inspect(about);
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
