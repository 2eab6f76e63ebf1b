// The session between visits, in the browser's own database: written a moment after each input, read when the page opens.
import { del, get, set } from 'idb-keyval';
import type { Input, SessionRecord } from '../../client/index.ts';

const KEY = 'kubarium.session';
const DELAY_MS = 400;

export interface SavedSession {
  readonly record: SessionRecord;
  /** Posted, but not taken in when this was written: what the engine may have hung on. Not replayed. */
  readonly unstamped: readonly Input[];
  readonly nowMs: number; // how far the world had come
}

export interface SessionShelf {
  load(): Promise<SavedSession | undefined>;
  save(read: () => SavedSession | undefined): void;
  /** Writes at once what is to be written: the page is being left. */
  flush(read: () => SavedSession | undefined): void;
  clear(): Promise<void>;
}

/** A shelf that forgets: for embeds, and where the database is forbidden. */
export const NO_SHELF: SessionShelf = { load: async () => undefined, save: () => {}, flush: () => {}, clear: async () => {} };

/** Where the database is full or forbidden, the session lasts as long as the page. */
function write(saved: SavedSession | undefined): void {
  if (saved) set(KEY, saved).catch(() => {});
}

export function browserShelf(): SessionShelf {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    async load() {
      try {
        return await get<SavedSession>(KEY);
      } catch {
        return undefined;
      }
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
    async clear() {
      clearTimeout(timer);
      timer = undefined;
      await del(KEY).catch(() => {});
    },
  };
}
