// The address of an embed: `#/embed/SCENARIO?parts=diagram,terminal,editor,controls&theme=deep&lang=zh`, or `#/embed/lesson/NAME?…`.
import type { Language, Theme } from '../state/settings.ts';

export type EmbedPart = 'diagram' | 'terminal' | 'editor' | 'controls';

export interface EmbedOptions {
  readonly scenario: string; // as the address names it; with a lesson, that of the lesson
  readonly lesson: string; // '' where a scenario is shown without one
  readonly parts: readonly EmbedPart[];
  readonly theme: Theme;
  readonly language: Language | undefined; // undefined: as the browser says
}

const PARTS: readonly EmbedPart[] = ['diagram', 'terminal', 'editor', 'controls'];
const USUAL: readonly EmbedPart[] = ['diagram', 'controls'];

/** undefined when the address is not that of an embed. */
export function readEmbed(hash: string): EmbedOptions | undefined {
  const found = /^#\/embed\/([^?]+)(?:\?(.*))?$/.exec(hash);
  if (!found) return undefined;
  const query = new URLSearchParams(found[2] ?? '');
  const asked = (query.get('parts') ?? '').split(',');
  const parts = PARTS.filter((part) => asked.includes(part));
  const theme = query.get('theme');
  const language = query.get('lang');
  return {
    scenario: found[1]!,
    lesson: /^lesson\/([\w-]+)$/.exec(found[1]!)?.[1] ?? '',
    parts: parts.length > 0 ? parts : USUAL,
    theme: theme === 'paper' || theme === 'deep' ? theme : 'auto',
    language: language === 'en' || language === 'zh' ? language : undefined,
  };
}
