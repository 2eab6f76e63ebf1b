// Sentences of acts in the language of the page.
import { useCallback } from 'react';
import { renderSentence, type Act } from '../../client/index.ts';
import { usePageState } from '../page-context.ts';
import type { Words } from '../words/en.ts';

export function useSentence(): (act: Act) => string {
  const sentences = usePageState((state) => state.sentences);
  return useCallback((act: Act) => renderSentence(sentences, act), [sentences]);
}

/** Who acted: a component by its name, a hand in the language of the page. */
export function actorOf({ actor }: Act, w: Words): string {
  return actor === 'you' ? w.time.you : actor;
}
