/** Runs a session by the wall clock, until it is told to stop: what a bridge leads to lives as fast as its clients. */
import type { LiveSession } from './live-session.ts';

const tickMs = 10;
/** After a pause of the machine the world goes on from where it was. */
const catchUpMs = 200;

export function runByTheWallClock(live: LiveSession): () => void {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const wholeMs = Math.floor(now - lastMs);
    lastMs += wholeMs; // what is left of a millisecond counts the next time
    live.advance(Math.min(wholeMs, catchUpMs));
  }, tickMs);
  return () => clearInterval(timer);
}
