// The moment that is looked at, in virtual milliseconds, running on between two messages of the engine while it plays: countdowns
// and rings are drawn from it. One ticker serves all who ask, and none runs while nobody does.
import { useCallback, useSyncExternalStore } from 'react';
import type { Client } from '../../client/index.ts';
import { useClient, usePageState } from '../page-context.ts';

const TICK_MS = 100;
const AHEAD_MS = 250; // of wall time: a busy engine is not overtaken

interface Ticker {
  readonly listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
  heardAt: number;
  heardMs: number;
}

const tickers = new WeakMap<Client, Ticker>();

function tickerOf(client: Client): Ticker {
  let ticker = tickers.get(client);
  if (!ticker) {
    ticker = { listeners: new Set(), timer: undefined, heardAt: performance.now(), heardMs: client.clock.nowMs };
    tickers.set(client, ticker);
    const made = ticker;
    client.onClock(() => {
      made.heardAt = performance.now();
      made.heardMs = client.clock.nowMs;
    });
  }
  return ticker;
}

function nowOf(client: Client, ticker: Ticker): number {
  if (!client.clock.playing) return client.clock.nowMs;
  return ticker.heardMs + Math.min(performance.now() - ticker.heardAt, AHEAD_MS) * client.clock.speed;
}

function listen(client: Client, fn: () => void): () => void {
  const ticker = tickerOf(client);
  ticker.listeners.add(fn);
  ticker.timer ??= setInterval(() => {
    if (client.clock.playing) for (const listener of ticker.listeners) listener();
  }, TICK_MS);
  const stop = client.onClock(fn);
  return () => {
    stop();
    ticker.listeners.delete(fn);
    if (ticker.listeners.size > 0) return;
    clearInterval(ticker.timer);
    ticker.timer = undefined;
  };
}

/** Rounded down to `grainMs`, so that whoever shows seconds is drawn once a second. */
export function useNow(grainMs: number): number {
  const client = useClient();
  const past = usePageState((state) => state.past?.atMs);
  const subscribe = useCallback((fn: () => void) => listen(client, fn), [client]);
  return useSyncExternalStore(subscribe, () => Math.floor((past ?? nowOf(client, tickerOf(client))) / grainMs) * grainMs);
}
