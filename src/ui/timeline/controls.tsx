// Play and pause, steps, speed, run until settled, and the clock of the moment that is shown.
import { ChevronLeft, ChevronRight, FastForward, List, Pause, Play, Square, StepForward, SkipForward } from 'lucide-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { timeOfDay } from '../look/amounts.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { useClock } from '../rows/use-rows.ts';
import { SPEEDS } from '../state/time-actions.ts';

const SettledBut = lazy(async () => ({ default: (await import('./settled-but.tsx')).SettledBut }));

export function Controls() {
  const w = useWords();
  const actions = useActions();
  const folded = usePageState((state) => state.settings.folded.events);
  return (
    <div className="controls">
      <div className="controls-group">
        <PlayButton />
        <TimeButton label={w.time.stepEvent} keys="." onClick={() => actions.step('event')}>
          <StepForward className="icon" aria-hidden="true" />
        </TimeButton>
        <TimeButton label={w.time.stepAct} keys="Shift ." onClick={() => actions.step('act')}>
          <SkipForward className="icon" aria-hidden="true" />
        </TimeButton>
        <SettleButton />
        <SpeedMenu />
      </div>
      <Moment />
      <div className="controls-group controls-end">
        <TimeButton label={w.time.previousAct} keys="[" onClick={() => actions.neighbour(-1)}>
          <ChevronLeft className="icon" aria-hidden="true" />
        </TimeButton>
        <TimeButton label={w.time.nextAct} keys="]" onClick={() => actions.neighbour(1)}>
          <ChevronRight className="icon" aria-hidden="true" />
        </TimeButton>
        <button type="button" className="icon-button" aria-pressed={!folded} aria-label={w.time.events} title={folded ? w.time.showEvents : w.time.hideEvents} onClick={() => actions.fold('events')}>
          <List className="icon" aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

interface TimeButtonProps {
  readonly label: string;
  readonly keys: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function TimeButton({ label, keys, onClick, children }: TimeButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={`${label} (${keys})`} onClick={onClick}>
      {children}
    </button>
  );
}

function PlayButton() {
  const w = useWords();
  const actions = useActions();
  const playing = useClock((clock) => clock.playing);
  const label = playing ? w.time.pause : w.time.play;
  return (
    <button type="button" className="icon-button play" aria-label={label} title={`${label} (Space)`} onClick={() => actions.togglePlay()}>
      {playing ? <Pause className="icon" aria-hidden="true" /> : <Play className="icon" aria-hidden="true" />}
    </button>
  );
}

function SettleButton() {
  const w = useWords();
  const actions = useActions();
  const work = usePageState((state) => state.work);
  if (work) {
    const part = work.ofMs > 0 ? ` ${Math.min(99, Math.floor((work.doneMs / work.ofMs) * 100))} %` : '';
    const label = `${w.time.work[work.what]}${part}`;
    // A replay at the opening cannot be stopped; the way out of a look back is the way back to now.
    if (work.what !== 'settle') return <span className="quiet">{label}</span>;
    return (
      <button type="button" className="button" onClick={() => actions.stop()}>
        <Square className="icon" aria-hidden="true" />
        {`${w.time.stop} · ${label}`}
      </button>
    );
  }
  return (
    <TimeButton label={w.time.settle} keys="e" onClick={() => actions.settle()}>
      <FastForward className="icon" aria-hidden="true" />
    </TimeButton>
  );
}

function SpeedMenu() {
  const w = useWords();
  const actions = useActions();
  const speed = usePageState((state) => state.settings.speed);
  return (
    <select className="speed mono" aria-label={w.time.speed} title={`${w.time.speed} (+ -)`} value={speed} onChange={(event) => actions.speed(Number(event.target.value))}>
      {SPEEDS.map((s) => (
        <option key={s} value={s}>
          {`${s}×`}
        </option>
      ))}
    </select>
  );
}

/** The moment shown, and in a word whether it moves. */
function Moment() {
  const w = useWords();
  const actions = useActions();
  const past = usePageState((state) => state.past);
  const epochMs = usePageState((state) => state.session?.epochMs ?? 0);
  const playing = useClock((clock) => clock.playing);
  const now = useNow(playing ? 100 : 1);
  return (
    <div className="moment">
      <time className="mono">{timeOfDay(past ? (past.soughtMs ?? past.atMs) : now, epochMs).slice(0, past || !playing ? 12 : 10)}</time>
      {past ? (
        <button type="button" className="button" onClick={() => actions.backToNow()}>
          {w.time.backToNow}
        </button>
      ) : (
        <MomentWord />
      )}
    </div>
  );
}

function MomentWord() {
  const w = useWords();
  const begun = usePageState((state) => state.session !== undefined);
  const settled = useClock((clock) => clock.settled);
  const playing = useClock((clock) => clock.playing);
  const word = <span className="quiet moment-word">{begun && settled ? w.time.settled : begun && !playing ? w.time.paused : ''}</span>;
  if (!begun || !settled) return word;
  return (
    <PaneSlot name={w.time.settled}>
      <Suspense fallback={word}>
        <SettledBut>{word}</SettledBut>
      </Suspense>
    </PaneSlot>
  );
}
