/**
 * Waiting longer after each failure: what keeps a crashing container and an image that cannot be pulled from being tried
 * all the time. What has not failed for twice the longest wait begins anew.
 */

interface Entry {
  readonly delayMs: number;
  readonly updatedMs: number;
}

export class BackOff {
  private readonly entries = new Map<string, Entry>();
  private readonly firstMs: number;
  private readonly lastMs: number;

  constructor(firstMs: number, lastMs: number) {
    this.firstMs = firstMs;
    this.lastMs = lastMs;
  }

  /** How long something that failed at `failedMs` has still to wait; 0 when it may be tried again. */
  waitMs(id: string, failedMs: number, nowMs: number): number {
    const entry = this.entries.get(id);
    if (!entry || nowMs - entry.updatedMs > 2 * this.lastMs) return 0;
    return Math.max(0, failedMs + entry.delayMs - nowMs);
  }

  /** As waitMs, counted from when the delay was last set. */
  waitSinceUpdateMs(id: string, nowMs: number): number {
    const entry = this.entries.get(id);
    return entry ? this.waitMs(id, entry.updatedMs, nowMs) : 0;
  }

  /** The delay that holds now; 0 when there is none. */
  delayMs(id: string): number {
    return this.entries.get(id)?.delayMs ?? 0;
  }

  /** Sets the delay that the next failure has to wait: the first one, or twice the last. `failedMs` is when it failed this time. */
  next(id: string, failedMs: number, nowMs: number): void {
    const entry = this.entries.get(id);
    const isNew = !entry || failedMs - entry.updatedMs > 2 * this.lastMs;
    const delayMs = isNew ? this.firstMs : Math.min(2 * entry.delayMs, this.lastMs);
    this.entries.set(id, { delayMs, updatedMs: nowMs });
  }

  /** Forgets all whose id begins so: a pod that has gone. */
  forget(prefix: string): void {
    for (const id of this.entries.keys()) if (id.startsWith(prefix)) this.entries.delete(id);
  }
}
