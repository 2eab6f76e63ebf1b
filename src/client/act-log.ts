// The last acts in their order, for the timeline and the event list. A ring: what is older is asked for.
import type { Act } from './moments.ts';

const KEPT = 4_000;

export class ActLog {
  private acts: Act[] = [];
  private readonly listeners = new Set<() => void>();
  private frozen: readonly Act[] | undefined;

  add(acts: readonly Act[]): void {
    if (acts.length === 0) return;
    const last = this.acts.at(-1)?.id ?? 0;
    for (const act of acts) if (act.id > last) this.acts.push(act);
    if (this.acts.length > 2 * KEPT) this.acts = this.acts.slice(-KEPT);
    this.changed();
  }

  clear(): void {
    this.acts = [];
    this.changed();
  }

  /** The same array until the next act. */
  get list(): readonly Act[] {
    this.frozen ??= this.acts.slice();
    return this.frozen;
  }

  get(id: number): Act | undefined {
    const at = this.indexAfter((act) => act.id < id);
    return this.acts[at]?.id === id ? this.acts[at] : undefined;
  }

  /** The last act before `id`, of those that `wanted` lets through. */
  before(id: number, wanted: (act: Act) => boolean): Act | undefined {
    for (let i = this.indexAfter((act) => act.id < id) - 1; i >= 0; i--) if (wanted(this.acts[i]!)) return this.acts[i];
    return undefined;
  }

  after(id: number, wanted: (act: Act) => boolean): Act | undefined {
    for (let i = this.indexAfter((act) => act.id <= id); i < this.acts.length; i++) if (wanted(this.acts[i]!)) return this.acts[i];
    return undefined;
  }

  onChange(fn: () => void): () => void {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  }

  private indexAfter(below: (act: Act) => boolean): number {
    let low = 0;
    let high = this.acts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below(this.acts[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private changed(): void {
    this.frozen = undefined;
    for (const listener of this.listeners) listener();
  }
}
