// Which of the kept sessions is this tab's: two tabs that kept one would overwrite each other's. The first tab has the session of the
// last visit; a further one has a place of its own, which it finds again after a reload. Held by a lock that ends with the tab.
const NAME = 'kubarium.session';
const PLACES = 8;
const RELOADED_MS = 10_000; // what is left of this tab before a reload may still hold its lock
const COPIED_MS = 300; // a copy of a tab begins with the place of the other, which keeps it

export interface Claim {
  readonly place: number; // from 1; 0 when none was free: nothing is kept
  readonly fresh: boolean; // it has just got it: what is kept there is of another tab, which has gone
}

export async function claimPlace(locks: LockManager | undefined, tab: Storage | undefined, isReload: boolean): Promise<Claim> {
  // Only where the page is served without TLS: there a tab cannot know of others.
  if (!locks) return { place: 1, fresh: false };
  const mine = Number(tab?.getItem(NAME));
  if (mine > 0 && (await hold(locks, mine, { signal: AbortSignal.timeout(isReload ? RELOADED_MS : COPIED_MS) }))) return { place: mine, fresh: false };
  for (let place = 1; place <= PLACES; place++) {
    if (!(await hold(locks, place, { ifAvailable: true }))) continue;
    tab?.setItem(NAME, String(place));
    return { place, fresh: place > 1 };
  }
  return { place: 0, fresh: true };
}

function hold(locks: LockManager, place: number, options: LockOptions): Promise<boolean> {
  return new Promise((answer) => {
    const held = (lock: Lock | null) => {
      answer(lock !== null);
      return lock && new Promise(() => {});
    };
    locks.request(`${NAME}.${place}`, options, held).catch(() => answer(false));
  });
}
