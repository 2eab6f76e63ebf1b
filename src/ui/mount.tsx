// Puts the page together and onto the document: store, engine link, actions, first state.
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/diagram.css';
import './styles/pods.css';
import './styles/over.css';
import './styles/timeline.css';
import type { Opening, Port, ShareAnswer } from '../client/index.ts';
import { EngineLink } from './engine/link.ts';
import type { LessonFiles } from '../course/format/index.ts';
import { readEmbed } from './embed/embed-options.ts';
import { browserShelf, NO_SHELF, type SavedSession, type SessionShelf } from './engine/saved-session.ts';
import { LessonDesk } from './lesson/lesson-desk.ts';
import { CALM, isDark, PageRoot, WIDE } from './page.tsx';
import type { Page } from './page-context.ts';
import { makeActions } from './state/actions.ts';
import { readSettings, writeSettings } from './state/settings.ts';
import { Spotlight, spokenOf } from './state/spotlight.ts';
import { createPageStore, type Notice, type PageState, type PageStore } from './state/store.ts';
import { TerminalFeed } from './state/terminal-feed.ts';
import { loadWords } from './words/load.ts';

export interface MountOptions {
  readonly connect: () => Port;
  readonly scenario: string;
  /** Without it nothing is kept between visits. */
  readonly storage: Storage | undefined;
  /** What lasts as long as the tab. */
  readonly tabStorage?: Storage | undefined;
  readonly lessons?: () => Promise<LessonFiles>;
}

export async function mountPage(root: HTMLElement, options: MountOptions): Promise<Page> {
  const { connect } = options;
  const embed = readEmbed(location.hash);
  // An embed begins as its address says and leaves nothing behind.
  const storage = embed ? undefined : options.storage;
  const scenario = embed?.scenario ?? options.scenario;
  const shelf = storage ? browserShelf(options.tabStorage) : NO_SHELF;
  const link = new EngineLink({ connect, shelf, scenario, makeSeed, address: () => location.href.replace(/#.*$/, '') });
  const settings = { ...readSettings(storage, embed?.language ? [embed.language] : navigator.languages), ...(embed && { theme: embed.theme, welcomed: true }) };
  const client = link.connect();
  const [{ words, sentences }, { opening, notice, undo }] = await Promise.all([loadWords(settings.language), chooseBeginning(link, shelf)]);
  const store = createPageStore({ ...EMPTY, settings, words, sentences, notice, undo, client, mirror: client.mirror, dark: isDark(settings.theme), wide: matchMedia(WIDE).matches, calm: matchMedia(CALM).matches });
  const feed = new TerminalFeed({
    credit: (tty, bytes) => store.getState().client.credit(tty, bytes),
    line: (tty, text) => store.getState().client.input({ do: 'line', tty, text }),
  });
  link.attach(store, feed);
  const actions = makeActions({
    store,
    feed,
    session: link.asActions(),
    loadLanguage: async (language) => {
      const loaded = await loadWords(language);
      if (store.getState().settings.language === language) store.setState(loaded);
    },
    save: (changed) => writeSettings(storage, changed),
  });
  lightActs(store);
  const lessons = new LessonDesk({ files: options.lessons ?? (() => Promise.resolve({})), storage, page: store, begin: (name) => link.beginScenario(name), rewind: ({ inputs, nowMs }) => link.rewind(inputs, nowMs), unfold: () => actions.showLesson() });
  const page: Page = { store, actions, feed, lessons, embed, firstPicture: root.querySelector('.first-picture')?.outerHTML ?? '' };
  createRoot(root).render(<PageRoot page={page} />);
  const lesson = embed?.lesson && (await lessons.begin(embed.lesson));
  if (store.getState().engine.is !== 'ended') link.open(lesson ? link.fresh(lesson.scenario) : opening);
  if (opening.from === 'session') void lessons.resume();
  return page;
}

const EMPTY: Omit<PageState, 'settings' | 'words' | 'sentences' | 'client' | 'mirror' | 'dark' | 'wide' | 'calm'> = {
  presenting: false,
  tab: 'diagram',
  session: undefined,
  engine: { is: 'starting' },
  work: undefined,
  notice: undefined,
  past: undefined,
  place: { lens: 'cluster', cluster: '' },
  selection: '',
  inspector: { open: false, tab: 'summary', field: '' },
  asText: false,
  palette: undefined,
  menu: undefined,
  caption: undefined,
  arrows: [],
  trips: [],
  fileMoments: [],
  undo: undefined,
  terminals: [],
  terminal: '',
  hints: [],
  edits: [],
};

interface Beginning {
  readonly opening: Opening;
  readonly notice?: Notice;
  readonly undo?: PageState['undo']; // what it took the place of
}

const UNTIL_MAX_MS = 1_800_000; // of virtual time after the last input: more is not worth the wait

/** A link's session first, then the one of the last visit, else a fresh world. A link that holds none changes nothing but that it is said. */
async function chooseBeginning(link: EngineLink, shelf: SessionShelf): Promise<Beginning> {
  const { hash } = location;
  // From here on it is a session of one's own: a reload finds it as it has become.
  if (hash.startsWith('#s=')) history.replaceState(null, '', location.pathname + location.search);
  const [kept, shared] = await Promise.all([shelf.load(), hash.startsWith('#s=') ? sharedBy(hash) : undefined]);
  if (shared) return { opening: { from: 'link', session: shared.session, snapshot: shared.snapshot }, ...(kept.saved && { undo: { what: 'world', record: kept.saved.record } }) };
  const notice: Notice | undefined = hash.startsWith('#s=') ? { is: 'broken-link' } : kept.otherTab ? { is: 'other-tab' } : undefined;
  return { opening: lastVisit(link, kept.saved), ...(notice && { notice }) };
}

async function sharedBy(hash: string): Promise<ShareAnswer | undefined> {
  const { unpackSession } = await import('./engine/share-link.ts');
  return unpackSession(hash).catch(() => undefined);
}

function lastVisit(link: EngineLink, saved: SavedSession | undefined): Opening {
  if (!saved) return link.fresh();
  const last = saved.record.inputs.at(-1)?.atMs ?? 0;
  return { from: 'session', session: saved.record, untilMs: Math.min(saved.nowMs, last + UNTIL_MAX_MS) };
}

function makeSeed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return [...bytes].map((byte) => byte.toString(36).padStart(2, '0')).join('');
}

/** Lights the acts of whichever client is in use; a new client begins in the dark. */
function lightActs(store: PageStore): void {
  const light = new Spotlight({
    show: (lit) => {
      if (!store.getState().past) store.setState(lit);
    },
    now: () => performance.now(),
    later: (ms, fn) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  });
  let client = store.getState().client;
  let last = 0;
  let stop = () => {};
  const follow = () => {
    stop();
    stop = client.acts.onChange(() => {
      const { list } = client.acts;
      const acts = list.slice(list.findLastIndex((act) => act.id <= last) + 1);
      last = list.at(-1)?.id ?? 0;
      const { playing } = client.clock;
      light.heard(spokenOf(acts, store.getState().place.lens, playing), playing);
    });
  };
  follow();
  store.subscribe((state) => {
    if (state.client === client) return;
    client = state.client;
    last = 0;
    light.clear();
    follow();
  });
}
