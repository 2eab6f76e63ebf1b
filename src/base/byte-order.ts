/** The order of strings by their UTF-8 bytes, which is Go's: everything that prints a map sorts with it, in every browser alike. */

/** Negative, zero or positive. UTF-16 order differs from byte order only where a surrogate meets a character from U+E000 up. */
export function compareBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) return liftSurrogate(x) - liftSurrogate(y);
    return x - y;
  }
  return a.length - b.length;
}

/** The keys of an object or Map in byte order. */
export function sortedKeys(of: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>): string[] {
  const keys = of instanceof Map ? [...(of as ReadonlyMap<string, unknown>).keys()] : Object.keys(of);
  return keys.sort(compareBytes);
}

// Characters beyond the BMP sort after all of it; lone surrogates keep that place too, so that the order stays total.
function liftSurrogate(unit: number): number {
  return unit <= 0xdfff ? unit + 0x10000 : unit;
}
