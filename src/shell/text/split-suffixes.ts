/** What split puts behind the prefix: aa, ab, … yz, and then, unless a length was asked for, zaaa and so on, so that names stay in order. */
import type { Options } from '../tool/options.ts';

const DEFAULT_LENGTH = 2;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export class SplitSuffixes {
  private readonly digits: string;
  private readonly length: number;
  private readonly widens: boolean;
  private readonly from: number;

  private constructor(digits: string, length: number, widens: boolean, from: number) {
    this.digits = digits;
    this.length = length;
    this.widens = widens;
    this.from = from;
  }

  /** `count` is how many there will be, 0 when nobody knows. A string is what is wrong with the options. */
  static of(options: Options, count: number): SplitSuffixes | string {
    const hex = options.has('x') || options.has('hex-suffixes');
    const digits = hex ? '0123456789abcdef' : options.has('d') || options.has('numeric-suffixes') ? '0123456789' : LETTERS;
    const start = options.value(hex ? 'hex-suffixes' : 'numeric-suffixes') || undefined;
    if (start !== undefined && !(hex ? /^[\da-f]+$/i : /^\d+$/).test(start)) return `invalid start value: '${start}'`;
    const from = start === undefined ? 0 : Number.parseInt(start, digits.length);
    const text = options.value('a') ?? '0';
    if (!/^\d+$/.test(text)) return `invalid suffix length: ‘${text}’`;
    let needed = 1;
    for (let last = count - 1 + (from < count ? from : 0); last >= digits.length; last = Math.floor(last / digits.length)) needed++;
    const asked = Number(text);
    if (asked > 0 && asked < needed) return `the suffix length needs to be at least ${needed}`;
    return new SplitSuffixes(digits, asked || Math.max(DEFAULT_LENGTH, needed, start?.length ?? 0), asked === 0 && count === 0 && start === undefined, from);
  }

  /** Undefined: there are no more. */
  at(index: number): string | undefined {
    const { digits } = this;
    const roomOf = (places: number): number => (this.widens ? (digits.length - 1) * digits.length ** (places - 1) : Infinity);
    let left = index + this.from;
    let front = '';
    let { length } = this;
    for (let room = roomOf(length); left >= room; room = roomOf(++length)) {
      left -= room;
      front += digits.at(-1)!;
    }
    let text = '';
    for (let i = 0; i < length; i++) {
      text = digits[left % digits.length]! + text;
      left = Math.floor(left / digits.length);
    }
    return left > 0 ? undefined : front + text;
  }
}
