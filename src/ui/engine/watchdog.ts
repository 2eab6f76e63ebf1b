// Notices a Worker that has fallen silent: it is pinged once a second, and after three seconds without any word it is held for lost.
// Before its first word its code is still on the way, which takes as long as the network takes: whether that fails the browser tells.
// Then it builds its world at one go, which takes as long as the machine is slow.
// Counted in turns of this page's own timer, so that a laptop that slept, or a hidden tab, does not look like silence.

const TURN_MS = 1_000;
const TURNS_MAX = 3;
const BUILDING_TURNS_MAX = 15;

export interface Watched {
  ping(): void;
  readonly heardCount: number;
  readonly session: object | undefined; // once its world is there
}

export function watch(watched: Watched, silent: () => void, every: (ms: number, fn: () => void) => () => void): () => void {
  let heard = watched.heardCount;
  let turns = 0;
  const stop = every(TURN_MS, () => {
    if (watched.heardCount !== heard) {
      heard = watched.heardCount;
      turns = 0;
    } else if (heard > 0 && ++turns > (watched.session ? TURNS_MAX : BUILDING_TURNS_MAX)) {
      stop();
      return silent();
    }
    watched.ping();
  });
  return stop;
}
