/**
 * Seeded chance. Each actor forks its own stream by a label, so that one actor drawing more often does not change what
 * another one draws: a test stays reproducible when a component is added. The generator is sfc32.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number | string) {
    const text = String(seed);
    let h = 0x811c9dc5 | 0;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    this.a = h | 0;
    this.b = (Math.imul(h, 0x85ebca6b) ^ 0x9e3779b9) | 0;
    this.c = (Math.imul(h, 0xc2b2ae35) ^ text.length) | 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A whole number from 0 to 2³²−1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** A whole number from 0 to n−1. */
  below(n: number): number {
    return this.next() % n;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A stream of its own, fixed by this stream's present state and the label; this stream does not move. */
  fork(label: string): Random {
    return new Random(`${this.a >>> 0}.${this.b >>> 0}.${this.c >>> 0}/${label}`);
  }
}
