/** Times as text, from and to milliseconds since 1970 in UTC, without the Date object, whose parsing differs between browsers. */

const dayMs = 86_400_000;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export interface CivilTime {
  readonly year: number;
  readonly month: number; // 1 to 12
  readonly day: number; // 1 to 31
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number; // may have a fraction
  readonly weekday: number; // 0 is Sunday
}

export function civilTime(epochMs: number): CivilTime {
  const days = Math.floor(epochMs / dayMs);
  const ofDay = epochMs - days * dayMs;
  const { year, month, day } = civilDate(days);
  const seconds = Math.floor(ofDay / 1000);
  return {
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    millisecond: ofDay - seconds * 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

// Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** 2026-11-21T20:07:30Z: what Kubernetes keeps of a time. */
export function formatRfc3339(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== printed.second) {
    const t = civilTime(epochMs);
    printed = { second, text: `${pad(t.year, 4)}-${pad(t.month)}-${pad(t.day)}T${clock(t)}Z` };
  }
  return printed.text;
}

let printed = { second: NaN, text: '' }; // much begins in one second

/** 2026-11-21T20:07:30.123456Z: a MicroTime of leases and events. */
export function formatRfc3339Micro(epochMs: number): string {
  return `${formatRfc3339(epochMs).slice(0, -1)}.${fractionDigits(epochMs, 0).slice(0, 6)}Z`;
}

/** 2026-11-21T20:07:30.123456789Z; Go trims trailing zeros of RFC3339Nano, docker's logs keep all nine. */
export function formatRfc3339Nano(epochMs: number, extraNanos = 0, style: 'trimmed' | 'fixed' = 'trimmed'): string {
  const digits = fractionDigits(epochMs, extraNanos);
  const fraction = style === 'fixed' ? digits : digits.replace(/0+$/, '');
  return `${formatRfc3339(epochMs).slice(0, -1)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** Sat, 21 Nov 2026 20:04:21 +0000: what kubectl describe prints. */
export function formatRfc1123z(epochMs: number): string {
  const t = civilTime(epochMs);
  return `${dayNames[t.weekday]!}, ${pad(t.day)} ${monthNames[t.month - 1]!} ${pad(t.year, 4)} ${clock(t)} +0000`;
}

/** Sat, 21 Nov 2026 20:04:21 GMT: the Date header of HTTP. */
export function formatHttpDate(epochMs: number): string {
  return formatRfc1123z(epochMs).replace('+0000', 'GMT');
}

/** Sat Nov 21 20:04:21 2026, Go's ANSIC; the day padded with a blank. */
export function formatAnsiC(epochMs: number): string {
  const t = civilTime(epochMs);
  return `${dayNames[t.weekday]!} ${monthNames[t.month - 1]!} ${String(t.day).padStart(2)} ${clock(t)} ${pad(t.year, 4)}`;
}

/** Sat Nov 21 20:04:21 UTC 2026: what date prints. */
export function formatUnixDate(epochMs: number): string {
  return formatAnsiC(epochMs).replace(/ (\S+)$/, ' UTC $1');
}

/** 2026-11-21 20:04:21 +0000 UTC: docker's CreatedAt columns and Go's own print of a time. */
export function formatGoTime(epochMs: number): string {
  const t = civilTime(epochMs);
  return `${pad(t.year, 4)}-${pad(t.month)}-${pad(t.day)} ${clock(t)} +0000 UTC`;
}

export function monthName(month: number): string {
  return monthNames[month - 1]!;
}

export function weekdayName(weekday: number): string {
  return dayNames[weekday]!;
}

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,30}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Milliseconds since 1970, with what is finer as a fraction; undefined when it is no RFC 3339 time or no such day. */
export function parseRfc3339(text: string): number | undefined {
  if (text === last.text) return last.atMs;
  const atMs = parse(text);
  last = { text, atMs };
  return atMs;
}

// What was parsed last: a list is full of objects that were made in one second.
let last: { readonly text: string; readonly atMs: number | undefined } = { text: '', atMs: undefined };

function parse(text: string): number | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zoneHour = Number(match[9] ?? 0);
  const zoneMinute = Number(match[10] ?? 0);
  if (zoneHour > 24 || zoneMinute > 59) return undefined;
  const zone = (zoneHour * 60 + zoneMinute) * (match[8] === '-' ? -60_000 : 60_000);
  const nanos = Number((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return daysOf(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + nanos / 1e6 - zone;
}

/** Milliseconds since 1970 of a moment given by its parts, all in UTC. */
export function epochOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  return daysOf(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function clock(t: CivilTime): string {
  return `${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)}`;
}

function fractionDigits(epochMs: number, extraNanos: number): string {
  const { millisecond } = civilTime(epochMs);
  return pad(Math.min(Math.floor(millisecond * 1e6 + 0.5) + extraNanos, 999_999_999), 9);
}

function pad(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}
