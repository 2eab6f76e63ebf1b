/** IPv4 addresses and their ranges, as text outside and as numbers for comparing. */

/** Undefined when it is no dotted quad. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const part = Number(match[i]);
    if (part > 255) return undefined;
    value = value * 256 + part;
  }
  return value;
}

export function formatAddress(value: number): string {
  return `${Math.floor(value / 16_777_216)}.${Math.floor(value / 65_536) % 256}.${Math.floor(value / 256) % 256}.${value % 256}`;
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** A range such as 10.244.1.0/24. */
export class Cidr {
  readonly base: number;
  readonly bits: number;
  readonly size: number; // addresses in it

  constructor(base: number, bits: number) {
    this.bits = bits;
    this.size = 2 ** (32 - bits);
    this.base = Math.floor(base / this.size) * this.size;
  }

  /** Undefined when it is no range. */
  static parse(text: string): Cidr | undefined {
    const slash = text.indexOf('/');
    if (slash < 0) return undefined;
    const base = parseAddress(text.slice(0, slash));
    const bits = /^\d{1,2}$/.test(text.slice(slash + 1)) ? Number(text.slice(slash + 1)) : 33;
    return base === undefined || bits > 32 ? undefined : new Cidr(base, bits);
  }

  contains(address: string): boolean {
    const value = parseAddress(address);
    return value !== undefined && value >= this.base && value < this.base + this.size;
  }

  /** The n-th address of it; 1 is the usual gateway. */
  at(n: number): string {
    return formatAddress(this.base + n);
  }

  toString(): string {
    return `${formatAddress(this.base)}/${this.bits}`;
  }
}
