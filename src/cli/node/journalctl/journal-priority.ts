/** How grave an entry is. */
import type { JournalLine } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';

const levels = 'emerg alert crit err warning notice info debug'.split(' ');
const INFO = 6;
const DEBUG = 7;

/** `err`: that or worse; `warning..notice`: from one to the other. */
export function prioritiesOf(text: string): readonly [number, number] {
  if (text === '') return [0, DEBUG];
  const numberOf = (word: string): number => {
    const level = /^[0-7]$/.test(word) ? Number(word) : levels.indexOf(word);
    if (level < 0) throw new CommandError(text.includes('..') ? `Failed to parse log level range ${text}` : `Unknown log level ${text}`, { isBare: true });
    return level;
  };
  const [from = '', to] = text.split('..');
  if (to === undefined) return [0, numberOf(from)];
  const ends = [numberOf(from), numberOf(to)] as const;
  return [Math.min(...ends), Math.max(...ends)];
}

/** What processes print is information to the journal, whatever they say; init and the kernel tell how grave theirs is. */
const graver: readonly (readonly [identifier: string, text: RegExp, level: number])[] = [
  ['systemd', /^Failed to start /, 3],
  ['systemd', /: Failed with result |: Start request repeated too quickly/, 4],
  ['systemd', /: Main process exited, .*status=(?!0)/, 5],
  ['kernel', /^(?:Memory cgroup out|Out) of memory: /i, 3],
  ['kernel', /invoked oom-killer/, 4],
];

export function priorityOf({ identifier, text }: JournalLine): number {
  return graver.find(([who, pattern]) => who === identifier && pattern.test(text))?.[2] ?? INFO;
}
