/**
 * Something that is loaded when it is first wanted: code of a program or a door, an image's files, descriptions. A room declares it;
 * only world loads. Whoever wants it in an event asks before having done anything else there, because an event that misses it is put
 * back and taken again.
 */
import { NeedsAsset } from './clock.ts';

export class Asset<T> {
  readonly name: string;
  /** For who loads: answers later, or fails. */
  readonly fetch: () => PromiseLike<T>;
  private value: T | undefined;

  constructor(name: string, fetch: () => PromiseLike<T>) {
    this.name = name;
    this.fetch = fetch;
  }

  /** Throws NeedsAsset until it is there. */
  get(): T {
    if (this.value === undefined) throw new NeedsAsset(this.name);
    return this.value;
  }

  get isThere(): boolean {
    return this.value !== undefined;
  }

  /** It has been loaded. */
  accept(value: T): void {
    this.value = value;
  }
}
