// Which world runs: the releases to choose from. The files of the editor come along, so that the same file meets another release's
// server; the session that was left is kept, and a button leads back to it.
import type { ChangeEvent } from 'react';
import { deskOf } from '../editor/editor-desk.ts';
import { useActions, useClient, usePageState, useWords } from '../page-context.ts';
import type { Words } from '../words/en.ts';

const WORLDS = ['default', 'golden', 'notes', 'machines'] as const satisfies readonly (keyof Words['worlds'])[];

export function WorldChoice() {
  const w = useWords();
  const actions = useActions();
  const client = useClient();
  const session = usePageState((state) => state.session);
  const choose = (event: ChangeEvent<HTMLSelectElement>) => actions.switchWorld(event.target.value, session ? deskOf(client).textsBelow(session.homeHost, session.home) : []);
  return (
    <select className="header-world wide-only" aria-label={w.header.world} title={w.header.worldTitle} value={session?.scenario ?? ''} disabled={!session} onChange={choose}>
      {WORLDS.map((name) => (
        <option key={name} value={name}>
          {w.worlds[name]}
        </option>
      ))}
    </select>
  );
}
