/**
 * Settling: running until nothing of weight changes any more. Heartbeats, probes and naps go on for ever, so what counts
 * is writes to the stores of clusters and runtimes that are no heartbeats; bounded, and when the bound is met it names
 * the keys that keep changing.
 */
import type { Clock, Store } from '../sim/index.ts';

export interface SettleOptions {
  readonly quietMs: number; // so long without a change of weight
  readonly maxMs: number; // virtual
  readonly stepsMax: number;
}

export interface Settled {
  readonly settled: boolean;
  readonly needs?: string; // an asset is missing
  readonly hottest: readonly string[]; // what changed most, when it is not settled
}

export const SETTLE: SettleOptions = { quietMs: 15_000, maxMs: 3_600_000, stepsMax: 20_000_000 };

/** Notices the changes of weight of some stores, and counts them by key once it is asked to. */
export class Unrest {
  private readonly clock: Clock;
  private counts: Map<string, number> | undefined;
  private readonly due = new Map<string, number>(); // what is bound to end, and by when
  private readonly cancels: (() => void)[];
  private lastMs: number;

  /** `endOf`: the moment by which an object is bound to be gone, if it is. */
  constructor(clock: Clock, stores: readonly Store<object>[], isHeartbeat: (key: string, before: object | undefined, after: object | undefined) => boolean, endOf: (object: object) => number | undefined) {
    this.clock = clock;
    this.lastMs = clock.now;
    this.cancels = stores.map((store, i) => {
      const note = (key: string, object: object | undefined): void => {
        const endMs = object && endOf(object);
        if (endMs !== undefined) this.due.set(`${i} ${key}`, endMs);
        else if (this.due.size > 0) this.due.delete(`${i} ${key}`);
      };
      for (const table of store.tableNames()) for (const key of store.keys(table)) note(key, store.get(key));
      return store.watch(store.revision, ({ key, before, after }) => {
        if (isHeartbeat(key, before, after)) return;
        this.lastMs = this.clock.now;
        this.counts?.set(key, (this.counts.get(key) ?? 0) + 1);
        note(key, after);
      });
    });
  }

  /** When it counts as settled unless something changes: so long after the last change, and nothing is about to end. */
  quietAtMs(quietMs: number): number {
    const quietAt = this.lastMs + quietMs;
    if (this.clock.now < quietAt) return quietAt;
    return [...this.due.values()].reduce((latest, endMs) => Math.max(latest, endMs), quietAt);
  }

  /** Counts anew, from now on. */
  count(): void {
    this.counts = new Map();
  }

  /** Counts no more. */
  forget(): void {
    this.counts = undefined;
  }

  stop(): void {
    for (const cancel of this.cancels) cancel();
  }

  hottest(n: number): string[] {
    const byCount = [...(this.counts ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return byCount.slice(0, n).map(([key, count]) => `${key} (${count} changes)`);
  }
}

export function settle(clock: Clock, unrest: Unrest, options: SettleOptions = SETTLE): Settled {
  const endMs = clock.now + options.maxMs;
  const firstStep = clock.steps;
  unrest.count();
  while (clock.now < endMs) {
    const quietAtMs = unrest.quietAtMs(options.quietMs);
    if (quietAtMs <= clock.now) return { settled: true, hottest: [] };
    const untilMs = Math.min(quietAtMs, endMs);
    const result = clock.run(untilMs, { stepsMax: options.stepsMax - (clock.steps - firstStep) });
    if (result.reason === 'needs') return { settled: false, needs: result.needs!, hottest: [] };
    if (result.reason === 'steps') return { settled: false, hottest: unrest.hottest(5) };
    if (result.reason === 'idle') return { settled: true, hottest: [] };
  }
  return { settled: false, hottest: unrest.hottest(5) };
}
