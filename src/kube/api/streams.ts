/** The answers of a server that are still under way: ended when the server is. */
import type { Cancel } from '../../sim/index.ts';

export class Streams {
  private readonly ends = new Set<() => void>();
  private readonly atLast: (() => void)[] = [];

  /** Remembers how to end one; the returned function forgets it. */
  add(end: () => void): Cancel {
    this.ends.add(end);
    return () => this.ends.delete(end);
  }

  /** Something that is no answer, but ends with the server too. */
  atEnd(end: () => void): void {
    this.atLast.push(end);
  }

  endAll(): void {
    for (const end of this.atLast.splice(0)) end();
    const ends = [...this.ends]; // each forgets itself
    for (const end of ends) end();
    this.ends.clear();
  }

  get size(): number {
    return this.ends.size;
  }
}
