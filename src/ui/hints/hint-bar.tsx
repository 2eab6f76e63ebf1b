// The hint beside a terminal: what was meant by the line that slipped, and the line that works, to be typed by a click.
import { CornerDownLeft, Lightbulb, X } from 'lucide-react';
import { usePage, usePageState, useWords } from '../page-context.ts';
import { hintText } from './hint-text.ts';

export function HintBar() {
  const w = useWords();
  const { actions, store } = usePage();
  const language = usePageState((state) => state.settings.language);
  const hint = usePageState((state) => state.hints.findLast((h) => h.tty === state.terminal));
  if (!hint) return null;
  const { command } = hint.args;
  const putAway = () => store.setState((state) => ({ hints: state.hints.filter((h) => h !== hint) }));
  return (
    <div className="hint-bar" role="status">
      <Lightbulb className="icon" aria-hidden="true" />
      <span>{hintText(language, hint)}</span>
      {command === undefined ? null : (
        <button
          type="button"
          className="run-line mono"
          title={w.lesson.type(command)}
          aria-label={w.lesson.type(command)}
          onClick={() => {
            putAway();
            actions.run(command);
          }}
        >
          <span>{command}</span>
          <CornerDownLeft className="icon" aria-hidden="true" />
        </button>
      )}
      <button type="button" className="icon-button" aria-label={w.terminal.putAway} title={w.terminal.putAway} onClick={putAway}>
        <X className="icon" aria-hidden="true" />
      </button>
    </div>
  );
}
