/** journalctl: what the units of a host have printed, and what init says about them. */
import { compileGlob, compilePattern, hasGlob } from '../../../base/index.ts';
import { until, type Host, type JournalLine } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { longTime, parseTime } from '../journal-time.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { bootId, matchesOf } from './journal-fields.ts';
import { versionText } from '../systemd-version.ts';
import { keeping, keepingFlags } from './journal-keeping.ts';
import { cursorOf, lineText, modes, sequenceAt, startsOf, type Shown, type Starts } from './journal-modes.ts';
import { prioritiesOf, priorityOf } from './journal-priority.ts';

const followLines = 10;
const endLines = 1000; // of -e

const showVerb: NodeVerb = {
  name: 'show',
  summary: 'Query the journal.',
  usage: '[OPTIONS...]',
  flags: [
    { name: 'unit', short: 'u', type: 'array', usage: 'Show logs from the specified unit' },
    { name: 'follow', short: 'f', type: 'bool', initial: 'false', usage: 'Follow the journal' },
    { name: 'lines', short: 'n', type: 'optional', bare: '10', usage: 'Number of journal entries to show' },
    { name: 'since', short: 'S', type: 'string', usage: 'Show entries not older than the specified date' },
    { name: 'until', short: 'U', type: 'string', usage: 'Show entries not newer than the specified date' },
    { name: 'boot', short: 'b', type: 'optional', bare: '0', usage: 'Show current boot or the specified boot' },
    { name: 'dmesg', short: 'k', type: 'bool', initial: 'false', usage: 'Show kernel message log from the current boot' },
    { name: 'output', short: 'o', type: 'string', initial: 'short', usage: 'Change journal output mode (short, short-full, short-iso, short-unix, verbose, export, json, json-pretty, cat…)' },
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
    { name: 'system', type: 'bool', initial: 'false', usage: 'Show the system journal' },
    { name: 'user', type: 'bool', initial: 'false', usage: 'Show the user journal for the current user' },
    { name: 'merge', short: 'm', type: 'bool', initial: 'false', usage: 'Show entries from all available journals' },
    { name: 'directory', short: 'D', type: 'string', usage: 'Show journal files from directory' },
    { name: 'case-sensitive', type: 'optional', bare: 'true', usage: 'Force case sensitive or insensitive matching' },
    { name: 'no-tail', type: 'bool', initial: 'false', usage: 'Show all lines, even in follow mode' },
    { name: 'truncate-newline', type: 'bool', initial: 'false', usage: 'Truncate entries by first newline character' },
    { name: 'no-hostname', type: 'bool', initial: 'false', usage: 'Suppress output of hostname field' },
    { name: 'output-fields', type: 'list', usage: 'Select fields to print in verbose/export/json modes' },
    { name: 'cursor', short: 'c', type: 'string', usage: 'Show entries starting at the specified cursor' },
    { name: 'after-cursor', type: 'string', usage: 'Show entries after the specified cursor' },
    { name: 'cursor-file', type: 'string', usage: 'Show entries after cursor in FILE and update FILE' },
    { name: 'show-cursor', type: 'bool', initial: 'false', usage: 'Print the cursor after all the entries' },
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
    if (mode === 'help') return yield* p.print(modes.map((each) => `${each}\n`).join(''));
    if (!modes.includes(mode)) throw new CommandError(`Unknown output format '${mode}'.`, { isBare: true });
    if (flags.bool('user') || (flags.has('directory') && !flags.text('directory').startsWith('/var/log/journal') && !p.files.exists(flags.text('directory')))) {
      if (!flags.bool('user')) throw new CommandError(`Failed to open ${flags.text('directory')}: No such file or directory`, { isBare: true });
      return yield* p.print('No journal files were found.\n-- No entries --\n');
    }
    const wanted = filterOf(call);
    const shown = limited(call, p.host.init.journal.read().filter(wanted));
    if (flags.bool('reverse')) shown.reverse();
    yield* p.print(rangeLine(call));
    if (shown.length === 0 && !flags.bool('follow') && !flags.bool('quiet')) yield* p.print('-- No entries --\n');
    const as = shownAs(call);
    for (const line of shown) yield* p.print(lineText(p.host, line, as));
    const last = shown.at(-1);
    if (last && flags.bool('show-cursor')) yield* p.print(`-- cursor: ${cursorOf(p.host, last, as.starts)}\n`);
    if (last && flags.has('cursor-file')) p.files.writeFile(flags.text('cursor-file'), `${cursorOf(p.host, last, as.starts)}\n`);
    if (flags.bool('follow')) yield* follow(call, wanted);
    return 0;
  },
};

