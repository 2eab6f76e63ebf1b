// The sentence of the act that the diagram speaks of, large enough for the last row, read out to whoever listens.
import { useActions, usePageState, useWords } from '../../page-context.ts';
import { actorOf, useSentence } from '../../rows/use-sentence.ts';

export function Caption() {
  const act = usePageState((state) => state.caption);
  const sentence = useSentence();
  const actions = useActions();
  const w = useWords();
  return (
    <div className="caption" role="status" aria-live="polite">
      {act ? (
        <div className="caption-box" key={act.id}>
          <p>
            <span className="caption-actor mono">{actorOf(act, w)}</span> {sentence(act)}
          </p>
          {act.about === '' ? null : (
            <button type="button" className="caption-why" onClick={() => act.about !== '' && actions.inspect(act.about, 'why')}>
              {w.time.why}
            </button>
          )}
        </div>
      ) : null}
    </div>
  );
}
