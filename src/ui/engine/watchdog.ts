// Notices a Worker that has fallen silent: it is pinged once a second, and after three seconds without any word it is held for lost.
// Counted in turns of this page's own timer, so that a laptop that slept, or a hidden tab, does not look like silence.

const TURN_MS = 1_000;
const TURNS_MAX = 3;
const FIRST_TURNS_MAX = 30; // its code is on the way, and a world is built at one go: on a slow machine that takes a while

export interface Watched {
  ping(): void;
  readonly heardCount: number;
}

export function watch(watched: Watched, silent: () => void, every: (ms: number, fn: () => void) => () => void): () => void {
  let heard = watched.heardCount;
  let turns = 0;
  const stop = every(TURN_MS, () => {
    if (watched.heardCount !== heard) {
      heard = watched.heardCount;
      turns = 0;
    } else if (++turns > (heard === 0 ? FIRST_TURNS_MAX : TURNS_MAX)) {
      stop();
      return silent();
    }
    watched.ping();
  });
  return stop;
}
