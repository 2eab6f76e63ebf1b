/** The fields of an entry, and what of them is asked for on the command line. */
import { sha256Hex } from '../../../base/index.ts';
import type { Host, JournalLine } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { priorityOf } from './journal-priority.ts';

const identifiers = new Map<string, string>();

/** Worked out once: each entry has it. */
function identifierOf(text: string): string {
  const known = identifiers.get(text) ?? sha256Hex(text).slice(0, 32);
  if (identifiers.size < IDENTIFIERS_KEPT) identifiers.set(text, known);
  return known;
}

const IDENTIFIERS_KEPT = 1_000;

export function bootId({ name }: Host, boot: number): string {
  return identifierOf(`boot ${boot} of ${name}`);
}

export function machineId({ name }: Host): string {
  return identifierOf(`machine ${name}`);
}

export function journalId({ name }: Host): string {
  return identifierOf(`journal of ${name}`);
}

type Fields = Readonly<Record<string, string>>;

/** By name. */
export function fieldsOf(host: Host, line: JournalLine): Fields {
  const { boot, identifier, pid, text, unit } = line;
  const isKernel = identifier === 'kernel';
  const isInit = identifier === 'systemd';
  const program = isInit ? '/usr/lib/systemd/systemd' : host.init.own.get(unit)?.argv[0];
  return {
    MESSAGE: text,
    PRIORITY: String(priorityOf(line)),
    SYSLOG_IDENTIFIER: identifier,
    _BOOT_ID: bootId(host, boot),
    ...(!isKernel && program !== undefined && { _EXE: program }),
    _HOSTNAME: host.name,
    _MACHINE_ID: machineId(host),
    ...(!isKernel && { _PID: String(pid), _SYSTEMD_UNIT: isInit ? 'init.scope' : `${unit}.service` }),
    _TRANSPORT: isKernel ? 'kernel' : isInit ? 'journal' : 'stdout',
    _UID: '0',
  };
}

export function fieldOf(host: Host, line: JournalLine, name: string): string | undefined {
  const fields = fieldsOf(host, line);
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** `FIELD=value` as often as wanted: another value of a field may be instead, another field must be too, and what stands behind a `+` may be instead of all before. A path is a program's. */
export function matchesOf(host: Host, args: readonly string[]): (line: JournalLine) => boolean {
  const groups: Map<string, string[]>[] = [new Map()];
  for (const arg of args) {
    if (arg === '+') groups.push(new Map());
    else {
      const [field, value] = matchOf(host, arg);
      const group = groups.at(-1)!;
      group.set(field, [...(group.get(field) ?? []), value]);
    }
  }
  const wanted = groups.filter((group) => group.size > 0);
  return (line) => {
    if (wanted.length === 0) return true;
    const fields = fieldsOf(host, line);
    return wanted.some((group) => [...group].every(([field, values]) => fields[field] !== undefined && values.includes(fields[field])));
  };
}

function matchOf(host: Host, arg: string): readonly [field: string, value: string] {
  if (arg.startsWith('/')) {
    if (!host.files.exists(arg)) throw new CommandError("Couldn't canonicalize path: No such file or directory", { isBare: true });
    return ['_EXE', arg];
  }
  const [, field, value] = /^([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(arg) ?? [];
  if (field === undefined) throw new CommandError(`Failed to add match '${arg}': Invalid argument`, { isBare: true });
  return [field, value!];
}
