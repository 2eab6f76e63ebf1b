/** strftime in UTC and the C locale: what date +FORMAT, printf %(…)T, ls and stat print. */
import { civilTime, epochOf, monthName, weekdayName, type CivilTime } from '../../base/index.ts';

const dayMs = 86_400_000;
const longMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export function formatDate(format: string, epochMs: number): string {
  const t = civilTime(epochMs);
  return format.replace(/%([-_0^#]*)(\d*)([EO]?)(:{0,3}z|[a-zA-Z%+])/g, (whole, flags: string, width: string, _modifier, verb: string) => {
    const value = field(verb, t, epochMs);
    return value === undefined ? whole : adjust(value, flags, width);
  });
}

function adjust(value: Field, flags: string, width: string): string {
  let { text } = value;
  if (flags.includes('-')) text = text.replace(/^[0 ]+(?=\d)/, '');
  else if (flags.includes('_')) text = text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length));
  else if (flags.includes('0')) text = text.replace(/^ +/, (blanks) => '0'.repeat(blanks.length));
  if (flags.includes('^')) text = text.toUpperCase();
  if (flags.includes('#')) text = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  return width === '' ? text : text.padStart(Math.min(Number(width), 200), value.numeric ? '0' : ' ');
}

interface Field {
  readonly text: string;
  readonly numeric: boolean;
}

function number(n: number, width: number, fill = '0'): Field {
  const digits = String(Math.abs(n)).padStart(width, fill);
  return { text: n < 0 ? `-${digits}` : digits, numeric: true };
}

function words(text: string): Field {
  return { text, numeric: false };
}

function field(verb: string, t: CivilTime, epochMs: number): Field | undefined {
  const dayOfYear = Math.floor((epochMs - epochOf(t.year, 1, 1)) / dayMs);
  const hour12 = t.hour % 12 || 12;
  switch (verb) {
    case 'a':
      return words(weekdayName(t.weekday));
    case 'A':
      return words(longDays[t.weekday]!);
    case 'b':
    case 'h':
      return words(monthName(t.month));
    case 'B':
      return words(longMonths[t.month - 1]!);
    case 'c':
      return words(formatDate('%a %b %e %H:%M:%S %Y', epochMs));
    case 'C':
      return number(Math.floor(t.year / 100), 2);
    case 'd':
      return number(t.day, 2);
    case 'D':
    case 'x':
      return words(formatDate('%m/%d/%y', epochMs));
    case 'e':
      return number(t.day, 2, ' ');
    case 'F':
      return words(formatDate('%Y-%m-%d', epochMs));
    case 'H':
      return number(t.hour, 2);
    case 'I':
      return number(hour12, 2);
    case 'j':
      return number(dayOfYear + 1, 3);
    case 'k':
      return number(t.hour, 2, ' ');
    case 'l':
      return number(hour12, 2, ' ');
    case 'm':
      return number(t.month, 2);
    case 'M':
      return number(t.minute, 2);
    default:
      return laterField(verb, t, epochMs, dayOfYear);
  }
}

function laterField(verb: string, t: CivilTime, epochMs: number, dayOfYear: number): Field | undefined {
  switch (verb) {
    case 'n':
      return words('\n');
    case 'N':
      return number(Math.floor(t.millisecond * 1_000_000), 9);
    case 'p':
      return words(t.hour < 12 ? 'AM' : 'PM');
    case 'P':
      return words(t.hour < 12 ? 'am' : 'pm');
    case 'r':
      return words(formatDate('%I:%M:%S %p', epochMs));
    case 'R':
      return words(formatDate('%H:%M', epochMs));
    case 's':
      return number(Math.floor(epochMs / 1000), 1);
    case 'S':
      return number(t.second, 2);
    case 't':
      return words('\t');
    case 'T':
    case 'X':
      return words(formatDate('%H:%M:%S', epochMs));
    case 'u':
      return number(t.weekday || 7, 1);
    case 'U':
      return number(Math.floor((dayOfYear + 7 - t.weekday) / 7), 2);
    case 'V':
      return number(isoWeek(epochMs).week, 2);
    case 'G':
      return number(isoWeek(epochMs).year, 4);
    case 'w':
      return number(t.weekday, 1);
    case 'W':
      return number(Math.floor((dayOfYear + 7 - ((t.weekday + 6) % 7)) / 7), 2);
    case 'y':
      return number(t.year % 100, 2);
    case 'Y':
      return number(t.year, 4);
    case 'z':
      return words('+0000');
    case ':z':
      return words('+00:00');
    case '::z':
      return words('+00:00:00');
    case 'Z':
      return words('UTC');
    case '%':
      return words('%');
    default:
      return undefined;
  }
}

/** The week of ISO 8601 belongs to the year of its Thursday. */
function isoWeek(epochMs: number): { year: number; week: number } {
  const days = Math.floor(epochMs / dayMs);
  const weekday = (((days + 3) % 7) + 7) % 7; // Monday is 0
  const thursday = (days - weekday + 3) * dayMs;
  const { year } = civilTime(thursday);
  return { year, week: 1 + Math.floor((thursday - epochOf(year, 1, 1)) / dayMs / 7) };
}