function shownAs({ p, flags }: NodeCall): Shown & { readonly starts: Starts } {
  return { mode: flags.text('output'), starts: startsOf(p.host), hostname: !flags.bool('no-hostname'), ...(flags.has('output-fields') && { fields: flags.list('output-fields') }) };
}

/** The last so many; with a plus the first. */
function limited(call: NodeCall, lines: readonly JournalLine[]): JournalLine[] {
  const limit = limitOf(call);
  if (limit === undefined) return [...lines];
  return call.flags.text('lines').startsWith('+') ? lines.slice(0, limit) : lines.slice(Math.max(0, lines.length - limit));
}

type Wanted = (line: JournalLine) => boolean;

function filterOf({ p, flags, args }: NodeCall): Wanted {
  const fields = matchesOf(p.host, args);
  const begins = beginOf({ p, flags, args });
  const identifiers = flags.list('identifier');
  const isOfUnit = unitsOf(flags.bool('dmesg') ? ['kernel'] : flags.list('unit'));
  const time = (name: 'since' | 'until'): number | undefined => {
    if (!flags.has(name)) return undefined;
    const ms = parseTime(flags.text(name), p.host.wallMs);
    if (ms === undefined) throw new CommandError(`Failed to parse timestamp: ${flags.text(name)}`, { isBare: true });
    return ms;
  };
  const [sinceMs = -Infinity, untilMs = Infinity] = [time('since'), time('until')];
  const boot = flags.has('boot') || flags.bool('dmesg') ? bootOf(p.host, flags.text('boot') || '0') : undefined;
  const matches = matcherOf(flags.text('grep'), flags.has('case-sensitive') ? !flags.bool('case-sensitive') : undefined);
  const [gravest, least] = prioritiesOf(flags.text('priority'));
  return (line) =>
    isOfUnit(line.unit) && line.sequence >= begins && (identifiers.length === 0 || identifiers.includes(line.identifier)) && fields(line) && line.atMs >= sinceMs && line.atMs <= untilMs && (boot === undefined || line.boot === boot) && matches(line.text) && priorityOf(line) >= gravest && priorityOf(line) <= least;
}

function unitsOf(names: readonly string[]): (unit: string) => boolean {
  const globs = names.map((name) => (hasGlob(name) ? compileGlob(name) : compileGlob(name.endsWith('.service') || name === 'kernel' ? name : `${name}.service`)));
  return (unit) => globs.length === 0 || globs.some((glob) => glob.matches(`${unit}.service`) || (unit === 'kernel' && glob.matches(unit)));
}

/** From 1 on counted from the oldest, from 0 down from this one; or by its number of 32 digits. Undefined is all of them. */
function bootOf(host: Host, word: string): number | undefined {
  if (word === 'all') return undefined;
  const known = [...new Set(host.init.journal.read().map((line) => line.boot))];
  const offset = /^[-+]?\d+$/.test(word) ? Number(word) : undefined;
  const found = offset === undefined ? known.find((boot) => bootId(host, boot) === word) : offset > 0 ? known[offset - 1] : known.find((boot) => boot === host.init.journal.boot + offset);
  if (found === undefined) throw new CommandError(offset === undefined && !/^[0-9a-f]{32}$/.test(word) ? `Failed to parse boot descriptor '${word}'` : `Data from the specified boot (${word}) is not available: No such boot ID in journal`, { isBare: true });
  return found;
}

