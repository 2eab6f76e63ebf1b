// The page's hold on its engine: begins it, hears what it says, notices when it ends or falls silent, and begins it again.
import { Client, type FromEngine, type Input, type OpenedSession, type Opening, type Port } from '../../client/index.ts';
import { forgetGone } from '../state/place-actions.ts';
import { looksOf } from '../state/looks.ts';
import { exists } from '../state/place.ts';
import { filesToCarry, type CarriedFile } from '../layout/worlds.ts';
import type { SessionActions } from '../state/actions.ts';
import type { PageState, PageStore, TerminalTab } from '../state/store.ts';
import type { TerminalFeed } from '../state/terminal-feed.ts';
import type { SavedSession, SessionShelf } from './saved-session.ts';
import { watch } from './watchdog.ts';

const TRIPS_KEPT = 60;
const FILES_KEPT = 200;
const SAVE_MS = 5_000;

export interface LinkOptions {
  readonly connect: () => Port;
  readonly shelf: SessionShelf;
  readonly scenario: string;
  readonly makeSeed: () => string;
  readonly address: () => string; // of the page, without its hash
}

export class EngineLink {
  private readonly options: LinkOptions;
  private store!: PageStore;
  private early: FromEngine[] | undefined = []; // heard before there was a store
  private feed!: TerminalFeed;
  private endWatch = () => {};
  private looks = '[]'; // as the engine was told them last
  private playedUnseen = false; // it played when the page was hidden, and goes on when it is seen again
  private scenario: string; // of fresh worlds
  private carried: readonly CarriedFile[] = []; // for the world that is being opened

  constructor(options: LinkOptions) {
    this.options = options;
    this.scenario = options.scenario;
  }

  /** A client without a world yet, for the store to begin with. */
  connect(): Client {
    const client: Client = new Client(this.options.connect(), {
      afterDrawing: (fn) => afterDrawing(fn),
      heard: (message) => {
        if (this.early) this.early.push(message);
        else if (this.store.getState().client === client) this.hear(message);
      },
      trips: (trips) => this.store.setState((s) => ({ trips: [...s.trips, ...trips].slice(-TRIPS_KEPT) })),
      files: (files) => this.store.setState((s) => ({ fileMoments: [...s.fileMoments, ...files].slice(-FILES_KEPT) })),
      journalled: () => this.options.shelf.save(() => this.saved(client)),
    });
    return client;
  }

  attach(store: PageStore, feed: TerminalFeed): void {
    this.store = store;
    this.feed = feed;
    const early = this.early ?? [];
    this.early = undefined;
    for (const message of early) this.hear(message);
    document.addEventListener('visibilitychange', () => this.seen(!document.hidden));
    // Inputs are written as they come; this notes how far the world has come since.
    setInterval(() => this.options.shelf.save(() => this.saved(store.getState().client)), SAVE_MS);
    store.subscribe(() => this.sendLooks());
  }

  open(opening: Opening): void {
    const { client, settings } = this.store.getState();
    this.store.setState({ engine: { is: 'starting' } });
    this.endWatch();
    this.endWatch = watch(client, () => this.ended('silence', '', ''), (ms, fn) => {
      const timer = setInterval(fn, ms);
      return () => clearInterval(timer);
    });
    client.open(opening, true, settings.speed);
  }

  private reset(): void {
    const record = this.store.getState().client.record();
    this.begin(this.fresh(), record && record.inputs.length > 0 ? { what: 'reset', record } : undefined);
  }

  /** Leaves the session for a fresh world of this scenario. */
  beginScenario(scenario: string): void {
    this.scenario = scenario;
    this.reset();
  }

  private switchWorld(scenario: string): void {
    const state = this.store.getState();
    const record = state.client.record();
    this.scenario = scenario;
    this.carried = filesToCarry(state);
    this.begin(this.fresh(), record && { what: 'world', record });
  }

