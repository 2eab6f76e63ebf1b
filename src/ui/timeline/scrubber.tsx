// The moments behind us as a line with a mark for each act: dragged back, it shows an earlier moment; at its end it is now.
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { Act, ClockState } from '../../client/index.ts';
import { timeOfDay } from '../look/amounts.ts';
import { useActions, useClient, usePageState, useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { isDeed } from '../state/spotlight.ts';

const SHOWN_MIN_MS = 60_000;
const SHOWN_MAX_MS = 900_000;
const STEP_MS = 1_000;

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first act that is kept, within reason, to now; at least a minute, so that the first seconds do not race. */
export function shownRange(clock: ClockState, acts: readonly Act[]): Range {
  const first = Math.max(clock.floorMs, acts[0]?.atMs ?? clock.nowMs);
  const fromMs = Math.max(first, clock.nowMs - SHOWN_MAX_MS);
  return { fromMs, toMs: Math.max(clock.nowMs, fromMs + SHOWN_MIN_MS) };
}

export function Scrubber() {
  const w = useWords();
  const actions = useActions();
  const client = useClient();
  const past = usePageState((state) => state.past && (state.past.soughtMs ?? state.past.atMs));
  const epochMs = usePageState((state) => state.session?.epochMs ?? 0);
  const now = useNow(1000);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useMarks();
  const shown = past ?? now;

  const lookAt = (ms: number) => {
    const { nowMs, floorMs } = client.clock;
    const at = Math.max(floorMs, Math.round(ms));
    if (at >= nowMs) actions.backToNow();
    else actions.lookBack({ atMs: at });
  };
  const atPointer = (event: PointerEvent) => {
    const rect = box.current!.getBoundingClientRect();
    const { fromMs, toMs } = shownRange(client.clock, client.acts.list);
    lookAt(fromMs + ((event.clientX - rect.left) / rect.width) * (toMs - fromMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_MS, ArrowDown: -STEP_MS, ArrowRight: STEP_MS, ArrowUp: STEP_MS, PageDown: -10 * STEP_MS, PageUp: 10 * STEP_MS }[event.key];
    if (step !== undefined) lookAt(shown + step);
    else if (event.key === 'Home') lookAt(client.clock.floorMs);
    else if (event.key === 'End') actions.backToNow();
    else return;
    event.preventDefault();
  };

  const { fromMs, toMs } = shownRange(client.clock, client.acts.list);
  const share = (ms: number) => `${Math.min(100, Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100))}%`;
  return (
    <div
      className="scrubber"
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={w.time.scrub}
      aria-valuemin={Math.floor(client.clock.floorMs / 1000)}
      aria-valuemax={Math.max(1, Math.floor(now / 1000))}
      aria-valuenow={Math.floor(shown / 1000)}
      aria-valuetext={past === undefined ? w.time.now : timeOfDay(past, epochMs)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        atPointer(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) atPointer(event);
      }}
    >
      <canvas ref={canvas} className="scrubber-marks" />
      {client.clock.floorMs > fromMs ? <span className="scrubber-floor" title={w.time.floor} style={{ width: share(client.clock.floorMs) }} /> : null}
      <span className="scrubber-now" style={{ left: share(now) }} />
      {past === undefined ? null : <span className="scrubber-past" style={{ left: share(past) }} />}
    </div>
  );
}

/** Paints the marks when acts come and as the range moves, at most four times a second. */
function useMarks() {
  const client = useClient();
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = usePageState((state) => state.dark);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const paint = () => {
      timer = undefined;
      if (canvas.current) paintMarks(canvas.current, shownRange(client.clock, client.acts.list), client.acts.list);
    };
    const soon = () => {
      timer ??= setTimeout(paint, 250);
    };
    paint();
    const stops = [client.acts.onChange(soon), client.onClock(soon)];
    const observer = new ResizeObserver(soon);
    observer.observe(canvas.current!);
    return () => {
      for (const stop of stops) stop();
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [client, dark]);
  return canvas;
}

function paintMarks(canvas: HTMLCanvasElement, { fromMs, toMs }: Range, acts: readonly Act[]): void {
  const scale = devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const colours = { create: style.getPropertyValue('--accent'), delete: style.getPropertyValue('--bad'), other: style.getPropertyValue('--line-strong') };
  for (const act of acts) {
    if (act.atMs < fromMs) continue;
    const x = Math.round(((act.atMs - fromMs) / (toMs - fromMs)) * (width - 2));
    const deed = isDeed(act);
    context.fillStyle = act.act === 'create' ? colours.create : act.act === 'delete' ? colours.delete : colours.other;
    const mark = act.act === 'typed' ? height : deed ? height * 0.62 : height * 0.3;
    context.fillRect(x, height - mark, act.act === 'typed' ? 2 : 1, mark);
  }
}
