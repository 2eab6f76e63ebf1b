// An answer of the engine for a part of the page that shows it: asked for when what is asked changes, forgotten when it goes.
import { useEffect, useState } from 'react';
import type { Answer, Ask, QueryName } from '../../client/index.ts';
import { useClient } from '../page-context.ts';

export type Asked<A> = { readonly is: 'waiting' } | { readonly is: 'failed'; readonly message: string } | { readonly is: 'answered'; readonly answer: A };

/** `version`: whatever, when it changes, makes the same question worth asking again. */
export function useAnswer<N extends QueryName>(name: N, ask: Ask<N>, version: unknown): Asked<Answer<N>> {
  const client = useClient();
  const [state, setState] = useState<Asked<Answer<N>>>({ is: 'waiting' });
  const key = JSON.stringify(ask);
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
