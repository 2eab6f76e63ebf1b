/** dd conv=: what becomes of the blocks on their way. */
import { concat } from '../../base/index.ts';
import type { Plan } from './dd-plan.ts';

const BLANK = 0x20;
const NEWLINE = 10;

export class Converter {
  private readonly plan: Plan;
  private record: number[] = []; // of block or unblock, as far as it has come

  constructor(plan: Plan) {
    this.plan = plan;
  }

  take(bytes: Uint8Array): Uint8Array {
    const { conv, ibs, cbs } = this.plan;
    if (conv.size === 0) return bytes;
    let made = bytes;
    if (conv.has('swab')) made = made.map((byte, i) => bytes[i % 2 === 0 ? i + 1 : i - 1] ?? byte);
    if (conv.has('sync') && made.length < ibs) made = concat([made, new Uint8Array(ibs - made.length).fill(conv.has('block') || conv.has('unblock') ? BLANK : 0)]);
    if (conv.has('ucase')) made = made.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
    if (conv.has('lcase')) made = made.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
    if (cbs === 0) return made;
    return conv.has('block') ? this.blocked(made) : conv.has('unblock') ? this.unblocked(made) : made;
  }

  /** What is left when there is no more. */
  end(): Uint8Array {
    const { conv } = this.plan;
    if (this.record.length === 0) return new Uint8Array();
    return Uint8Array.from(conv.has('block') ? this.padded() : [...this.trimmed(), NEWLINE]);
  }

  /** Lines become records of cbs bytes. */
  private blocked(bytes: Uint8Array): Uint8Array {
    const made: number[] = [];
    for (const byte of bytes) {
      if (byte !== NEWLINE) {
        if (this.record.length <= this.plan.cbs) this.record.push(byte);
        continue;
      }
      for (const one of this.padded()) made.push(one);
      this.record = [];
    }
    return Uint8Array.from(made);
  }

  private padded(): number[] {
    return Array.from({ length: this.plan.cbs }, (_, i) => this.record[i] ?? BLANK);
  }

  /** And back. */
  private unblocked(bytes: Uint8Array): Uint8Array {
    const made: number[] = [];
    for (const byte of bytes) {
      this.record.push(byte);
      if (this.record.length < this.plan.cbs) continue;
      for (const one of this.trimmed()) made.push(one);
      made.push(NEWLINE);
      this.record = [];
    }
    return Uint8Array.from(made);
  }

  private trimmed(): number[] {
    let end = this.record.length;
    while (end > 0 && this.record[end - 1] === BLANK) end--;
    return this.record.slice(0, end);
  }
}
