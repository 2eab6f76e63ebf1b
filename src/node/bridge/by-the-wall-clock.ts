/** Runs a session by the wall clock, until it is told to stop: what a bridge leads to lives as fast as its clients. */
import type { LiveSession } from './live-session.ts';

const tickMs = 10;
/** After a pause of the machine the world goes on from where it was. */
const catchUpMs = 200;

export function runByTheWallClock(live: LiveSession): () => void {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    live.advance(Math.min(Math.floor(now - lastMs), catchUpMs));
    lastMs = now;
  }, tickMs);
  return () => clearInterval(timer);
}
