// The session between visits, in the browser's own database: written a moment after each input, read when the page opens.
import { get, set } from 'idb-keyval';
import type { Input, SessionRecord } from '../../client/index.ts';
import { claimPlace } from './tab-claim.ts';

const KEY = 'kubarium.session';
const DELAY_MS = 400;
const SILENT_MS = 2_000;

export interface SavedSession {
  readonly record: SessionRecord;
  /** Posted, but not taken in when this was written: what the engine may have hung on. Not replayed. */
  readonly unstamped: readonly Input[];
  readonly nowMs: number; // how far the world had come
}

export interface Kept {
  readonly saved: SavedSession | undefined;
  readonly otherTab: boolean; // another tab has the session of the last visit
}

export interface SessionShelf {
  load(): Promise<Kept>;
  save(read: () => SavedSession | undefined): void;
  /** Writes at once what is to be written: the page is being left. */
  flush(read: () => SavedSession | undefined): void;
}

const NOTHING: Kept = { saved: undefined, otherTab: false };

/** A shelf that forgets: for embeds, and where the database is forbidden. */
export const NO_SHELF: SessionShelf = { load: async () => NOTHING, save: () => {}, flush: () => {} };

export function browserShelf(tab: Storage | undefined): SessionShelf {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let key = ''; // '' before it is known, and where nothing can be kept
  /** Where the database is full or forbidden, the session lasts as long as the page. */
  const write = (saved: SavedSession | undefined): void => {
    if (saved && key !== '') set(key, saved).catch(() => {});
  };
  return {
    async load() {
      const { place, fresh } = await claimPlace(navigator.locks, tab, isReload());
      if (place > 0) key = place === 1 ? KEY : `${KEY}.${place}`;
      if (fresh) return { saved: undefined, otherTab: true };
      const kept = await answerOf(get<SavedSession>(key).then((saved) => ({ saved, otherTab: false })).catch(() => NOTHING));
      if (!kept) key = ''; // what is there stays for the next visit
      return kept ?? NOTHING;
    },
    save(read) {
      timer ??= setTimeout(() => {
        timer = undefined;
        write(read());
      }, DELAY_MS);
    },
    flush(read) {
      clearTimeout(timer);
      timer = undefined;
      write(read());
    },
  };
}

/** Undefined after a while: WebKit lets a page wait for what the one before it was writing when it was left. */
function answerOf<T>(asked: Promise<T>): Promise<T | undefined> {
  return Promise.race([asked, new Promise<undefined>((silent) => setTimeout(silent, SILENT_MS))]);
}

function isReload(): boolean {
  return performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');
}
