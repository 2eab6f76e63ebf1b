// How the engine is doing when it is not simply running: starting, frozen, ended. Says what it is and what to try.
import { useActions, usePage, usePageState, useWords } from '../page-context.ts';
import type { Notice } from '../state/store.ts';
import { WaitList } from '../timeline/settled-word.tsx';

export function EngineNotice() {
  const w = useWords();
  const engine = usePageState((state) => state.engine);
  const actions = useActions();
  const opened = usePageState((state) => state.session !== undefined);
  const notice = usePageState((state) => state.notice);
  const { embed } = usePage();
  switch (engine.is) {
    case 'running':
      return notice ? <Said notice={notice} /> : null;
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

/** Until it is closed. */
function Said({ notice }: { readonly notice: Notice }) {
  const w = useWords();
  const { store } = usePage();
  const texts = { 'from-snapshot': w.engine.fromSnapshot, 'broken-link': w.engine.brokenLink, 'other-tab': w.engine.otherTab, waiting: w.time.waiting, 'not-settled': w.time.notSettled };
  const listed = notice.is === 'not-settled' ? notice.busiest : notice.is === 'from-snapshot' ? notice.left : [];
  return (
    <div className="engine-notice" role="status">
      <p>{texts[notice.is]}</p>
      {notice.is === 'waiting' ? <WaitList /> : null}
      {notice.is === 'from-snapshot' && listed.length > 0 ? <p>{w.engine.notCarried}</p> : null}
      {listed.length > 0 ? (
        <ul className="mono">
          {listed.map((key) => (
            <li key={key}>{key}</li>
          ))}
        </ul>
      ) : null}
      <button type="button" className="button" onClick={() => store.setState({ notice: undefined })}>
        {w.engine.close}
      </button>
    </div>
  );
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
