/** A running 64-bit hash in two 32-bit lanes, cheap enough for every event: the log hash that two runs of a world compare. */
export class LogHash {
  private a = 0x811c9dc5 | 0;
  private b = 0x9e3779b9 | 0;

  number(n: number): void {
    this.mix(n | 0);
    this.mix((n / 4294967296) | 0);
  }

  /** In variables of its own: every key of every write passes here. */
  text(s: string): void {
    let { a, b } = this;
    for (let i = 0; i <= s.length; i++) {
      const n = i < s.length ? s.charCodeAt(i) : 0x10000 + s.length;
      a = Math.imul(a ^ n, 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ n, 0x85ebca6b);
    }
    this.a = a;
    this.b = b;
  }

  hex(): string {
    return lane(this.a) + lane(this.b);
  }

  private mix(n: number): void {
    this.a = Math.imul(this.a ^ n, 0x01000193);
    this.b = Math.imul((this.b << 5) ^ (this.b >>> 27) ^ n, 0x85ebca6b);
  }
}

function lane(n: number): string {
  return (n >>> 0).toString(16).padStart(8, '0');
}
