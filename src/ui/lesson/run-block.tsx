// Commands of a lesson as buttons: a click types the line into the terminal, so that the learner sees it done.
import { CornerDownLeft } from 'lucide-react';
import { useActions, usePageState, useWords } from '../page-context.ts';

export function RunBlock({ text }: { readonly text: string }) {
  const w = useWords();
  const actions = useActions();
  const opened = usePageState((state) => state.session !== undefined); // the text may be there before its world
  const type = (line: string) => {
    actions.fold('terminal', false);
    actions.showTab('terminal');
    actions.run(line);
  };
  return (
    <div className="run-block">
      {text.split('\n').map((line, i) =>
        line.trim() === '' ? null : (
          <button key={i} type="button" className="run-line mono" disabled={!opened} aria-label={w.lesson.type(line)} title={w.lesson.type(line)} onClick={() => type(line)}>
            <span>{line}</span>
            <CornerDownLeft className="icon" aria-hidden="true" />
          </button>
        ),
      )}
    </div>
  );
}
