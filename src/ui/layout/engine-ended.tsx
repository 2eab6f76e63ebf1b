// The engine has come to an end, or never began: what it said, and the ways on. Comes on demand.
import { useStore } from 'zustand';
import { useActions, usePage, useWords } from '../page-context.ts';
import './engine-ended.css';

/** An embed names a world or a lesson that there is not: whoever reads it can do nothing about it here. */
export function Unopened({ message }: { readonly message: string }) {
  const { lessons } = usePage();
  const ofLesson = useStore(lessons.store, ({ error }) => error);
  const w = useWords();
  return (
    <div className="engine-notice" role="alert" data-tone="bad">
      <p>{w.engine.unopened}</p>
      <p className="mono">{ofLesson || message}</p>
    </div>
  );
}

export function Ended({ by, message, detail, replays }: { readonly by: 'crash' | 'silence'; readonly message: string; readonly detail: string; readonly replays: boolean }) {
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
