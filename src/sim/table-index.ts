/** An index of a store's table: values filed under strings that a function reads off them, with the watchers of one such string. */
import type { Change } from './store.ts';

/** The strings that a value is filed under. Must depend on the value alone. */
export type IndexOf<V> = (value: V, key: string) => readonly string[];

const none: ReadonlySet<string> = new Set();
const nowhere: readonly string[] = [];

export class TableIndex<V> {
  readonly of: IndexOf<V>;
  private readonly filed = new Map<string, Set<string>>();
  private readonly watchers = new Map<string, Set<(change: Change<V>) => void>>();

  // Of the last move: what it was and is filed under.
  private from: readonly string[] = nowhere;
  private to: readonly string[] = nowhere;

  constructor(of: IndexOf<V>) {
    this.of = of;
  }

  keys(value: string): ReadonlySet<string> {
    return this.filed.get(value) ?? none;
  }

  files(value: V | undefined, key: string, under: string): boolean {
    return value !== undefined && this.of(value, key).includes(under);
  }

  move(key: string, before: V | undefined, after: V | undefined): void {
    const from = before === undefined ? nowhere : this.of(before, key);
    const to = after === undefined ? nowhere : this.of(after, key);
    this.from = from;
    this.to = to;
    if (same(from, to)) return;
    for (const v of from) if (!to.includes(v)) this.remove(v, key);
    for (const v of to) if (!from.includes(v)) this.add(v, key);
  }

  watchersOf(value: string): Set<(change: Change<V>) => void> {
    let set = this.watchers.get(value);
    if (!set) this.watchers.set(value, (set = new Set()));
    return set;
  }

  /** Tells of the change that was just moved. */
  notify(change: Change<V>): void {
    if (this.watchers.size === 0) return;
    const { from, to } = this;
    for (const v of to) this.tell(v, change);
    for (const v of from) if (!to.includes(v)) this.tell(v, change);
  }

  private tell(value: string, change: Change<V>): void {
    const set = this.watchers.get(value);
    if (set) for (const fn of set) fn(change);
  }

  private add(value: string, key: string): void {
    const set = this.filed.get(value);
    if (set) set.add(key);
    else this.filed.set(value, new Set([key]));
  }

  private remove(value: string, key: string): void {
    const set = this.filed.get(value);
    if (!set) return;
    set.delete(key);
    if (set.size === 0) this.filed.delete(value);
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
