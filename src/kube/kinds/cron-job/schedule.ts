/** Schedules of CronJobs, five fields as cron has them: which minutes they mean, and what is wrong with a text that is none. */

export interface Schedule {
  /** The first moment after `afterMs` (since 1970, UTC) that the schedule means; undefined when there is none within five years. */
  next(afterMs: number): number | undefined;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Bounds[] = [{ min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 }, { min: 1, max: 12, names: months }, { min: 0, max: 6, names: days }];
const shorthands: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Throws Error with the words of the server's parser. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new Error('empty spec string');
  const every = /^@every (\d+)(s|m|h)$/.exec(text);
  if (every) return everyPeriod(Number(every[1]) * { s: 1000, m: minuteMs, h: 3_600_000 }[every[2] as 's' | 'm' | 'h']);
  if (text.startsWith('@') && !Object.hasOwn(shorthands, text)) throw new Error(`unrecognized descriptor: ${text}`);
  const parts = (shorthands[text] ?? text).trim().split(/\s+/);
  if (parts.length !== fields.length) throw new Error(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  const [minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek] = parts.map((part, i) => parseField(part, fields[i]!)) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const isStar = (part: string) => part.startsWith('*') || part === '?';
  // With both days given, either will do.
  const both = isStar(parts[2]!) || isStar(parts[4]!);
  return {
    next(afterMs) {
      let day = Math.floor(afterMs / dayMs);
      const last = day + 5 * 366;
      let from = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs;
      for (; day <= last; day++, from = day * dayMs) {
        const { month, dayOfMonth } = civil(day);
        const matchesMonthDay = daysOfMonth.has(dayOfMonth);
        const matchesWeekDay = daysOfWeek.has((day + 4) % 7); // 1970 began on a Thursday
        if (!monthsOfYear.has(month) || !(both ? matchesMonthDay && matchesWeekDay : matchesMonthDay || matchesWeekDay)) continue;
        for (let at = Math.max(from, day * dayMs); at < (day + 1) * dayMs; at += minuteMs) {
          const minute = Math.floor((at - day * dayMs) / minuteMs);
          if (hours.has(Math.floor(minute / 60)) && minutes.has(minute % 60)) return at;
        }
      }
      return undefined;
    },
  };
}

function everyPeriod(periodMs: number): Schedule {
  return { next: (afterMs) => afterMs - (afterMs % 1000) + Math.max(periodMs, 1000) };
}

function parseField(text: string, bounds: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) for (const value of parseRange(part, bounds)) values.add(value);
  return values;
}

function parseRange(text: string, { min, max, names }: Bounds): readonly number[] {
  const [range = '', step, ...more] = text.split('/');
  const [low = '', high, ...rest] = range.split('-');
  if (rest.length > 0) throw new Error(`too many hyphens: ${text}`);
  if (more.length > 0) throw new Error(`too many slashes: ${text}`);
  const number = (word: string): number => {
    const named = names?.indexOf(word.toLowerCase()) ?? -1;
    if (named >= 0) return named + min;
    if (!/^\d{1,9}$/.test(word)) throw new Error(`failed to parse int from ${word}: strconv.Atoi: parsing "${word}": invalid syntax`);
    return Number(word);
  };
  const isStar = low === '*' || low === '?';
  const begin = isStar ? min : number(low);
  const end = isStar ? max : high !== undefined ? number(high) : step !== undefined ? max : begin;
  const by = step === undefined ? 1 : number(step);
  if (begin < min) throw new Error(`beginning of range (${begin}) below minimum (${min}): ${text}`);
  if (end > max) throw new Error(`end of range (${end}) above maximum (${max}): ${text}`);
  if (begin > end) throw new Error(`beginning of range (${begin}) beyond end of range (${end}): ${text}`);
  if (by === 0) throw new Error(`step of range should be a positive number: ${text}`);
  const values: number[] = [];
  for (let value = begin; value <= end; value += by) values.push(value);
  return values;
}

/** Month (1 to 12) and day of the month of a day since 1970. */
function civil(day: number): { readonly month: number; readonly dayOfMonth: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { month: shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9, dayOfMonth };
}
