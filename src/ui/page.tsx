// The page as a whole, and what holds for all of it: keys, theme, language, size of the window.
import { lazy, useEffect, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Frame } from './layout/frame.tsx';
import { Header } from './layout/header.tsx';
import { PaneSlot } from './layout/pane-slot.tsx';
import { CommonContext, PageContext, usePageState, useWords, type Page } from './page-context.ts';
import { handleKey, typeAhead } from './state/keys.ts';

const Palette = lazy(async () => ({ default: (await import('./palette/palette.tsx')).Palette }));
const EmbedFrame = lazy(async () => ({ default: (await import('./embed/embed-frame.tsx')).EmbedFrame }));
const KeysShown = lazy(async () => ({ default: (await import('./layout/keys-shown.tsx')).KeysShown }));
const ContextMenu = lazy(async () => ({ default: (await import('./menu/context-menu.tsx')).ContextMenu }));

export function PageRoot({ page }: { readonly page: Page }) {
  useGlobalKeys(page);
  useWindow(page);
  return (
    <PageContext value={page}>
      <Common>
        <div className="page" data-embed={page.embed !== undefined}>
          {page.embed ? (
            <PaneSlot name={page.embed.scenario}>
              <EmbedFrame parts={page.embed.parts} />
            </PaneSlot>
          ) : (
            <>
              <Header />
              <Frame />
            </>
          )}
        </div>
        <Over />
        <DocumentMarks />
      </Common>
    </PageContext>
  );
}

function Common({ children }: { readonly children: ReactNode }) {
  const words = usePageState((state) => state.words);
  const mirror = usePageState((state) => state.mirror);
  const common = useMemo(() => ({ words, mirror }), [words, mirror]);
  return <CommonContext value={common}>{children}</CommonContext>;
}

function Over() {
  const w = useWords();
  const palette = usePageState((state) => state.palette !== undefined);
  const menu = usePageState((state) => state.menu !== undefined);
  const presenting = usePageState((state) => state.presenting);
  return (
    <>
      {palette ? (
        <PaneSlot name={w.palette.label}>
          <Palette />
        </PaneSlot>
      ) : null}
      {menu ? (
        <aside aria-label={w.inspector.actions}>
          <PaneSlot name={w.inspector.actions}>
            <ContextMenu />
          </PaneSlot>
        </aside>
      ) : null}
      {presenting ? (
        <PaneSlot name={w.header.present}>
          <KeysShown />
        </PaneSlot>
      ) : null}
    </>
  );
}

/** What styles and browsers read off the document: language, theme, motion, type. */
function DocumentMarks() {
  const language = usePageState((state) => state.settings.language);
  const dark = usePageState((state) => state.dark);
  const calm = usePageState((state) => state.calm);
  const presenting = usePageState((state) => state.presenting);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
    root.dataset['theme'] = dark ? 'deep' : 'paper';
    root.dataset['calm'] = String(calm);
    root.dataset['presenting'] = String(presenting);
  }, [language, dark, calm, presenting]);
  return null;
}

function useGlobalKeys({ actions, store }: Page): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, actions, store);
    const onEarly = (event: KeyboardEvent) => typeAhead(event, actions, store);
    addEventListener('keydown', onKey);
    addEventListener('keydown', onEarly, true);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('keydown', onEarly, true);
    };
  }, [actions, store]);
}

export const WIDE = '(min-width: 1200px)';
export const DARK = '(prefers-color-scheme: dark)';
export const CALM = '(prefers-reduced-motion: reduce)';

export function isDark(theme: 'auto' | 'paper' | 'deep'): boolean {
  return theme === 'auto' ? matchMedia(DARK).matches : theme === 'deep';
}

function useWindow({ store }: Page): void {
  const theme = useStore(store, (state) => state.settings.theme);
  useEffect(() => {
    const queries = [WIDE, DARK, CALM].map((query) => matchMedia(query));
    const read = () => store.setState((state) => ({ wide: matchMedia(WIDE).matches, calm: matchMedia(CALM).matches, dark: isDark(state.settings.theme) }));
    read();
    for (const query of queries) query.addEventListener('change', read);
    return () => {
      for (const query of queries) query.removeEventListener('change', read);
    };
  }, [store, theme]);
}
