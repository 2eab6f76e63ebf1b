// What the page itself has to remember: where one looks, what is selected, how the engine is doing. Nothing of the world.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Act, Client, FileMoment, FromEngine, Mirror, OpenedSession, RowKey, SessionRecord, Trip } from '../../client/index.ts';
import type { Words } from '../words/en.ts';
import type { Place } from './place.ts';
import type { Settings } from './settings.ts';

export type InspectorTab = 'summary' | 'yaml' | 'why' | 'events';
export type PanelTab = 'diagram' | 'terminal' | 'editor' | 'lesson';
export type SentenceTable = Readonly<Record<string, string>>;

/** A moment of the past that is looked at: its rows stand in a mirror of their own. */
export interface PastView {
  readonly atMs: number;
  readonly act: number;
  /** Where the visitor has meanwhile dragged to: the knob and the clock follow at once, the rows when they are there. */
  readonly soughtMs?: number;
}

export type EngineState =
  | { readonly is: 'starting' }
  | { readonly is: 'running' }
  | { readonly is: 'frozen'; readonly asset: string; readonly message: string }
  | { readonly is: 'ended'; readonly by: 'crash' | 'silence'; readonly message: string; readonly detail: string; readonly record: SessionRecord | undefined };

export interface Work {
  readonly what: 'replay' | 'settle' | 'past';
  readonly doneMs: number;
  readonly ofMs: number;
}

/** What is said beside a world that runs, until it is closed. */
export type Notice =
  | { readonly is: 'from-snapshot'; readonly left: readonly string[] } // what it could not carry
  | { readonly is: 'broken-link' }
  | { readonly is: 'other-tab' }
  | { readonly is: 'waiting' } // it has settled but for what waits to try again
  | { readonly is: 'not-settled'; readonly busiest: readonly string[] };

export interface TerminalTab {
  readonly tty: string;
  readonly host: string;
  readonly title: string; // '' for the host's name
}

export type Hint = FromEngine & { readonly type: 'hint' };

export type EditRequest = FromEngine & { readonly type: 'edit' };

export interface MenuState {
  readonly about: RowKey;
  readonly x: number;
  readonly y: number;
}

export interface PageState {
  readonly settings: Settings;
  readonly words: Words;
  readonly sentences: SentenceTable;
  readonly dark: boolean; // what theme `auto` comes to
  readonly wide: boolean;
  readonly calm: boolean; // reduced motion
  readonly presenting: boolean;
  readonly tab: PanelTab; // of the narrow page
  readonly client: Client;
  readonly mirror: Mirror; // of now, or of the past that is looked at
  readonly session: OpenedSession | undefined;
  readonly engine: EngineState;
  readonly work: Work | undefined;
  readonly notice: Notice | undefined;
  readonly past: PastView | undefined;
  readonly place: Place;
  readonly selection: RowKey | '';
  readonly inspector: { readonly open: boolean; readonly tab: InspectorTab; readonly field: string };
  readonly asText: boolean; // the diagram as a tree of words
  readonly palette: string | undefined; // what is sought, where it is open
  readonly menu: MenuState | undefined;
  readonly caption: Act | undefined; // the act whose sentence is on the diagram
  readonly arrows: readonly Act[]; // those that are drawn just now
  readonly trips: readonly Trip[]; // the last ones that came
  readonly fileMoments: readonly FileMoment[];
  readonly undo: { readonly what: 'reset' | 'world'; readonly record: SessionRecord } | undefined;
  readonly terminals: readonly TerminalTab[];
  readonly terminal: string; // tty of the tab in front
  readonly hints: readonly Hint[];
  readonly edits: readonly EditRequest[]; // files that programs want edited, the first in front
}

export type PageStore = StoreApi<PageState>;

export function createPageStore(initial: PageState): PageStore {
  return createStore<PageState>(() => initial);
}
