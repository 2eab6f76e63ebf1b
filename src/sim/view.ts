/**
 * A component's view of a store: connected, it is the store's head and costs nothing; cut off, it stays at the revision
 * it had seen. Reconnected, it resumes its watches from there, or lists anew when those changes are no longer kept.
 */
import { Gone, type Change, type Reader, type Store, type WatchFilter } from './store.ts';

interface Subscription<V> {
  readonly filter: WatchFilter;
  readonly fn: (key: string, change: Change<V> | undefined) => void;
  cancel: () => void;
}

export class View<V extends object> implements Reader<V> {
  store: Store<V>; // changes when a reconnection leads to another one
  private frozen: Reader<V> | undefined;
  private release = () => {};
  private readonly subscriptions = new Set<Subscription<V>>();

  constructor(store: Store<V>) {
    this.store = store;
  }

  get connected(): boolean {
    return this.frozen === undefined;
  }

  get revision(): number {
    return this.frozen?.revision ?? this.store.revision;
  }

  get(key: string): V | undefined {
    return (this.frozen ?? this.store).get(key);
  }

  keys(table: string): readonly string[] {
    return (this.frozen ?? this.store).keys(table);
  }

  list(table: string): readonly V[] {
    return (this.frozen ?? this.store).list(table);
  }

  keysBy(table: string, index: string, value: string): Iterable<string> {
    return (this.frozen ?? this.store).keysBy(table, index, value);
  }

  countBy(table: string, index: string, value: string): number {
    if (!this.frozen) return this.store.countBy(table, index, value);
    let n = 0;
    for (const _ of this.frozen.keysBy(table, index, value)) n++;
    return n;
  }

  /**
   * Tells `fn` of every key there is, then of every one that changes. After a reconnection that had to list anew the
   * change is unknown (undefined), and keys that have gone are told too. `fn` only enqueues.
   */
  subscribe(filter: WatchFilter, fn: (key: string, change: Change<V> | undefined) => void): () => void {
    const subscription: Subscription<V> = { filter, fn, cancel: () => {} };
    for (const key of this.matching(this, filter)) fn(key, undefined);
    if (this.connected) this.attach(subscription, this.store.revision);
    this.subscriptions.add(subscription);
    return () => {
      subscription.cancel();
      this.subscriptions.delete(subscription);
    };
  }

  disconnect(): void {
    if (this.frozen) return;
    for (const s of this.subscriptions) s.cancel();
    ({ reader: this.frozen, release: this.release } = this.store.freeze());
  }

  /** Resumes; on another store, such as that of a cluster set up anew, it lists anew. */
  reconnect(store: Store<V> = this.store): void {
    const stale = this.frozen;
    if (!stale) return;
    const moved = store !== this.store;
    this.frozen = undefined;
    this.store = store;
    this.reattach(stale, moved);
    this.release();
  }

  private reattach(stale: Reader<V>, moved: boolean): void {
    for (const s of this.subscriptions) {
      try {
        if (moved) throw new Gone('another store');
        this.attach(s, stale.revision);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
        this.relist(s, stale);
      }
    }
  }

  private attach(s: Subscription<V>, from: number): void {
    s.cancel = this.store.watch(from, (change) => s.fn(change.key, change), s.filter);
  }

  private relist(s: Subscription<V>, stale: Reader<V>): void {
    const keys = new Set(this.matching(this.store, s.filter));
    for (const key of this.matching(stale, s.filter)) keys.add(key);
    for (const key of keys) s.fn(key, undefined);
    this.attach(s, this.store.revision);
  }

  private matching(reader: Reader<V>, { table, index, value }: WatchFilter): string[] {
    if (index !== undefined) return [...reader.keysBy(table, index, value!)];
    return reader.keys(table).slice();
  }
}
