// How the engine is doing when it is not simply running: starting, frozen, ended. Says what it is and what to try.
import { lazy } from 'react';
import { useActions, usePage, usePageState, useWords } from '../page-context.ts';
import { PaneSlot } from './pane-slot.tsx';

const Ended = lazy(async () => ({ default: (await import('./engine-ended.tsx')).Ended }));
const Unopened = lazy(async () => ({ default: (await import('./engine-ended.tsx')).Unopened }));
const Said = lazy(async () => ({ default: (await import('./said.tsx')).Said }));

export function EngineNotice() {
  const w = useWords();
  const engine = usePageState((state) => state.engine);
  const actions = useActions();
  const opened = usePageState((state) => state.session !== undefined);
  const notice = usePageState((state) => state.notice);
  const { embed } = usePage();
  switch (engine.is) {
    case 'running':
      if (!notice) return null;
      return (
        <PaneSlot name={w.engine.said}>
          <Said notice={notice} />
        </PaneSlot>
      );
    case 'starting':
      return (
        <p className="engine-notice" role="status">
          {w.engine.starting}
        </p>
      );
    case 'frozen':
      return (
        <div className="engine-notice" role="alert" data-tone="bad">
          <p>{w.engine.frozen}</p>
          <p className="mono quiet">{`${engine.asset}: ${engine.message}`}</p>
          <button type="button" className="button" data-tone="main" onClick={() => actions.retry()}>
            {w.engine.retry}
          </button>
        </div>
      );
    case 'ended':
      return (
        <PaneSlot name={w.engine.said}>
          {!opened && engine.by === 'crash' && embed ? <Unopened message={engine.message} /> : <Ended by={engine.by} message={engine.message} detail={engine.detail} replays={engine.record !== undefined} />}
        </PaneSlot>
      );
  }
}
