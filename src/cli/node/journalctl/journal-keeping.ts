/** What journalctl tells of the journal itself: its boots, its fields, its files and the room that they take. */
import type { Host, JournalLine } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import { longTime } from '../journal-time.ts';
import type { NodeCall } from '../tool.ts';
import { bootId, fieldOf, fieldsOf, machineId } from './journal-fields.ts';

export const keepingFlags: readonly FlagSpec[] = [
  { name: 'disk-usage', type: 'bool', initial: 'false', usage: 'Show total disk usage of all journal files' },
  { name: 'list-boots', type: 'bool', initial: 'false', usage: 'Show terse information about recorded boots' },
  { name: 'vacuum-size', type: 'string', usage: 'Reduce disk usage below specified size' },
  { name: 'vacuum-time', type: 'string', usage: 'Remove journal files older than specified time' },
  { name: 'vacuum-files', type: 'string', usage: 'Leave only the specified number of journal files' },
  { name: 'rotate', type: 'bool', initial: 'false', usage: 'Request immediate rotation of the journal files' },
  { name: 'flush', type: 'bool', initial: 'false', usage: 'Flush all journal data from /run into /var' },
  { name: 'sync', type: 'bool', initial: 'false', usage: 'Synchronize unwritten journal messages to disk' },
  { name: 'verify', type: 'bool', initial: 'false', usage: 'Verify journal file consistency' },
  { name: 'field', short: 'F', type: 'string', usage: 'List all values that a specified field takes' },
  { name: 'fields', short: 'N', type: 'bool', initial: 'false', usage: 'List all field names currently used' },
];

/** A file grows by steps of so much. */
const stepBytes = 8 * 1024 * 1024;
const overheadBytes = 512; // of an entry, besides its text

/** Undefined: nothing of this was asked for. */
export function keeping({ p: { host }, flags }: NodeCall): string | undefined {
  const lines = host.init.journal.read();
  const folder = `/var/log/journal/${machineId(host)}`;
  if (flags.bool('disk-usage')) return `Archived and active journals take up ${sizeText(lines)} in the file system.\n`;
  if (flags.bool('list-boots')) return boots(host, lines);
  if (flags.has('field')) return [...new Set(lines.flatMap((line) => fieldOf(host, line, flags.text('field')) ?? []))].map((value) => `${value}\n`).join('');
  if (flags.bool('fields')) return [...new Set(lines.flatMap((line) => Object.keys(fieldsOf(host, line))))].sort().map((name) => `${name}\n`).join('');
  if (flags.bool('verify')) return `PASS: ${folder}/system.journal\n`;
  for (const [name, form, what] of [['vacuum-size', /^\d+(?:\.\d+)?[KMGTPE]?B?$/, 'byte'], ['vacuum-time', /^(?:\d+(?:\.\d+)?\s*(?:[a-zµ]+)?\s*)+$/, 'vacuum time'], ['vacuum-files', /^\d+$/, 'vacuum files']] as const) {
    if (!flags.has(name)) continue;
    const text = flags.text(name);
    if (!form.test(text)) throw new CommandError(name === 'vacuum-size' ? `Failed to parse vacuum size: ${text}` : `Failed to parse ${what}: ${text}`, { isBare: true });
    return [folder, '/run/log/journal', '/var/log/journal'].map((path) => `Vacuuming done, freed 0B of archived journals from ${path}.\n`).join(''); // the file that is written to is never among them
  }
  return flags.bool('rotate') || flags.bool('flush') || flags.bool('sync') ? '' : undefined;
}

function sizeText(lines: readonly JournalLine[]): string {
  const bytes = lines.reduce((sum, { text }) => sum + text.length + overheadBytes, 0);
  return `${((Math.max(1, Math.ceil(bytes / stepBytes)) * stepBytes) / 1024 ** 2).toFixed(1)}M`;
}

function boots(host: Host, lines: readonly JournalLine[]): string {
  const { journal } = host.init;
  const rows = [...new Set(lines.map(({ boot }) => boot))].map((boot) => {
    const own = lines.filter((line) => line.boot === boot);
    return `${String(boot - journal.boot).padStart(3)} ${bootId(host, boot)} ${longTime(own[0]!.atMs)} ${longTime(own.at(-1)!.atMs)}\n`;
  });
  return `IDX BOOT ID${' '.repeat(26)}FIRST ENTRY${' '.repeat(17)}LAST ENTRY\n${rows.join('')}`;
}
