/** Times as journalctl and systemctl write and read them; all in UTC. */
import { civilTime, epochOf, monthName, weekdayName } from '../../base/index.ts';

const dayMs = 86_400_000;
const unitsMs: ReadonlyMap<string, number> = new Map(Object.entries({ s: 1000, sec: 1000, second: 1000, m: 60_000, min: 60_000, minute: 60_000, h: 3_600_000, hour: 3_600_000, d: dayMs, day: dayMs, w: 7 * dayMs, week: 7 * dayMs }));
const two = (n: number) => String(Math.floor(n)).padStart(2, '0');

/** `Mar 02 09:00:00`. */
export function shortTime(ms: number): string {
  const t = civilTime(ms);
  return `${monthName(t.month).slice(0, 3)} ${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)}`;
}

/** `Mon 2026-03-02 09:00:00 UTC`. */
export function longTime(ms: number): string {
  const t = civilTime(ms);
  return `${weekdayName(t.weekday).slice(0, 3)} ${t.year}-${two(t.month)}-${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} UTC`;
}

/** `2h 3min`, `5s`: the two largest units. */
export function span(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [[Math.floor(seconds / 86_400), ' day'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']] as const;
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return `${Math.floor(ms)}ms`;
  return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => `${n}${unit}${unit === ' day' && n > 1 ? 's' : ''}`).join(' ');
}

/** `10 min ago`, `-5m`, `yesterday`, `09:00`, `2026-03-02 09:00`; undefined when it is none of these. */
export function parseTime(text: string, nowMs: number): number | undefined {
  const now = civilTime(nowMs);
  const todayMs = epochOf(now.year, now.month, now.day);
  if (text === 'now') return nowMs;
  if (text === 'today') return todayMs;
  if (text === 'yesterday') return todayMs - dayMs;
  if (text === 'tomorrow') return todayMs + dayMs;
  const relative = /^([-+]?)((?:\d+\s*[a-z]+\s*)+?)(\s+ago)?$/.exec(text.trim());
  if (relative && (relative[1] !== '' || relative[3])) {
    let ms = 0;
    for (const [, n = '', unit = ''] of relative[2]!.matchAll(/(\d+)\s*([a-z]+)/g)) {
      const size = unitsMs.get(unit) ?? unitsMs.get(unit.replace(/s$/, ''));
      if (size === undefined) return undefined;
      ms += Number(n) * size;
    }
    return relative[1] === '+' ? nowMs + ms : nowMs - ms;
  }
  const at = /^(?:(\d{4})-(\d{1,2})-(\d{1,2}))?\s*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (!at || text.trim() === '') return undefined;
  const [y, mo, d, h, mi, s] = at.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const day = y === undefined ? todayMs : epochOf(y, mo!, d!);
  return day + ((h ?? 0) * 3600 + (mi ?? 0) * 60 + (s ?? 0)) * 1000;
}
