// A hint in the language of the page.
import { renderSentence, type HintArgs, type HintCode } from '../../client/index.ts';
import type { Language } from '../state/settings.ts';
import { hintsEn } from './words.en.ts';
import { hintsZh } from './words.zh.ts';

export function hintText(language: Language, { code, args }: { readonly code: HintCode; readonly args: HintArgs }): string {
  const template = (language === 'zh' ? hintsZh : hintsEn)[code];
  return renderSentence({ [code]: template }, { code, args });
}
