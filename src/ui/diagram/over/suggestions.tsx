// Three things worth trying, for whoever is here for the first time. Each click types the next command and shows where to watch it.
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Suggestion } from '../../../client/index.ts';
import { useLessonOpen } from '../../lesson/use-lesson-open.ts';
import { usePage, usePageState, useWords } from '../../page-context.ts';
import { followCommand } from './follow-command.ts';

const SHOWN = 3;

export function Suggestions() {
  const w = useWords();
  const { actions } = usePage();
  const suggestions = usePageState((state) => state.session?.suggestions);
  const welcomed = usePageState((state) => state.settings.welcomed);
  const presenting = usePageState((state) => state.presenting);
  const led = useLessonOpen();
  const [typed, setTyped] = useState<Readonly<Record<string, number>>>({}); // how many commands of each
  const left = (suggestions ?? []).slice(0, SHOWN).filter(({ code, commands }) => (typed[code] ?? 0) < commands.length);
  if (welcomed || presenting || led || left.length === 0) return null;
  return (
    <aside className="suggestions" aria-label={w.suggestions.title}>
      <ol>
        {left.map((suggestion) => (
          <li key={suggestion.code}>
            <SuggestionButton
              suggestion={suggestion}
              done={typed[suggestion.code] ?? 0}
              typed={(command) => {
                // What another begins with as well has been done for both.
                const counts = left.map(({ code, commands }) => [code, (typed[code] ?? 0) + Number(commands[typed[code] ?? 0] === command)] as const);
                setTyped({ ...typed, ...Object.fromEntries(counts) });
                if (left.every(({ commands }, i) => counts[i]![1] >= commands.length)) actions.set({ welcomed: true });
              }}
            />
          </li>
        ))}
      </ol>
      <button type="button" className="icon-button" aria-label={w.suggestions.dismiss} title={w.suggestions.dismiss} onClick={() => actions.set({ welcomed: true })}>
        <X className="icon" aria-hidden="true" />
      </button>
    </aside>
  );
}

interface SuggestionButtonProps {
  readonly suggestion: Suggestion;
  readonly done: number;
  readonly typed: (command: string) => void;
}

function SuggestionButton({ suggestion, done, typed }: SuggestionButtonProps) {
  const w = useWords();
  const { actions, store } = usePage();
  const { code, commands } = suggestion;
  const command = commands[done] ?? '';
  const type = () => {
    const { mirror, session } = store.getState();
    const place = followCommand(command, mirror, session?.homeHost ?? '');
    if (place) actions.walkTo(place);
    actions.run(command);
    typed(command);
  };
  return (
    <button type="button" className="suggestion" title={`${w.suggestions.run}: ${command}`} onClick={type}>
      <span className="suggestion-title">
        {w.suggestions.titles[code] ?? code}
        {commands.length > 1 ? <span className="quiet">{` ${done + 1}/${commands.length}`}</span> : null}
      </span>
      <code>{command}</code>
    </button>
  );
}
