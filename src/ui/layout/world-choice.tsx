// Which world runs: the releases to choose from. The files of the editor come along, so that the same file meets another release's
// server; the session that was left is kept, and a button leads back to it.
import { useActions, usePageState, useWords } from '../page-context.ts';
import { WORLDS } from './worlds.ts';

export function WorldChoice() {
  const w = useWords();
  const actions = useActions();
  const scenario = usePageState((state) => state.session?.scenario);
  return (
    <select
      className="header-world wide-only"
      aria-label={w.header.world}
      title={w.header.worldTitle}
      value={scenario ?? ''}
      disabled={scenario === undefined}
      onChange={(event) => actions.switchWorld(event.target.value)}
    >
      {WORLDS.map((name) => (
        <option key={name} value={name}>
          {w.worlds[name]}
        </option>
      ))}
    </select>
  );
}
