// Sentences of acts in the language of the page.
import { useCallback } from 'react';
import { renderSentence, type Act } from '../../client/index.ts';
import { usePageState } from '../page-context.ts';

export function useSentence(): (act: Act) => string {
  const sentences = usePageState((state) => state.sentences);
  return useCallback((act: Act) => renderSentence(sentences, act), [sentences]);
}
