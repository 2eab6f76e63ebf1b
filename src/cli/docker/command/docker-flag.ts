/** Flags of docker: those of the command-line library, with the type that help shows and a check of each value. */
import { parseBinarySize, parseDuration, quoteGo } from '../../../base/index.ts';
import { FlagError } from '../../kubectl/command/errors.ts';
import type { Flags, FlagSpec } from '../../kubectl/command/flag.ts';

export interface DockerFlag extends FlagSpec {
  /** What help writes behind the name: "list", "bytes", "string". */
  readonly shows?: string;
  /** The words of the refusal; undefined when the value will do. */
  readonly check?: (value: string) => string | undefined;
}

export function checkValues(flags: Flags, specs: readonly DockerFlag[]): void {
  for (const spec of specs) {
    if (!spec.check || !flags.has(spec.name)) continue;
    for (const value of flags.list(spec.name)) {
      const wrong = spec.check(value);
      const shown = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
      if (wrong !== undefined) throw new FlagError(`invalid argument ${quoteGo(value)} for ${quoteGo(shown)} flag: ${wrong}`);
    }
  }
}

export function bool(name: string, usage: string, short?: string): DockerFlag {
  return { name, type: 'bool', initial: 'false', usage, ...(short === undefined ? {} : { short }) };
}

export function text(name: string, usage: string, short?: string, initial = ''): DockerFlag {
  return { name, type: 'string', shows: 'string', usage, ...(initial === '' ? {} : { initial }), ...(short === undefined ? {} : { short }) };
}

export function list(name: string, usage: string, short?: string): DockerFlag {
  return { name, type: 'array', shows: 'list', usage, ...(short === undefined ? {} : { short }) };
}

export function int(name: string, usage: string, short?: string, initial = ''): DockerFlag {
  return { name, type: 'int', shows: 'int', usage, ...(initial === '' ? {} : { initial }), ...(short === undefined ? {} : { short }) };
}

export function bytes(name: string, usage: string, short?: string): DockerFlag {
  const check = (value: string): string | undefined => {
    if (value === '-1') return undefined;
    const answer = parseBinarySize(value);
    return 'error' in answer ? answer.error : undefined;
  };
  return { name, type: 'string', shows: 'bytes', usage, check, ...(short === undefined ? {} : { short }) };
}

export function duration(name: string, usage: string): DockerFlag {
  const check = (value: string): string | undefined => {
    const parsed = parseDuration(value);
    return 'error' in parsed ? parsed.error : undefined;
  };
  return { name, type: 'string', shows: 'duration', usage, check };
}

export function filter(usage = 'Filter output based on conditions provided'): DockerFlag {

  return { name: 'filter', short: 'f', type: 'array', shows: 'filter', usage, check: (value) => (value.includes('=') ? undefined : 'bad format of filter (expected name=value)') };
}

export const formatFlag = text('format', 'Format output using a custom template:\n\'table\': Print output in table format with column headers (default)\n\'table TEMPLATE\': Print output in table format using the given Go template\n\'json\': Print in JSON format\n\'TEMPLATE\': Print output using the given Go template.');

/** Known, but there is nothing here that it could act upon: refused in words, but for values that ask for what is so anyway. */
export function refused(flag: DockerFlag, why: string, ...fine: readonly string[]): DockerFlag {
  return { ...flag, check: (value) => (fine.includes(value) ? undefined : why) };
}

/** Every image and every machine here is of one kind. */
export function platformFlag(usage: string): DockerFlag {
  return refused(text('platform', usage), 'no match for platform in manifest: not found', '', 'linux', 'amd64', 'linux/amd64', 'linux/x86_64');
}

export function sizeOf(value: string): number {
  if (value === '' || value === '-1') return Number(value || '0');
  const answer = parseBinarySize(value);
  return 'bytes' in answer ? answer.bytes : 0;
}

/** Nanoseconds. */
export function nanosOf(value: string): number {
  const parsed = value === '' ? undefined : parseDuration(value);
  return parsed && !('error' in parsed) ? Number(parsed.nanos) : 0;
}
