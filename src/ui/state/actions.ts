// Everything a visitor can do, by whatever hand: buttons, keys, palette and menu all call these.
import type { Fault } from '../../client/index.ts';
import { makePlaceActions, type PlaceActions } from './place-actions.ts';
import { SIZES, type Language, type PanelName, type Settings, type Sizes } from './settings.ts';
import type { PageStore } from './store.ts';
import type { TerminalFeed } from './terminal-feed.ts';
import { makeTimeActions, type TimeActions } from './time-actions.ts';

export interface SessionActions {
  reset(): void;
  undoReset(): void;
  /** Leaves the session for a fresh world of another scenario, with the files of the editor in its home. */
  switchWorld(scenario: string): void;
  /** After the engine has ended: begins again, without the input it may have hung on. */
  restart(): void;
  retry(): void;
  share(): Promise<{ readonly link: string; readonly file: Blob | undefined }>;
}

export interface Actions extends TimeActions, PlaceActions, SessionActions {
  set(change: Partial<Settings>): void;
  resize(change: Partial<Sizes>): void;
  restoreSize(name: keyof Sizes): void;
  fold(panel: PanelName, folded?: boolean): void;
  /** Unfolds the lesson, or brings it to the front where the page is narrow. */
  showLesson(): void;
  language(language: Language): void;
  /** Types a line into the terminal in front, opening one when there is none. A line may depend on the terminal that takes it. */
  run(line: string | ((tty: string) => string)): void;
  fault(fault: Fault): void;
  openTerminal(host: string, title?: string): string;
  /** Types a line that keeps its terminal, a shell in a container say, into one of its own. */
  runApart(title: string, line: string): void;
  closeTerminal(tty: string): void;
}

export interface ActionParts {
  readonly store: PageStore;
  readonly feed: TerminalFeed;
  readonly session: SessionActions;
  readonly loadLanguage: (language: Language) => Promise<void>;
  readonly save: (settings: Settings) => void;
}

export function makeActions({ store, feed, session, loadLanguage, save }: ActionParts): Actions {
  const set = (change: Partial<Settings>) => {
    const settings = { ...store.getState().settings, ...change };
    store.setState({ settings });
    save(settings);
  };
  const resize = (change: Partial<Sizes>) => set({ sizes: { ...store.getState().settings.sizes, ...change } });
  return {
    ...makeTimeActions(store, (speed) => set({ speed })),
    ...makePlaceActions(store),
    ...session,
    ...makeTerminalActions(store, feed, () => set({ folded: { ...store.getState().settings.folded, terminal: false } })),
    set,
    resize,
    restoreSize: (name) => resize({ [name]: SIZES[name] }),
    fold(panel, folded = !store.getState().settings.folded[panel]) {
      set({ folded: { ...store.getState().settings.folded, [panel]: folded } });
    },
    showLesson() {
      set({ folded: { ...store.getState().settings.folded, lesson: false } });
      store.setState({ tab: 'lesson' });
    },
    language(language) {
      set({ language });
      void loadLanguage(language);
    },
    fault(fault) {
      store.getState().client.input({ do: 'fault', fault });
    },
  };
}

function makeTerminalActions(store: PageStore, feed: TerminalFeed, unfold: () => void): Pick<Actions, 'run' | 'runApart' | 'openTerminal' | 'closeTerminal'> {
  const openTerminal = (host: string, title = ''): string => {
    const { terminals, client } = store.getState();
    unfold();
    const numbers = terminals.map(({ tty }) => Number(tty.slice(1)));
    const tty = `t${Math.max(0, ...numbers) + 1}`;
    client.input({ do: 'open-tty', tty, host, rows: 24, cols: 80, ...(title !== '' && { title }) });
    store.setState({ terminals: [...terminals, { tty, host, title }], terminal: tty, tab: store.getState().wide ? store.getState().tab : 'terminal' });
    return tty;
  };
  return {
    openTerminal,
    run(line) {
      const { terminals, terminal, session, client } = store.getState();
      // A terminal whose shell is busy is left in peace: another of the same host takes the line.
      const idle = (tty: string) => (client.mirror.get('ttys', tty)?.foreground ?? '') === '';
      const home = session?.homeHost ?? '';
      const free = [terminal, ...terminals.map((t) => t.tty)].find((tty) => terminals.some((t) => t.tty === tty && t.host === home) && idle(tty));
      const tty = free ?? openTerminal(home);
      store.setState({ terminal: tty });
      feed.type(tty, typeof line === 'string' ? line : line(tty));
    },
    runApart(title, line) {
      feed.typeWhenShown(openTerminal(store.getState().session?.homeHost ?? '', title), line);
    },
    closeTerminal(tty) {
      const { terminals, terminal, client } = store.getState();
      const left = terminals.filter((t) => t.tty !== tty);
      client.input({ do: 'close-tty', tty });
      feed.forget(tty);
      store.setState({ terminals: left, terminal: terminal === tty ? (left.at(-1)?.tty ?? '') : terminal });
    },
  };
}
