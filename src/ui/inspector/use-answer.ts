// An answer of the engine for a part of the page that shows it: asked for when what is asked changes, forgotten when it goes. It is of
// the moment that the page shows.
import { useEffect, useState } from 'react';
import type { Answer, Ask } from '../../client/index.ts';
import { useClient, usePageState } from '../page-context.ts';

export type Asked<A> = { readonly is: 'waiting' } | { readonly is: 'failed'; readonly message: string } | { readonly is: 'answered'; readonly answer: A };

/** `version`: whatever, when it changes, makes the same question worth asking again. */
export function useAnswer<N extends 'object' | 'why' | 'file'>(name: N, ask: Ask<N>, version: unknown): Asked<Answer<N>> {
  const client = useClient();
  const [state, setState] = useState<Asked<Answer<N>>>({ is: 'waiting' });
  const thenMs = usePageState(({ past }) => past?.atMs);
  const key = JSON.stringify({ ...ask, thenMs });
  useEffect(() => {
    let wanted = true;
    const asked = client.ask(name, JSON.parse(key) as Ask<N>);
    asked.then(
      (answer) => wanted && setState({ is: 'answered', answer }),
      (error: unknown) => wanted && setState({ is: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
      asked.cancel();
    };
  }, [client, name, key, version]);
  return state;
}
