// What every part of the page reaches through React's context: the store, the actions and the terminals' bytes.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Client, Mirror } from '../client/index.ts';
import type { Actions } from './state/actions.ts';
import type { PageState, PageStore } from './state/store.ts';
import type { TerminalFeed } from './state/terminal-feed.ts';
import type { EmbedOptions } from './embed/embed-options.ts';
import type { LessonDesk } from './lesson/lesson-desk.ts';
import type { Words } from './words/en.ts';

export interface Page {
  readonly store: PageStore;
  readonly actions: Actions;
  readonly feed: TerminalFeed;
  readonly lessons: LessonDesk;
  readonly embed: EmbedOptions | undefined; // set when another page frames this one
  /** The picture that the document came with, shown until the world has begun. */
  readonly firstPicture: string;
}

export const PageContext = createContext<Page | undefined>(undefined);

/** What nearly every part reads and what seldom changes: given down, for a subscription each would be asked at every change of the store. */
export const CommonContext = createContext<Pick<PageState, 'words' | 'mirror'> | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage: no page around this component');
  return page;
}

export function usePageState<T>(select: (state: PageState) => T): T {
  return useStore(usePage().store, select);
}

export function useWords(): Words {
  return useCommon().words;
}

/** The rows of the moment that is looked at. */
export function useMirror(): Mirror {
  return useCommon().mirror;
}

function useCommon(): Pick<PageState, 'words' | 'mirror'> {
  const common = useContext(CommonContext);
  if (!common) throw new Error('useWords, useMirror: no page around this component');
  return common;
}

export function useActions(): Actions {
  return usePage().actions;
}

export function useClient(): Client {
  return usePageState((state) => state.client);
}
