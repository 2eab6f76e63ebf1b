/** Dates as jq breaks them down: [year, month from 0, day, hours, minutes, seconds, weekday, day of the year], all in UTC. */
import { civilTime, epochOf } from '../../base/index.ts';
import { formatDate } from '../language/date-format.ts';
import { described, isArray, isNumber, JqError, type Value } from './value.ts';

const dayMs = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function brokenDown(value: Value): Value {
  if (!isNumber(value)) throw new JqError('gmtime() requires a number');
  const seconds = Number(value);
  const whole = Math.floor(seconds);
  const t = civilTime(whole * 1000);
  return [t.year, t.month - 1, t.day, t.hour, t.minute, t.second + (seconds - whole), t.weekday, Math.floor((whole * 1000 - epochOf(t.year, 1, 1)) / dayMs)];
}

export function secondsOf(value: Value, name: string): number {
  if (!isArray(value)) throw new JqError(`${name} requires array of 6 numbers`);
  if (value.length < 6 || !value.every(isNumber)) throw new JqError(`${name} requires parsed datetime inputs`);
  const [year, month, day, hour, minute, second] = value.map(Number) as [number, number, number, number, number, number];
  return Math.floor(epochOf(year, month + 1, day, hour, minute, Math.floor(second)) / 1000);
}

export function strftime(value: Value, format: Value): Value {
  if (typeof format !== 'string') throw new JqError('strftime/1 requires a string format');
  const parts = isNumber(value) ? brokenDown(value) : value;
  if (!isArray(parts)) throw new JqError('strftime/1 requires parsed datetime inputs');
  return formatDate(format, secondsOf(parts, 'strftime/1') * 1000);
}

export function strptime(value: Value, format: Value): Value {
  if (typeof value !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  if (typeof format !== 'string') throw new JqError(`${described(value)} and ${described(format)} cannot be parsed as a date`);
  const parts = { year: 1900, month: 0, day: 0, hour: 0, minute: 0, second: 0, epoch: undefined as number | undefined };
  const rest = parse(value, format, parts);
  if (rest === undefined || rest !== '') throw new JqError(`date "${value}" does not match format "${format}"`);
  if (parts.epoch !== undefined) return brokenDown(parts.epoch);
  const ms = epochOf(parts.year, parts.month + 1, Math.max(1, parts.day));
  const { weekday } = civilTime(ms);
  return [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second, weekday, Math.floor((ms - epochOf(parts.year, 1, 1)) / dayMs)];
}

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; epoch: number | undefined };

const shorthand: Readonly<Record<string, string>> = { T: '%H:%M:%S', D: '%m/%d/%y', F: '%Y-%m-%d', R: '%H:%M', c: '%a %b %d %H:%M:%S %Y', r: '%I:%M:%S %p' };

/** What is left of the text; undefined when it does not match. */
function parse(text: string, format: string, parts: Parts): string | undefined {
  let rest = text;
  for (let i = 0; i < format.length; i++) {
    const char = format[i]!;
    if (/\s/.test(char)) {
      rest = rest.trimStart();
      continue;
    }
    if (char !== '%') {
      if (rest[0] !== char) return undefined;
      rest = rest.slice(1);
      continue;
    }
    const letter = format[++i] ?? '';
    const long = shorthand[letter];
    const next = long === undefined ? field(rest, letter, parts) : parse(rest, long, parts);
    if (next === undefined) return undefined;
    rest = next;
  }
  return rest;
}

function field(rest: string, letter: string, parts: Parts): string | undefined {
  const number = (digits: number, set: (n: number) => void): string | undefined => {
    const text = /^\s*[-+]?/.exec(rest)![0] + (/^\s*[-+]?(\d*)/.exec(rest)![1] ?? '').slice(0, digits);
    if (!/\d/.test(text)) return undefined;
    set(Number(text.trim()));
    return rest.slice(text.length);
  };
  const name = (pattern: RegExp, set: (text: string) => boolean): string | undefined => {
    const match = pattern.exec(rest);
    return match && set(match[0].toLowerCase()) ? rest.slice(match[0].length) : undefined;
  };
  switch (letter) {
    case 'Y':
      return number(4, (n) => (parts.year = n));
    case 'y':
      return number(2, (n) => (parts.year = n < 69 ? 2000 + n : 1900 + n));
    case 'm':
      return number(2, (n) => (parts.month = n - 1));
    case 'd':
    case 'e':
      return number(2, (n) => (parts.day = n));
    case 'H':
    case 'I':
    case 'k':
      return number(2, (n) => (parts.hour = n));
    case 'M':
      return number(2, (n) => (parts.minute = n));
    case 'S':
      return number(2, (n) => (parts.second = n));
    case 's':
      return number(20, (n) => (parts.epoch = n));
    case 'j':
      return number(3, () => {});
    case 'Z':
      return name(/^[A-Za-z]+/, () => true);
    case 'z':
      return name(/^(?:Z|[-+]\d{2}:?\d{2})/, () => true);
    case 'a':
    case 'A':
      return name(/^(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?/i, () => true);
    case 'b':
    case 'B':
    case 'h':
      return name(/^[A-Za-z]+/, (text) => (parts.month = months.indexOf(text.slice(0, 3))) >= 0);
    case 'p':
      return name(/^[ap]m/i, (text) => ((parts.hour = (parts.hour % 12) + (text === 'pm' ? 12 : 0)), true));
    case '%':
      return rest.startsWith('%') ? rest.slice(1) : undefined;
    default:
      return undefined;
  }
}