  /** Back to the first so many inputs of the session, and on to a moment after them; to be undone like a reset. */
  rewind(inputs: number, untilMs: number): void {
    const record = this.store.getState().client.record();
    if (record) this.begin({ from: 'session', session: { ...record, inputs: record.inputs.slice(0, inputs) }, untilMs }, { what: 'reset', record });
  }

  private undoReset(): void {
    const { undo } = this.store.getState();
    if (undo) this.begin({ from: 'session', session: undo.record, untilMs: 0 }, undefined);
  }

  private restart(): void {
    const { engine } = this.store.getState();
    const record = engine.is === 'ended' ? engine.record : undefined;
    this.begin(record ? { from: 'session', session: record, untilMs: 0 } : this.fresh(), undefined);
  }

  private retry(): void {
    this.store.getState().client.retry();
  }

  private async share(): Promise<{ link: string; file: Blob | undefined }> {
    const { LINK_MAX, packSession } = await import('./share-link.ts');
    const shared = await this.store.getState().client.ask('share', {});
    const hash = await packSession(shared);
    if (hash.length <= LINK_MAX) return { link: this.options.address() + hash, file: undefined };
    return { link: '', file: new Blob([JSON.stringify(shared)], { type: 'application/json' }) };
  }

  /** Its part of what a visitor can do, to be spread among the rest. */
  asActions(): SessionActions {
    return { reset: () => this.reset(), undoReset: () => this.undoReset(), switchWorld: (scenario) => this.switchWorld(scenario), restart: () => this.restart(), retry: () => this.retry(), share: () => this.share() };
  }

  fresh(scenario = this.scenario): Opening {
    this.scenario = scenario;
    return { from: 'scenario', scenario, seed: this.options.makeSeed() };
  }

  private begin(opening: Opening, undo: PageState['undo']): void {
    const before = this.store.getState();
    before.client.close();
    for (const { tty } of before.terminals) this.feed.forget(tty);
    const client = this.connect();
    this.store.setState({
      client,
      mirror: client.mirror,
      past: undefined,
      session: undefined,
      caption: undefined,
      arrows: [],
      trips: [],
      fileMoments: [],
      terminals: [],
      terminal: '',
      hints: [],
      edits: [],
      work: undefined,
      notice: undefined,
      selection: '',
      undo,
    });
    this.open(opening);
  }

  private hear(message: FromEngine): void {
    const { store } = this;
    switch (message.type) {
      case 'opened':
        return this.opened(message.session);
      case 'output':
        return this.feed.receive(message.tty, message.bytes);
      case 'edit':
        return store.setState((s) => ({ edits: [...s.edits, message], tab: message.text === null ? s.tab : 'editor' }));
      case 'hint':
        return store.setState((s) => ({ hints: [...s.hints, message].slice(-5) }));
      case 'work':
        return this.worked(message);
      case 'needs':
        return store.setState({ engine: engineOf(message) });
      case 'crashed':
        return this.ended('crash', message.message, message.detail);
      default:
        return undefined;
    }
  }

  /** When it has settled it is said what has not; until then whatever else is said stays. */
  private worked(message: FromEngine & { type: 'work' }): void {
    const { store } = this;
    const { client, notice } = store.getState();
    store.setState({ work: message.done ? undefined : message });
    if (message.what !== 'settle' || !message.done) return;
    if (message.hottest.length > 0) return store.setState({ notice: { is: 'not-settled', busiest: message.hottest } });
    if (notice?.is === 'not-settled' || notice?.is === 'waiting') store.setState({ notice: undefined });
    // Its rows come behind the word that it is done.
    const stop = client.onClock(() => {
      stop();
      void this.sayWhatWaits(client);
    });
  }

  private async sayWhatWaits({ mirror }: Client): Promise<void> {
    const { waitsOf } = await import('../rows/waits.ts');
    if (waitsOf(mirror.list('pods'), mirror.list('owners'), mirror.list('containers')).length > 0) this.store.setState({ notice: { is: 'waiting' } });
  }

