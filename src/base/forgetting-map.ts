/**
 * A map for what comes and goes fast. When a Map has seen enough deletions, V8 makes it a new table, and the old one keeps both its
 * entries and a link to the new one. Once a single old table has been promoted, the collector of young objects takes all that was in
 * any later table for alive, and copies it. Here a value that was deleted is let go whatever holds its table.
 */
interface Slot<V> {
  value: V | undefined; // undefined once deleted
}

export class ForgettingMap<K, V extends object> {
  private readonly slots = new Map<K, Slot<V>>();

  get size(): number {
    return this.slots.size;
  }

  get(key: K): V | undefined {
    return this.slots.get(key)?.value;
  }

  has(key: K): boolean {
    return this.slots.has(key);
  }

  set(key: K, value: V): void {
    const slot = this.slots.get(key);
    if (slot) slot.value = value;
    else this.slots.set(key, { value });
  }

  delete(key: K): boolean {
    const slot = this.slots.get(key);
    if (!slot) return false;
    slot.value = undefined;
    return this.slots.delete(key);
  }

  clear(): void {
    for (const key of this.slots.keys()) this.delete(key);
  }

  keys(): Iterable<K> {
    return this.slots.keys();
  }

  *values(): Generator<V> {
    for (const { value } of this.slots.values()) yield value!;
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    for (const [key, { value }] of this.slots) yield [key, value!];
  }
}
