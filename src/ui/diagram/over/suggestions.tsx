// Three things worth trying, for whoever is here for the first time. Each types its commands into the terminal.
import { X } from 'lucide-react';
import { useState } from 'react';
import { useActions, usePageState, useWords } from '../../page-context.ts';

export function Suggestions() {
  const w = useWords();
  const actions = useActions();
  const suggestions = usePageState((state) => state.session?.suggestions);
  const welcomed = usePageState((state) => state.settings.welcomed);
  const presenting = usePageState((state) => state.presenting);
  const [done, setDone] = useState<readonly string[]>([]);
  const left = suggestions?.filter(({ code }) => !done.includes(code)).slice(0, 3 - done.length) ?? [];
  if (welcomed || presenting || left.length === 0) return null;
  return (
    <aside className="suggestions" aria-label={w.suggestions.title}>
      <ol>
        {left.map(({ code, commands }) => (
          <li key={code}>
            <button type="button" className="suggestion" onClick={() => {
                for (const command of commands) actions.run(command);
                setDone([...done, code]);
                if (left.length === 1) actions.set({ welcomed: true });
              }}
            >
              <span className="suggestion-title">{w.suggestions.titles[code] ?? code}</span>
              {commands.map((command) => (
                <code key={command}>{command}</code>
              ))}
            </button>
          </li>
        ))}
      </ol>
      <button type="button" className="icon-button" aria-label={w.suggestions.dismiss} title={w.suggestions.dismiss} onClick={() => actions.set({ welcomed: true })}>
        <X className="icon" aria-hidden="true" />
      </button>
    </aside>
  );
}
