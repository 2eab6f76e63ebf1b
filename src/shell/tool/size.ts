/** Sizes with their suffixes: read from `10`, `+3`, `4K`, `1M`, written as ls -h and du -h do. */

const powers = 'KMGTPE';

/** A whole number, perhaps signed, with K, M, G (1024) or kB, MB (1000); undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const match = /^([-+]?)(\d+)(?:(b)|([kKmMGTPE])(i?B)?)?$/.exec(text);
  if (!match) return undefined;
  const [, sign, digits, block, letter, unit] = match;
  let factor = block ? 512 : 1;
  if (letter) {
    const base = unit === 'B' ? 1000 : 1024;
    for (let i = powers.indexOf(letter.toUpperCase()); i >= 0; i--) factor *= base;
  }
  const value = Number(digits) * factor;
  return sign === '-' ? -value : value;
}

/** 512, 1.5K, 23M: rounded up, one digit after the point below ten. */
export function humanSize(bytes: number, base = 1024): string {
  if (bytes < base) return String(bytes);
  let value = bytes;
  let power = -1;
  while (value >= base && power < powers.length - 1) {
    value /= base;
    power++;
  }
  let shown = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
  if (shown >= base && power < powers.length - 1) {
    shown /= base;
    power++;
  }
  return `${shown < 10 ? shown.toFixed(1) : String(Math.ceil(shown))}${base === 1000 && power === 0 ? 'k' : powers[power]!}`;
}
