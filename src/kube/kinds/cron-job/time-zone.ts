/**
 * Time zones, for schedules: how far each is from UTC, and when its clocks change. The world's zones in their present rules, by the names
 * that people use most; one that is not here is refused.
 */
import { civilTime, parseRfc3339 } from '../../../base/index.ts';
import type { Schedule } from './schedule.ts';

type Changes = 'none' | 'europe' | 'america' | 'australia';

interface Zone {
  readonly minutes: number; // east of UTC, in winter
  readonly changes: Changes;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

const groups: readonly (readonly [minutes: number, changes: Changes, names: string])[] = [
  [0, 'none', 'UTC Etc/UTC Etc/GMT GMT Africa/Abidjan Africa/Accra Atlantic/Reykjavik'],
  [0, 'europe', 'Europe/London Europe/Dublin Europe/Lisbon'],
  [60, 'europe', 'Europe/Amsterdam Europe/Berlin Europe/Brussels Europe/Budapest Europe/Copenhagen Europe/Madrid Europe/Oslo Europe/Paris Europe/Prague Europe/Rome Europe/Stockholm Europe/Vienna Europe/Warsaw Europe/Zurich'],
  [60, 'none', 'Africa/Lagos Africa/Algiers'],
  [120, 'europe', 'Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Sofia'],
  [120, 'none', 'Africa/Johannesburg Africa/Maputo Europe/Kaliningrad'],
  [180, 'none', 'Europe/Istanbul Europe/Moscow Europe/Minsk Africa/Nairobi Asia/Riyadh Asia/Baghdad'],
  [210, 'none', 'Asia/Tehran'], [240, 'none', 'Asia/Dubai Asia/Baku'], [300, 'none', 'Asia/Karachi Asia/Tashkent Asia/Almaty'],
  [330, 'none', 'Asia/Kolkata Asia/Calcutta Asia/Colombo'], [345, 'none', 'Asia/Kathmandu'], [360, 'none', 'Asia/Dhaka'],
  [420, 'none', 'Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Saigon'],
  [480, 'none', 'Asia/Shanghai Asia/Chongqing Asia/Hong_Kong Asia/Taipei Asia/Singapore Asia/Kuala_Lumpur Asia/Manila Australia/Perth PRC'],
  [540, 'none', 'Asia/Tokyo Asia/Seoul Japan'], [570, 'none', 'Australia/Darwin'], [600, 'none', 'Australia/Brisbane'], [600, 'australia', 'Australia/Sydney Australia/Melbourne'],
  [-180, 'none', 'America/Sao_Paulo America/Argentina/Buenos_Aires America/Buenos_Aires'],
  [-300, 'america', 'America/New_York America/Toronto US/Eastern'], [-300, 'none', 'America/Bogota America/Lima'],
  [-360, 'america', 'America/Chicago US/Central'], [-360, 'none', 'America/Mexico_City'],
  [-420, 'america', 'America/Denver US/Mountain'], [-420, 'none', 'America/Phoenix'],
  [-480, 'america', 'America/Los_Angeles America/Vancouver US/Pacific'], [-600, 'none', 'Pacific/Honolulu'],
];

const zones: ReadonlyMap<string, Zone> = new Map(groups.flatMap(([minutes, changes, names]) => names.split(' ').map((name): [string, Zone] => [name, { minutes, changes }])));

export function isTimeZone(name: string): boolean {
  return zones.has(name);
}

/** The schedule read by the clocks of a zone. */
export function zonedSchedule(schedule: Schedule, name: string | undefined): Schedule {
  const zone = zones.get(name ?? 'UTC');
  if (!zone || (zone.minutes === 0 && zone.changes === 'none')) return schedule;
  return {
    next(afterMs) {
      let local = schedule.next(afterMs + offsetMs(zone, afterMs));
      for (; local !== undefined; local = schedule.next(local)) {
        const at = local - offsetMs(zone, local - zone.minutes * minuteMs);
        if (at > afterMs) return at;
      }
      return undefined;
    },
  };
}

function offsetMs({ minutes, changes }: Zone, atMs: number): number {
  return (minutes + (isSummer(changes, atMs, minutes) ? 60 : 0)) * minuteMs;
}

function isSummer(changes: Changes, atMs: number, minutes: number): boolean {
  if (changes === 'none') return false;
  const { year } = civilTime(atMs);
  if (changes === 'europe') return atMs >= sunday(year, 4, 0) + 60 * minuteMs && atMs < sunday(year, 11, 0) + 60 * minuteMs;
  const local = atMs + minutes * minuteMs; // by the winter's clock
  if (changes === 'america') return local >= sunday(year, 3, 2) + 120 * minuteMs && local < sunday(year, 11, 1) + 60 * minuteMs;
  return !(local >= sunday(year, 4, 1) + 120 * minuteMs && local < sunday(year, 10, 1) + 120 * minuteMs);
}

/** The n-th Sunday of a month; 0 is the last one of the month before. */
function sunday(year: number, month: number, n: number): number {
  const first = parseRfc3339(`${year}-${String(month).padStart(2, '0')}-01T00:00:00Z`)! / dayMs;
  const ahead = (7 - ((first + 4) % 7)) % 7;
  return (first + ahead + 7 * (n - 1)) * dayMs;
}
