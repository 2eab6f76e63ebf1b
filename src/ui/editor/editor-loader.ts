// Fetches Monaco when an editor is first shown, in the language that the page has then: Monaco reads its words while it loads, so a
// page that changes its language later keeps an editor whose own menus are in the first one.
import type { Client } from '../../client/index.ts';
import type { Page } from '../page-context.ts';
import type { Language } from '../state/settings.ts';
import type { EditorDesk } from './editor-desk.ts';
import type * as Surfaces from './editor-surface.ts';

type Loaded = typeof Surfaces;

let loading: Promise<Loaded> | undefined;
let current: { readonly client: Client; readonly surface: Surfaces.EditorSurface } | undefined;

/** A load that failed is tried again. */
export function loadEditor(language: Language): Promise<Loaded> {
  loading ??= load(language).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(language: Language): Promise<Loaded> {
  if (language === 'zh') await import('monaco-editor/nls/lang/zh-cn.js');
  const [loaded] = await Promise.all([import('./editor-surface.ts'), document.fonts?.load('14px "Kubarium Mono"').catch(() => undefined)]);
  return loaded;
}

export function surfaceOf({ EditorSurface: Surface }: Loaded, page: Page, client: Client, desk: EditorDesk): Surfaces.EditorSurface {
  if (current?.client !== client) {
    current?.surface.dispose();
    current = { client, surface: new Surface(page, client, desk) };
  }
  return current.surface;
}
