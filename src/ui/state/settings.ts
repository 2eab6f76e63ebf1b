// What a visitor has set and finds again: language, theme, sizes of the panels. Kept in the browser's local storage.

export type Language = 'en' | 'zh';
export type Theme = 'auto' | 'paper' | 'deep';
export type PanelName = 'editor' | 'terminal' | 'events' | 'lesson';

/** Shares of the window (0 to 1) for what grows with it, pixels for what does not. */
export interface Sizes {
  readonly left: number; // editor and terminal, of the width
  readonly editor: number; // of the left side's height
  readonly inspector: number; // px
  readonly events: number; // px
  readonly lesson: number; // px
}

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly sizes: Sizes;
  readonly folded: Readonly<Record<PanelName, boolean>>;
  readonly speed: number;
  readonly welcomed: boolean; // the first suggestions have been put away
  readonly screenReader: boolean; // terminals keep a text of their screen for it
  readonly namespaces: 'own' | 'all'; // own: without those of the system
}

export const SIZES: Sizes = { left: 0.4, editor: 0.5, inspector: 384, events: 176, lesson: 360 };

const KEY = 'kubarium.settings';

export function defaultSettings(languages: readonly string[]): Settings {
  return {
    language: languages[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    theme: 'auto',
    sizes: SIZES,
    folded: { editor: false, terminal: false, events: true, lesson: true },
    speed: 1,
    welcomed: false,
    screenReader: true,
    namespaces: 'own',
  };
}

/** Whatever was stored, made whole by the defaults: an old or broken entry never breaks the page. */
export function readSettings(storage: Pick<Storage, 'getItem'> | undefined, languages: readonly string[]): Settings {
  const defaults = defaultSettings(languages);
  try {
    const stored = JSON.parse(storage?.getItem(KEY) ?? '{}') as Partial<Settings>;
    return {
      language: stored.language === 'en' || stored.language === 'zh' ? stored.language : defaults.language,
      theme: stored.theme === 'paper' || stored.theme === 'deep' ? stored.theme : 'auto',
      sizes: mergeNumbers(defaults.sizes, stored.sizes),
      folded: { ...defaults.folded, ...pickBooleans(stored.folded) },
      speed: typeof stored.speed === 'number' && stored.speed >= 0.1 && stored.speed <= 100 ? stored.speed : defaults.speed,
      welcomed: stored.welcomed === true,
      screenReader: stored.screenReader !== false,
      namespaces: stored.namespaces === 'all' ? 'all' : 'own',
    };
  } catch {
    return defaults;
  }
}

export function writeSettings(storage: Pick<Storage, 'setItem'> | undefined, settings: Settings): void {
  try {
    storage?.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A full or forbidden storage: the settings last as long as the page.
  }
}

function mergeNumbers(defaults: Sizes, stored: unknown): Sizes {
  const merged: Record<string, number> = { ...defaults };
  for (const key of Object.keys(defaults)) {
    const value = (stored as Record<string, unknown> | undefined)?.[key];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) merged[key] = value;
  }
  return merged as unknown as Sizes;
}

function pickBooleans(stored: unknown): Record<string, boolean> {
  return Object.fromEntries(Object.entries(stored ?? {}).filter(([, value]) => typeof value === 'boolean'));
}
