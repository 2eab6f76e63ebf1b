/** Durations: Go's print and parse, and the rough human forms of kubectl's AGE column and of docker. */

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  'µs': 1_000n, // U+00B5
  'μs': 1_000n, // U+03BC
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** As Go's Duration prints itself: 1.795718267s, 2m0s, 100ms, 0s. */
export function formatDuration(milliseconds: number): string {
  return formatDurationNanos(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}

export function formatDurationNanos(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const n = nanos < 0n ? -nanos : nanos;
  if (n < 1_000n) return `${sign}${n}ns`;
  if (n < 1_000_000n) return `${sign}${decimal(n, 3)}µs`;
  if (n < 1_000_000_000n) return `${sign}${decimal(n, 6)}ms`;
  const minutes = n / 60_000_000_000n;
  const seconds = `${decimal(n % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m${seconds}`;
}

function decimal(n: bigint, places: number): string {
  const digits = String(n).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
}

export type DurationAnswer = { readonly nanos: bigint; readonly milliseconds: number } | { readonly error: string };

const int64Max = 0x7fffffffffffffffn;

/** Parses "1h5m", "-1.5s", "100ms", "0"; the error is Go's: `time: invalid duration "x"`. */
export function parseDuration(text: string): DurationAnswer {
  const quoted = JSON.stringify(text);
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return { nanos: 0n, milliseconds: 0 };
  if (rest === '') return { error: `time: invalid duration ${quoted}` };
  let nanos = 0n;
  while (rest !== '') {
    const [, whole = '', point, fraction = ''] = /^(\d*)(?:(\.)(\d*))?/.exec(rest)!;
    if (whole === '' && fraction === '') return { error: `time: invalid duration ${quoted}` };
    rest = rest.slice(whole.length + (point === undefined ? 0 : 1 + fraction.length));
    const unit = /^[^.0-9]*/.exec(rest)![0];
    if (unit === '') return { error: `time: missing unit in duration ${quoted}` };
    const scale = Object.hasOwn(unitNanos, unit) ? unitNanos[unit] : undefined;
    if (scale === undefined) return { error: `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}` };
    if (whole.length > 20) return { error: `time: invalid duration ${quoted}` };
    const kept = fraction.slice(0, 18); // more digits than any unit has nanoseconds
    nanos += BigInt(whole || '0') * scale + (BigInt(kept || '0') * scale) / 10n ** BigInt(kept.length);
    if (nanos > int64Max) return { error: `time: invalid duration ${quoted}` };
    rest = rest.slice(unit.length);
  }
  if (negative) nanos = -nanos;
  return { nanos, milliseconds: Number(nanos / 1000n) / 1000 };
}

/** kubectl's AGE: at most two units, the second only while the first is small (3m8s, 5d2h, 12d). */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return withSmaller(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withSmaller(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return withSmaller(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  if (hours < 24 * 365 * 8) return withSmaller(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/** The coarser form of older columns: one unit only (5s, 3m, 2h, 4d). */
export function shortHumanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  if (seconds < 86_400 * 365) return `${Math.floor(seconds / 86_400)}d`;
  return `${Math.floor(seconds / (86_400 * 365))}y`;
}

function withSmaller(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** Docker's words: "Less than a second", "About a minute", "2 hours"; the caller adds " ago". */
export function dockerDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / 3600 + 0.5); // docker rounds hours, and only hours
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(seconds / 3600 / 24 / 365)} years`;
}
