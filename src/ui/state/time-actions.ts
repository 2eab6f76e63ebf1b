// Acts of the visitor on time: play, step, run, and the look back, which changes nothing and pauses first.
import { Mirror, type Act, type Moment } from '../../client/index.ts';
import { looksOf } from './looks.ts';
import { isShown } from './spotlight.ts';
import type { PageStore } from './store.ts';

export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100];

export interface TimeActions {
  togglePlay(): void;
  speed(speed: number): void;
  faster(): void;
  slower(): void;
  step(to: 'event' | 'act'): void;
  settle(): void;
  stop(): void;
  /** Shows an earlier moment; the live world waits. */
  lookBack(at: Moment): void;
  backToNow(): void;
  /** The act before or after the one that is shown. */
  neighbour(direction: -1 | 1): void;
  showAct(act: Act): void;
}

function lightOf(act: Act | undefined): { caption: Act | undefined; arrows: readonly Act[] } {
  return { caption: act, arrows: act && act.from !== '' && act.about !== '' ? [act] : [] };
}

const LONG_MS = 300; // wall

/**
 * Asks for moments one at a time: while an answer is under way only the last wish is kept, so that dragging never queues; one that
 * takes long is given up for it.
 */
class PastAsker {
  private readonly store: PageStore;
  private readonly lost: () => void;
  private next: Moment | undefined;
  private busy = false;
  private sinceMs = 0;
  private giveUp = () => {};

  constructor(store: PageStore, lost: () => void) {
    this.store = store;
    this.lost = lost;
    // What is looked at then is asked for again elsewhere.
    store.subscribe(({ past, place }, before) => {
      if (past && place !== before.place) void this.ask({ atMs: past.soughtMs ?? past.atMs });
    });
  }

  forget(): void {
    this.next = undefined;
    this.giveUp();
  }

  async ask(at: Moment): Promise<void> {
    this.next = at;
    if (this.busy && performance.now() - this.sinceMs > LONG_MS) this.giveUp();
    if (this.busy) return;
    this.busy = true;
    while (this.next && this.store.getState().past) {
      const wish = this.next;
      this.next = undefined;
      await this.show(wish);
    }
    this.busy = false;
  }

  private async show(at: Moment): Promise<void> {
    const { client } = this.store.getState();
    try {
      const asked = client.ask('past', { ...at, looks: looksOf(this.store.getState()) });
      this.sinceMs = performance.now();
      const answer = await Promise.race([asked, new Promise<undefined>((nothing) => (this.giveUp = () => (asked.cancel(), nothing(undefined))))]);
      if (!answer || this.store.getState().client !== client || !this.store.getState().past) return;
      const mirror = new Mirror();
      mirror.apply(answer.rows, true);
      const sought = this.next && 'atMs' in this.next ? { soughtMs: this.next.atMs } : {};
      this.store.setState({ mirror, past: { atMs: answer.atMs, act: answer.act, ...sought }, ...lightOf(client.acts.get(answer.act)) });
    } catch {
      this.lost(); // the moment is not kept any more
    }
  }
}

export function makeTimeActions(store: PageStore, saveSpeed: (speed: number) => void): TimeActions {
  const client = () => store.getState().client;
  const asker = new PastAsker(store, () => actions.backToNow());
  const actions: TimeActions = {
    togglePlay() {
      if (store.getState().past) return actions.backToNow();
      if (client().clock.playing) client().pause();
      else client().play();
    },
    speed(speed) {
      client().speed(speed);
      saveSpeed(speed);
    },
    faster: () => actions.speed(SPEEDS.find((s) => s > client().clock.speed) ?? 100),
    slower: () => actions.speed(SPEEDS.findLast((s) => s < client().clock.speed) ?? 0.1),
    step(to) {
      actions.backToNow();
      client().step(to);
    },
    settle() {
      actions.backToNow();
      client().settle();
    },
    stop: () => client().stop(),
    lookBack(at) {
      if (client().clock.playing) client().pause();
      const past = store.getState().past ?? { atMs: client().clock.nowMs, act: 0 };
      store.setState({ past: 'atMs' in at ? { ...past, soughtMs: at.atMs } : past });
      void asker.ask(at);
    },
    backToNow() {
      asker.forget();
      if (store.getState().past) store.setState({ past: undefined, mirror: client().mirror, ...lightOf(undefined) });
    },
    neighbour(direction) {
      const { acts } = client();
      const { past } = store.getState();
      const here = past ? past.act : (acts.list.at(-1)?.id ?? 0) + 1;
      const act = direction < 0 ? acts.before(here, isShown) : acts.after(here, isShown);
      if (act) actions.lookBack({ act: act.id });
      else if (direction > 0) actions.backToNow();
    },
    showAct(act) {
      actions.lookBack({ act: act.id });
      store.setState({ selection: act.about });
    },
  };
  return actions;
}
