// A border that drags: by pointer, by arrow keys, restored by a double click, folded and unfolded by Enter.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

export interface SplitterProps {
  readonly label: string;
  /** Which way it moves: `x` for a border between left and right. */
  readonly axis: 'x' | 'y';
  readonly value: number; // in the unit of `onChange`
  readonly min: number;
  readonly max: number;
  /** How much of the value one pixel is; negative when the panel lies after the border. */
  readonly perPixel: () => number;
  readonly onChange: (value: number) => void;
  readonly onRestore: () => void;
  readonly onFold?: () => void;
}

const KEY_PIXELS = 16;

export function Splitter({ label, axis, value, min, max, perPixel, onChange, onRestore, onFold }: SplitterProps) {
  const [dragging, setDragging] = useState(false);
  const start = useRef({ at: 0, value: 0 });
  const at = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY);
  const change = (next: number) => onChange(Math.min(max, Math.max(min, next)));

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const pixels = event.key === less ? -KEY_PIXELS : event.key === more ? KEY_PIXELS : 0;
    if (pixels !== 0) change(value + pixels * (event.shiftKey ? 4 : 1) * perPixel());
    else if (event.key === 'Home') change(min);
    else if (event.key === 'End') change(max);
    else if (event.key === 'Enter' && onFold) onFold();
    else return;
    event.preventDefault();
  };

  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={percent(value, min, max)}
      aria-valuemin={0}
      aria-valuemax={100}
      data-dragging={dragging}
      onDoubleClick={onRestore}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), value };
        setDragging(true);
      }}
      onPointerMove={(event) => {
        if (dragging) change(start.current.value + (at(event) - start.current.at) * perPixel());
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
    />
  );
}

function percent(value: number, min: number, max: number): number {
  return max > min ? Math.round(((Math.min(max, Math.max(min, value)) - min) / (max - min)) * 100) : 0;
}
