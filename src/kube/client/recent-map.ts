/** A map that forgets what was not asked for lately: two generations, the older of which goes when the younger is full. */
export class RecentMap<V> {
  private readonly max: number;
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  /** Remembers at least the last `max` that were set or asked for, at most twice as many. */
  constructor(max: number) {
    this.max = max;
  }

  get(key: string): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const kept = this.old.get(key);
    if (kept !== undefined) this.set(key, kept);
    return kept;
  }

  set(key: string, value: V): void {
    this.young.set(key, value);
    if (this.young.size < this.max) return;
    this.old = this.young;
    this.young = new Map();
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
