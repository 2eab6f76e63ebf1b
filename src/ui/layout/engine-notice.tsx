// How the engine is doing when it is not simply running: starting, frozen, ended. Says what it is and what to try.
import { lazy } from 'react';
import { useActions, usePage, usePageState, useWords } from '../page-context.ts';
import { PaneSlot } from './pane-slot.tsx';

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
      if (!opened && engine.by === 'crash' && embed) return <Unopened message={engine.message} />;
      return <Ended by={engine.by} message={engine.message} detail={engine.detail} replays={engine.record !== undefined} />;
  }
}

/** An embed names a world that there is not: whoever reads it can do nothing about it here. */
function Unopened({ message }: { readonly message: string }) {
  const w = useWords();
  return (
    <div className="engine-notice" role="alert" data-tone="bad">
      <p>{w.engine.unopened}</p>
      <p className="mono">{message}</p>
    </div>
  );
}

function Ended({ by, message, detail, replays }: { readonly by: 'crash' | 'silence'; readonly message: string; readonly detail: string; readonly replays: boolean }) {
  const w = useWords();
  const actions = useActions();
  return (
    <div className="engine-notice" role="alert" data-tone="bad">
      <p>{by === 'crash' ? w.engine.crashed : w.engine.silent}</p>
      {message === '' ? null : <p className="mono">{message}</p>}
      {detail === '' ? null : (
        <details>
          <summary>{w.engine.detail}</summary>
          <pre>{detail}</pre>
        </details>
      )}
      <p className="engine-choices">
        {replays ? (
          <button type="button" className="button" data-tone="main" onClick={() => actions.restart()}>
            {w.engine.restart}
          </button>
        ) : null}
        <button type="button" className="button" onClick={() => actions.reset()}>
          {w.engine.fresh}
        </button>
      </p>
    </div>
  );
}
