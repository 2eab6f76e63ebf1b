// Which of the kept sessions is this tab's: two tabs that kept one would overwrite each other's. The first tab has the session of the
// last visit; a further one has a place of its own, which it finds again after a reload. Held by a lock that ends with the tab.
const NAME = 'kubarium.session';
const PLACES = 8;
const RELOADED_MS = 10_000; // what is left of this tab before a reload may still hold its lock
const ASKED_MS = 500; // a browser that does not answer must not keep the page from starting
const COPIED_MS = 300; // a copy of a tab begins with the place of the other, which keeps it

export interface Claim {
  readonly place: number; // from 1; 0 when none was free: nothing is kept
  readonly fresh: boolean; // it has just got it: what is kept there is of another tab, which has gone
}

export async function claimPlace(locks: LockManager | undefined, tab: Storage | undefined, isReload: boolean): Promise<Claim> {
  // Only where the page is served without TLS: there a tab cannot know of others.
  if (!locks) return { place: 1, fresh: false };
  const mine = Number(tab?.getItem(NAME));
  if (mine > 0 && (await hold(locks, mine, isReload ? RELOADED_MS : COPIED_MS))) return { place: mine, fresh: false };
  for (let place = 1; place <= PLACES; place++) {
    const got = await hold(locks, place);
    if (got === undefined) return { place: mine || place, fresh: false }; // as where there are no locks
    if (!got) continue;
    tab?.setItem(NAME, String(place));
    return { place, fresh: place > 1 };
  }
  return { place: 0, fresh: true };
}

/** Waits for it so long, or not at all; undefined when there is no answer, as WebKit has none in a tab that comes back to the page. */
function hold(locks: LockManager, place: number, waitMs = 0): Promise<boolean | undefined> {
  return new Promise((answer) => {
    let late = false;
    const settle = (got: boolean | undefined) => {
      late = true;
      answer(got);
    };
    const held = (lock: Lock | null) => {
      if (late || !lock) return settle(false); // it goes free at once
      settle(true);
      return new Promise<void>(letGo);
    };
    locks.request(`${NAME}.${place}`, { ifAvailable: waitMs === 0 }, held).catch(() => settle(false));
    setTimeout(() => settle(waitMs > 0 ? false : undefined), waitMs || ASKED_MS);
  });
}

/** A page that the browser keeps to come back to would keep its place from the visitor who comes back another way: it begins anew then. */
function letGo(free: () => void): void {
  addEventListener('pagehide', free);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}