/** The number of the first entry that a cursor lets through. */
function beginOf({ p, flags }: NodeCall): number {
  const file = flags.text('cursor-file');
  const kept = file !== '' && p.files.exists(file) ? p.files.readText(file).trim() : '';
  const after = flags.text('after-cursor') || kept;
  const cursor = after || flags.text('cursor');
  if (cursor === '') return 0;
  const sequence = sequenceAt(cursor);
  if (sequence === undefined) throw new CommandError('Failed to seek to cursor: Invalid argument', { isBare: true });
  return after === '' ? sequence : sequence + 1;
}

/** In small letters it matches capitals too, unless it is said. */
function matcherOf(source: string, ignoreCase = source === source.toLowerCase()): (text: string) => boolean {
  if (source === '') return () => true;
  const compiled = compilePattern(source, { ignoreCase });
  if ('error' in compiled) throw new CommandError(`Bad pattern "${source}": ${compiled.error.replace('error parsing regexp: ', '')}`, { isBare: true });
  return (text) => compiled.pattern.test(text);
}

function limitOf({ flags }: NodeCall): number | undefined {
  const text = flags.text('lines');
  if (text === '') return flags.bool('follow') && !flags.bool('no-tail') ? followLines : flags.bool('pager-end') ? endLines : undefined;
  if (text === 'all') return undefined;
  if (!/^\+?\d+$/.test(text)) throw new CommandError(`Failed to parse lines '${text}'`, { isBare: true });
  return Number(text);
}

/** Before release 250, that of Ubuntu 22.10, it said first how far the journal reaches; later words than these are those of 247 and 249. */
function rangeLine({ p, flags }: NodeCall): string {
  const { name, number } = /^(?<name>Ubuntu|Debian GNU\/Linux) (?<number>\d+)/.exec(p.host.facts.osImage)?.groups ?? {};
  const mode = flags.text('output');
  const all = p.host.init.journal.read();
  if (Number(number) >= (name === 'Ubuntu' ? 23 : 12) || name === undefined || flags.bool('quiet') || mode === 'cat' || mode === 'export' || mode.startsWith('json') || all.length === 0) return '';
  const begins = longTime(all[0]!.atMs);
  return flags.bool('follow') ? `-- Logs begin at ${begins}. --\n` : `-- Logs begin at ${begins}, end at ${longTime(all.at(-1)!.atMs)}. --\n`;
}

/** Until it is interrupted. */
function* follow(call: NodeCall, wanted: Wanted): Task {
  const { p } = call;
  const { journal } = p.host.init;
  const as = shownAs(call);
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
      for (const line of fresh.splice(0)) yield* p.print(lineText(p.host, line, as));
    }
  } finally {
    stop();
  }
}

const apart: Readonly<Record<string, { readonly long: string; readonly value: RegExp }>> = { b: { long: '--boot', value: /^(?:[-+]?\d+|[0-9a-f]{32}|all)$/ }, n: { long: '--lines', value: /^(?:\+?\d+|all)$/ } };

/** -b and -n may have a value, at once or behind a blank, where it can be nothing else. */
function joined(words: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [, letter = '', attached = ''] = /^-([bn])(.*)$/.exec(word) ?? [];
    const option = apart[letter] ?? Object.values(apart).find(({ long }) => long === word);
    const value = attached || (words[at + 1] ?? '');
    const takesNext = attached === '';
    if (option?.value.test(value)) {
      result.push(`${option.long}=${value}`);
      if (takesNext) at++;
    } else result.push(word);
  }
  return result;
}

const versionVerb: NodeVerb = {
  name: '--version',
  summary: 'Show package version',
  usage: '--version',
  *run({ p }) {
    yield* p.print(versionText);
  },
};

export const journalctl = nodeProgram({
  name: 'journalctl',
  summary: 'Query the journal.',
  verbs: [showVerb, versionVerb],
  bare: '*',
  words: joined,
  unknownVerb: (word) => `Failed to add match '${word}': Invalid argument`,
  failure: (message) => `journalctl: ${message}\n`,
  isGetopt: true,
});
