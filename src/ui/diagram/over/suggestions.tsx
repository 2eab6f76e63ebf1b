// Three things worth trying, for whoever is here for the first time. Each types its commands into the terminal.
import { X } from 'lucide-react';
import { useActions, usePageState, useWords } from '../../page-context.ts';

export function Suggestions() {
  const w = useWords();
  const actions = useActions();
  const suggestions = usePageState((state) => state.session?.suggestions);
  const welcomed = usePageState((state) => state.settings.welcomed);
  const presenting = usePageState((state) => state.presenting);
  if (welcomed || presenting || !suggestions || suggestions.length === 0) return null;
  return (
    <aside className="suggestions" aria-label={w.suggestions.title}>
      <div className="suggestions-head">
        <h2>{w.suggestions.title}</h2>
        <button type="button" className="icon-button" aria-label={w.suggestions.dismiss} title={w.suggestions.dismiss} onClick={() => actions.set({ welcomed: true })}>
          <X className="icon" aria-hidden="true" />
        </button>
      </div>
      <ol>
        {suggestions.slice(0, 3).map(({ code, commands }) => (
          <li key={code}>
            <button type="button" className="suggestion" onClick={() => commands.forEach((command) => actions.run(command))}>
              <span>{w.suggestions.titles[code] ?? code}</span>
              {commands.map((command) => (
                <code key={command}>{command}</code>
              ))}
            </button>
          </li>
        ))}
      </ol>
    </aside>
  );
}
