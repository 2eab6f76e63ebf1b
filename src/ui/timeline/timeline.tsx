// Time at the foot of the diagram: its buttons, the moments behind us, and what happened in them.
import { lazy, useRef } from 'react';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { Splitter } from '../layout/splitter.tsx';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { Controls } from './controls.tsx';
import { Scrubber } from './scrubber.tsx';

const EventList = lazy(async () => ({ default: (await import('./event-list.tsx')).EventList }));

export function Timeline() {
  const w = useWords();
  const actions = useActions();
  const folded = usePageState((state) => state.settings.folded.events);
  const height = usePageState((state) => state.settings.sizes.events);
  const past = usePageState((state) => state.past !== undefined);
  const box = useRef<HTMLElement>(null);
  return (
    <section className="timeline" aria-label={w.time.label} data-past={past} ref={box}>
      {folded ? null : (
        <>
          <Splitter
            label={w.panels.resize(w.panels.events)}
            axis="y"
            value={height}
            min={72}
            max={Math.max(120, innerHeight * 0.6)}
            perPixel={() => -1}
            onChange={(events) => actions.resize({ events })}
            onRestore={() => actions.restoreSize('events')}
            onFold={() => actions.fold('events', true)}
          />
          <PaneSlot name={w.panels.events}>
            <EventList height={height} />
          </PaneSlot>
        </>
      )}
      <Controls />
      <Scrubber />
    </section>
  );
}