  /** Terminals of the record are open already; a new world gets its first one. The place is kept if it is still there. */
  private opened(fresh: OpenedSession): void {
    const { client } = this.store.getState();
    const carried = this.carried.map(({ path, text }) => ({ path: `${fresh.home}/${path}`, text }));
    this.carried = [];
    this.scenario = fresh.scenario;
    const session = { ...fresh, files: [...new Set([...carried.map(({ path }) => path), ...fresh.files])] };
    this.store.setState({ session, engine: { is: 'running' }, ...(session.notCarried && { notice: { is: 'from-snapshot', left: session.notCarried } }) });
    for (const file of carried) client.input({ do: 'save', host: session.homeHost, ...file });
    const open = openTerminals(client.record()?.inputs.map((stamped) => stamped.do) ?? []);
    if (open.length > 0) this.store.setState({ terminals: open, terminal: open[0]!.tty });
    else {
      client.input({ do: 'open-tty', tty: 't1', host: session.homeHost, rows: 24, cols: 80 });
      this.store.setState({ terminals: [{ tty: 't1', host: session.homeHost, title: '' }], terminal: 't1' });
    }
    this.looks = '';
    this.sendLooks();
    for (const table of ['clusters', 'hosts'] as const) client.mirror.onTable(table, () => this.choosePlace());
    for (const table of ['pods', 'owners', 'services', 'storage', 'nodes', 'containers'] as const) client.mirror.onTable(table, () => forgetGone(this.store));
  }

  private choosePlace(): void {
    const { place, mirror } = this.store.getState();
    if (exists(place, mirror)) return;
    const cluster = mirror.list('clusters')[0];
    const hosts = mirror.list('hosts');
    const docker = hosts.find((host) => host.inside === '' && (host.docker || hosts.some(({ inside }) => inside === host.id)));
    if (cluster) this.store.setState({ place: { lens: 'cluster', cluster: cluster.id } });
    else if (docker) this.store.setState({ place: { lens: 'host', host: docker.id } });
  }

  private sendLooks(): void {
    const state = this.store.getState();
    const looks = looksOf(state);
    const said = JSON.stringify(looks);
    if (said === this.looks) return;
    this.looks = said;
    state.client.look(looks);
  }

  /** A hidden page pauses, and keeps what it has: it may not come back. */
  private seen(visible: boolean): void {
    const { client } = this.store.getState();
    if (visible) {
      if (this.playedUnseen) client.play();
      this.playedUnseen = false;
      return;
    }
    this.playedUnseen = client.clock.playing;
    if (this.playedUnseen) client.pause();
    this.options.shelf.flush(() => this.saved(client));
  }

  private ended(by: 'crash' | 'silence', message: string, detail: string): void {
    this.endWatch();
    const { client } = this.store.getState();
    const record = client.record();
    client.close();
    this.store.setState({ engine: { is: 'ended', by, message, detail, record } });
  }

  private saved(client: Client): SavedSession | undefined {
    const record = client.record();
    return record && { record, unstamped: client.unstamped, nowMs: client.clock.nowMs };
  }
}

function engineOf(message: FromEngine & { type: 'needs' }): { is: 'running' } | { is: 'frozen'; asset: string; message: string } {
  if (message.state === 'loaded') return { is: 'running' };
  return { is: 'frozen', asset: message.asset, message: message.message };
}

/** Which terminals a list of inputs leaves open. */
export function openTerminals(inputs: readonly Input[]): TerminalTab[] {
  const open = new Map<string, TerminalTab>();
  for (const input of inputs) {
    if (input.do === 'open-tty') open.set(input.tty, { tty: input.tty, host: input.host, title: input.title ?? '' });
    else if (input.do === 'close-tty') open.delete(input.tty);
  }
  return [...open.values()];
}

/** After the next frame, or soon where frames do not come, as in a hidden tab. */
function afterDrawing(fn: () => void): void {
  if (document.hidden) setTimeout(fn, 50);
  else requestAnimationFrame(() => fn());
}
