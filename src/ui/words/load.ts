// Fetches the words and sentences of one language: the other one is not part of what a visitor loads.
import { loadSentences } from '../../client/index.ts';
import type { Language } from '../state/settings.ts';
import type { SentenceTable } from '../state/store.ts';
import type { Words } from './en.ts';

export async function loadWords(language: Language): Promise<{ readonly words: Words; readonly sentences: SentenceTable }> {
  const words = language === 'zh' ? import('./zh.ts').then((m) => m.zh) : import('./en.ts').then((m) => m.en);
  const [loaded, sentences] = await Promise.all([words, loadSentences(language)]);
  return { words: loaded, sentences };
}
