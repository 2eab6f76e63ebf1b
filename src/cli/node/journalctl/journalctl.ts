/** journalctl: what the units of a host have printed, and what init says about them. */
import { compilePattern, formatRfc3339, printJson } from '../../../base/index.ts';
import { until, type JournalLine, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { longTime, parseTime, shortTime } from '../journal-time.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { bootId, fieldsOf, keeping, keepingFlags, matchesOf } from './journal-keeping.ts';

const followLines = 10;
const endLines = 1000; // of -e

const showVerb: NodeVerb = {
  name: 'show',
  summary: 'Query the journal.',
  usage: '[OPTIONS...]',
  flags: [
    { name: 'unit', short: 'u', type: 'array', usage: 'Show logs from the specified unit' },
    { name: 'follow', short: 'f', type: 'bool', initial: 'false', usage: 'Follow the journal' },
    { name: 'lines', short: 'n', type: 'string', usage: 'Number of journal entries to show' },
    { name: 'since', short: 'S', type: 'string', usage: 'Show entries not older than the specified date' },
    { name: 'until', short: 'U', type: 'string', usage: 'Show entries not newer than the specified date' },
    { name: 'boot', short: 'b', type: 'optional', bare: '0', usage: 'Show current boot or the specified boot' },
    { name: 'dmesg', short: 'k', type: 'bool', initial: 'false', usage: 'Show kernel message log from the current boot' },
    { name: 'output', short: 'o', type: 'string', initial: 'short', usage: 'Change journal output mode (short, short-full, short-iso, short-unix, json, json-pretty, cat)' },
    { name: 'reverse', short: 'r', type: 'bool', initial: 'false', usage: 'Show the newest entries first' },
    { name: 'priority', short: 'p', type: 'string', usage: 'Show entries with the specified priority' },
    { name: 'grep', short: 'g', type: 'string', usage: 'Show entries with MESSAGE matching PATTERN' },
    { name: 'pager-end', short: 'e', type: 'bool', initial: 'false', usage: 'Immediately jump to the end in the pager' },
    { name: 'catalog', short: 'x', type: 'bool', initial: 'false', usage: 'Add message explanations where available' },
    { name: 'no-pager', type: 'bool', initial: 'false', usage: 'Do not pipe output into a pager' },
    { name: 'identifier', short: 't', type: 'array', usage: 'Show entries with the specified syslog identifier' },
    { name: 'utc', type: 'bool', initial: 'false', usage: 'Express time in Coordinated Universal Time (UTC)' },
    { name: 'full', short: 'l', type: 'bool', initial: 'false', usage: 'Do not ellipsize fields' },
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show all fields, including long and unprintable' },
    ...keepingFlags,
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Do not show info messages and privilege warning' },
  ],
  *run(call) {
    const { p, flags } = call;
    if (p.uid !== 0) {
      const hint = "Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal' can see all messages.\n      Pass -q to turn off this notice.\n";
      yield* p.error(`${flags.bool('quiet') ? '' : hint}No journal files were opened due to insufficient permissions.\n`);
      return 1;
    }
    const kept = keeping(call);
    if (kept !== undefined) {
      yield* p.print(kept);
      return 0;
    }
    const mode = flags.text('output');
    if (!modes.includes(mode)) throw new CommandError(`Unknown output format '${mode}'.`, { isBare: true });
    const wanted = filterOf(call);
    const { journal } = p.host.init;
    const all = journal.read().filter(wanted);
    const lines = limitOf(call);
    const shown = lines === undefined ? all : all.slice(Math.max(0, all.length - lines));
    if (flags.bool('reverse')) shown.reverse();
    yield* p.print(rangeLine(call));
    if (shown.length === 0 && !flags.bool('follow')) yield* p.print('-- No entries --\n');
    for (const line of shown) yield* p.print(lineText(p, line, flags.text('output')));
    if (flags.bool('follow')) yield* follow(call, wanted);
    return 0;
  },
};

type Wanted = (line: JournalLine) => boolean;

function filterOf({ p, flags, args }: NodeCall): Wanted {
  const fields = matchesOf(args);
  const identifiers = flags.list('identifier');
  const units = new Set(flags.bool('dmesg') ? ['kernel'] : flags.list('unit').map((name) => name.replace(/\.service$/, '')));
  const time = (name: 'since' | 'until'): number | undefined => {
    if (!flags.has(name)) return undefined;
    const ms = parseTime(flags.text(name), p.host.wallMs);
    if (ms === undefined) throw new CommandError(`Failed to parse timestamp: ${flags.text(name)}`, { isBare: true });
    return ms;
  };
  const [sinceMs = -Infinity, untilMs = Infinity] = [time('since'), time('until')];
  const { journal } = p.host.init;
  const boot = flags.has('boot') || flags.bool('dmesg') ? journal.boot + Math.min(0, Number(flags.text('boot') || '0')) : undefined;
  const matches = matcherOf(flags.text('grep'));
  const [gravest, least] = prioritiesOf(flags.text('priority'));
  return (line) =>
    (units.size === 0 || units.has(line.unit)) && (identifiers.length === 0 || identifiers.includes(line.identifier)) && fields(line) && line.atMs >= sinceMs && line.atMs <= untilMs && (boot === undefined || line.boot === boot) && matches(line.text) && priorityOf(line) >= gravest && priorityOf(line) <= least;
}

const levels = 'emerg alert crit err warning notice info debug'.split(' ');
const INFO = 6;
const DEBUG = 7;

/** `err`: that or worse; `warning..notice`: from one to the other. */
function prioritiesOf(text: string): readonly [number, number] {
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

function priorityOf({ identifier, text }: JournalLine): number {
  return graver.find(([who, pattern]) => who === identifier && pattern.test(text))?.[2] ?? INFO;
}

/** In small letters it matches capitals too. */
function matcherOf(source: string): (text: string) => boolean {
  if (source === '') return () => true;
  const compiled = compilePattern(source, { ignoreCase: source === source.toLowerCase() });
  if ('error' in compiled) throw new CommandError(`Bad pattern "${source}": ${compiled.error.replace('error parsing regexp: ', '')}`, { isBare: true });
  return (text) => compiled.pattern.test(text);
}

function limitOf({ flags }: NodeCall): number | undefined {
  const text = flags.text('lines');
  if (text === '') return flags.bool('follow') ? followLines : flags.bool('pager-end') ? endLines : undefined;
  if (text === 'all') return undefined;
  if (!/^\d+$/.test(text)) throw new CommandError(`Failed to parse lines '${text}'`, { isBare: true });
  return Number(text);
}

/** Before release 250, that of Ubuntu 22.10, it said first how far the journal reaches; later words than these are those of 247 and 249. */
function rangeLine({ p, flags }: NodeCall): string {
  const { name, number } = /^(?<name>Ubuntu|Debian GNU\/Linux) (?<number>\d+)/.exec(p.host.facts.osImage)?.groups ?? {};
  const mode = flags.text('output');
  const all = p.host.init.journal.read();
  if (Number(number) >= (name === 'Ubuntu' ? 23 : 12) || name === undefined || flags.bool('quiet') || mode === 'cat' || mode.startsWith('json') || all.length === 0) return '';
  const begins = longTime(all[0]!.atMs);
  return flags.bool('follow') ? `-- Logs begin at ${begins}. --\n` : `-- Logs begin at ${begins}, end at ${longTime(all.at(-1)!.atMs)}. --\n`;
}

/** Until it is interrupted. */
function* follow({ p, flags }: NodeCall, wanted: Wanted): Task {
  const { journal } = p.host.init;
  const fresh: JournalLine[] = [];
  let wake = (): void => {};
  const stop = journal.follow((line) => {
    if (!wanted(line)) return;
    fresh.push(line);
    wake();
  });
  try {
    for (;;) {
      if (fresh.length === 0) {
        yield until((done) => {
          wake = () => void p.host.clock.after(0, 'journalctl', done);
          return () => (wake = () => {});
        });
        wake = () => {};
      }
      for (const line of fresh.splice(0)) yield* p.print(lineText(p, line, flags.text('output')));
    }
  } finally {
    stop();
  }
}

const modes = ['short', 'short-full', 'short-iso', 'short-iso-precise', 'short-precise', 'short-unix', 'verbose', 'json', 'json-pretty', 'cat'];

export function lineText({ host }: Process, line: JournalLine, mode = 'short'): string {
  const { atMs, identifier, pid, text } = line;
  if (mode === 'cat') return `${text}\n`;
  if (mode.startsWith('json')) {
    const fields = { ...fieldsOf(host, line, priorityOf(line)), __REALTIME_TIMESTAMP: String(Math.floor(atMs * 1000)) };
    return `${printJson(fields, mode === 'json' ? {} : { indent: '\t' })}\n`;
  }
  if (mode === 'verbose') {
    const fields = Object.entries(fieldsOf(host, line, priorityOf(line))).map(([name, value]) => `    ${name}=${value}\n`);
    return `${longTime(atMs).replace(/ UTC$/, `.${String(Math.floor((atMs % 1000) * 1000)).padStart(6, '0')} UTC`)} [b=${bootId(host, line.boot)}]\n${fields.join('')}`;
  }
  const micros = String(Math.floor((atMs % 1000) * 1000)).padStart(6, '0');
  const time = { 'short-precise': `${shortTime(atMs)}.${micros}`, 'short-iso-precise': formatRfc3339(atMs).replace('Z', `.${micros}+0000`), short: shortTime(atMs), 'short-full': longTime(atMs), 'short-iso': formatRfc3339(atMs).replace('Z', '+0000'), 'short-unix': (atMs / 1000).toFixed(6) }[mode]!;
  return `${time} ${host.name} ${identifier}${pid === 0 ? '' : `[${pid}]`}: ${text}\n`;
}

export const journalctl = nodeProgram({
  name: 'journalctl',
  summary: 'Query the journal.',
  verbs: [showVerb],
  bare: '*',
  unknownVerb: (word) => `Failed to add match '${word}': Invalid argument`,
  failure: (message) => `journalctl: ${message}\n`,
  isGetopt: true,
});
