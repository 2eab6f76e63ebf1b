/** Times as sleep and timeout take them: 1.5, 10s, 5m, 2h, 1d, infinity. */

const unitMs: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds; undefined when it is no time. */
export function parseInterval(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (match) return Number(match[1]) * unitMs[match[2]!]!;
  return /^inf(inity)?$/i.test(text) ? Infinity : undefined;
}
