/** Dates as people type them for date -d and touch -d, in UTC: a part of GNU's grammar, and undefined for what is not in it. */
import { civilTime, epochOf } from '../../base/index.ts';

const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { sec: 1_000, second: 1_000, min: 60_000, minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs, fortnight: 14 * dayMs };
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** East of Greenwich. */
const zoneHours: Readonly<Record<string, number>> = { est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, cet: 1, cest: 2, jst: 9 };

/** Milliseconds since 1970. */
export function parseDate(text: string, nowMs: number): number | undefined {
  let rest = text.trim().toLowerCase();
  let time = Math.floor(nowMs / 1000) * 1000;
  if (rest === '') return dateOf(time);
  const epoch = /^@(-?\d+)(\.\d{1,3})?\d*$/.exec(rest);
  if (epoch) return Number(epoch[1]) * 1000 + Math.round(Number(epoch[2] ?? 0) * 1000);
  const compact = /^(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(rest); // touch -t
  if (compact) return epochOf(Number(compact[1] ?? '20') * 100 + Number(compact[2]), Number(compact[3]), Number(compact[4]), Number(compact[5]), Number(compact[6]), Number(compact[7] ?? 0));
  while (rest !== '') {
    const step = oneItem(rest, time);
    if (!step) return undefined;
    time = step.time;
    rest = rest.slice(step.length).trimStart();
  }
  return time;
}

function dateOf(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

function oneItem(rest: string, time: number): { time: number; length: number } | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:t|\b)/.exec(rest);
  if (iso) return { time: epochOf(Number(iso[1]), Number(iso[2]), Number(iso[3])), length: iso[0].length };
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(rest);
  if (american) return { time: epochOf(Number(american[3]), Number(american[1]), Number(american[2])), length: american[0].length };
  const digits = /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(rest);
  if (digits) return { time: epochOf(Number(digits[1]), Number(digits[2]), Number(digits[3])), length: digits[0].length };
  const military = /^(\d{2})(\d{2})(?!\d|\s*[a-z])/.exec(rest);
  if (military) return { time: dateOf(time) + (Number(military[1]) * 60 + Number(military[2])) * 60_000, length: military[0].length };
  const half = /^(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?(?![a-z])/.exec(rest);
  if (half) return { time: dateOf(time) + (((Number(half[1]) % 12) + (half[3] === 'p' ? 12 : 0)) * 60 + Number(half[2] ?? 0)) * 60_000, length: half[0].length };
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?\d*)?(?:\s*(z\b|utc\b|gmt\b|[ecmp][sd]t\b|cet\b|cest\b|jst\b|[-+]\d{1,2}(?::?\d{2})?))?(?![\d:])/.exec(rest);
  if (clock) {
    const zone = /^([-+])(\d{1,2}):?(\d{2})?$/.exec(clock[5] ?? '');
    const offset = zone ? (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) * 60_000 * (zone[1] === '-' ? -1 : 1) : (zoneHours[clock[5] ?? ''] ?? 0) * 3_600_000;
    return { time: dateOf(time) + ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0)) * 1000 + Math.round(Number(clock[4] ?? 0) * 1000) - offset, length: clock[0].length };
  }
  const word = /^(now|today|yesterday|tomorrow|midnight|utc|gmt|z)\b/.exec(rest);
  if (word) return { time: word[1] === 'yesterday' ? time - dayMs : word[1] === 'tomorrow' ? time + dayMs : word[1] === 'midnight' ? dateOf(time) : time, length: word[0].length };
  return relative(rest, time) ?? named(rest, time);
}

/** "3 days ago", "next week", "-2 hours". */
function relative(rest: string, time: number): { time: number; length: number } | undefined {
  const match = /^(?:([-+]?\s*\d+)|(next|last))\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?\b(\s+ago\b)?/.exec(rest);
  if (!match) return undefined;
  const count = (match[2] ? (match[2] === 'next' ? 1 : -1) : Number(match[1]!.replace(/\s/g, ''))) * (match[4] ? -1 : 1);
  const unit = match[3]!;
  if (unitMs[unit] !== undefined) return { time: time + count * unitMs[unit], length: match[0].length };
  const t = civilTime(time);
  const month = t.year * 12 + t.month - 1 + count * (unit === 'year' ? 12 : 1);
  const moved = epochOf(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, t.day, t.hour, t.minute, t.second);
  return { time: moved, length: match[0].length };
}

/** "21 Nov 2026", "Nov 21", "Sat", "next Mon". */
function named(rest: string, time: number): { time: number; length: number } | undefined {
  const date = /^(?:(\d{1,2})[\s-]+([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?!:))(?:,?[\s-]+(\d{4})(?!:))?\b/.exec(rest);
  const month = date ? months.indexOf(date[2] ?? date[3]!) : -1;
  if (date && month >= 0) {
    const year = date[5] === undefined ? civilTime(time).year : Number(date[5]);
    return { time: epochOf(year, month + 1, Number(date[1] ?? date[4])), length: date[0].length };
  }
  const day = /^(?:(next|last|this)\s+)?(sun|mon|tue|wed|thu|fri|sat)[a-z]*,?/.exec(rest);
  if (!day) return undefined;
  const wanted = weekdays.indexOf(day[2]!);
  const ahead = (wanted - civilTime(time).weekday + 7) % 7;
  // The one after the next seven days begin with, or the one before today.
  const weeks = day[1] === 'last' ? -1 : day[1] === 'next' && ahead === 0 ? 1 : 0;
  return { time: dateOf(time) + (ahead + weeks * 7) * dayMs, length: day[0].length };
}
