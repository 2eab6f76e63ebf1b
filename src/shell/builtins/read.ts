/** read: lines of standard input into variables, taking no byte more than they need, because others may read on. */
import { growMemory, poll, read as readCall, tick, TtyFile, type OpenFile } from '../../host/index.ts';
import { errorText } from '../interpreter/complain.ts';
import { assignText } from '../interpreter/assign.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { readFields } from '../language/read-fields.ts';
import { refuse, wrongOption } from './output.ts';

interface Options {
  raw: boolean;
  silent: boolean;
  delimiter: number;
  fd: number;
  array: string | undefined;
  prompt: string;
  count: number | undefined;
  exact: boolean;
  timeoutMs: number | undefined;
  names: readonly string[];
}

const usage = '[-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]';

export const read: Builtin = function* (sh, args) {
  const options = parse(args);
  if (typeof options === 'string') return yield* wrongOption(sh, 'read', options, usage);
  const bad = options.names.find((name) => !/^[A-Za-z_]\w*(\[.*\])?$/s.test(name));
  if (bad !== undefined) return yield* refuse(sh, 'read', sh.isBash ? `\`${bad}': not a valid identifier` : `${bad}: bad variable name`, sh.isBash ? 1 : 2);
  if (!sh.isBash && options.names.length === 0 && sh.flavour === 'dash') return yield* refuse(sh, 'read', 'arg count', 2);
  if (options.prompt !== '' && sh.p.isTty(options.fd)) yield* errorText(sh, options.prompt);
  if (options.timeoutMs !== undefined) {
    if (!sh.p.fds.has(options.fd)) return yield* refuse(sh, 'read', `${options.fd}: invalid file descriptor: Bad file descriptor`);
    const ready = yield* poll([options.fd], options.timeoutMs);
    if (ready === undefined) return options.timeoutMs === 0 ? 1 : 142;
  }
  const line = yield* readTyped(sh, options);
  if (line === undefined) return yield* refuse(sh, 'read', `${options.fd}: read error: Bad file descriptor`);
  yield* assign(sh, options, line.text);
  return line.complete ? 0 : 1;
};

function parse(args: readonly string[]): Options | string {
  const options: Options = { raw: false, silent: false, delimiter: 10, fd: 0, array: undefined, prompt: '', count: undefined, exact: false, timeoutMs: undefined, names: [] };
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (!/^-./.test(arg)) break;
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at]!;
      if (letter === 'r') options.raw = true;
      else if (letter === 's') options.silent = true;
      else if (letter === 'e') continue;
      else {
        const value = arg.slice(at + 1) || (args[++i] ?? '');
        if (!setValue(options, letter, value)) return `-${letter}`;
        break;
      }
    }
  }
  options.names = args.slice(i);
  return options;
}

function setValue(options: Options, letter: string, value: string): boolean {
  if (letter === 'd') options.delimiter = value === '' ? 0 : value.charCodeAt(0);
  else if (letter === 'u') options.fd = Number(value);
  else if (letter === 'a') options.array = value;
  else if (letter === 'p') options.prompt = value;
  else if (letter === 't') options.timeoutMs = Number(value) * 1000;
  else if (letter === 'n' || letter === 'N') {
    options.count = Number(value);
    options.exact = letter === 'N';
    if (options.exact) options.delimiter = -1;
  } else return letter === 'i';
  return true;
}

function* assign(sh: Shell, options: Options, text: string): Run<void> {
  if (options.array !== undefined) {
    sh.variables.unset(options.array);
    sh.variables.setList(options.array, readFields(text, sh.ifs, Infinity));
    return;
  }
  const { names } = options;
  if (options.exact || names.length === 0) {
    yield* assignText(sh, names[0] ?? 'REPLY', text.replace(/\0/g, ''), false);
    for (const name of names.slice(1)) yield* assignText(sh, name, '', false);
    return;
  }
  const fields = readFields(text, sh.ifs, names.length);
  for (const [i, name] of names.entries()) yield* assignText(sh, name, fields[i] ?? '', false);
}

/** A terminal hides what is typed, or gives it key by key, for as long as it is read so. */
function* readTyped(sh: Shell, { fd, delimiter, raw, count, silent }: Options): Run<{ text: string; complete: boolean } | undefined> {
  const file = sh.p.fds.get(fd);
  const byKeys = count !== undefined || delimiter !== 10;
  if (!(file instanceof TtyFile) || (!silent && !byKeys)) return yield* readLine(sh, fd, delimiter, raw, count);
  const { tty } = file;
  const before = tty.mode;
  tty.setMode({ echo: !silent, canonical: !byKeys });
  try {
    return yield* readLine(sh, fd, delimiter, raw, count);
  } finally {
    tty.setMode(before);
  }
}

const LONG = 4_096; // bytes
const LONG_US = 800; // to read as many

interface Line {
  readonly bytes: number[];
  held: number; // of the process's memory
}

/** A line without end takes time and memory, as all that has no end does. */
function* paid(sh: Shell, bytes: number): Run<void> {
  growMemory(sh.p, bytes);
  sh.p.charge(LONG_US);
  yield tick();
}

/** Up to the delimiter. A backslash keeps its next character from delimiting: it is marked by a NUL before that character. */
export function* readLine(sh: Shell, fd: number, delimiter: number, raw: boolean, count?: number): Run<{ text: string; complete: boolean } | undefined> {
  const file = sh.p.fds.get(fd);
  if (!file) return undefined;
  const line: Line = { bytes: [], held: 0 };
  const complete = yield* readBytes(sh, fd, file, delimiter, raw, count, line);
  growMemory(sh.p, -line.held);
  return { text: textOfBytes(Uint8Array.from(line.bytes)), complete };
}

/** False when the input ended first. */
function* readBytes(sh: Shell, fd: number, file: OpenFile, delimiter: number, raw: boolean, count: number | undefined, line: Line): Run<boolean> {
  const { bytes } = line;
  let taken = 0;
  let characters = 0;
  let escaped = false;
  for (;;) {
    if (count !== undefined && characters >= count) return true;
    const byte = yield* nextByte(sh, fd, file);
    if (byte === null) return false;
    if (++taken % LONG === 0) {
      yield* paid(sh, bytes.length - line.held);
      line.held = bytes.length;
    }
    if (byte === delimiter && !escaped) return true;
    if (escaped) {
      escaped = false;
      if (byte === 10) continue; // a line that goes on
      bytes.push(0, byte);
    } else if (!raw && byte === 92) {
      escaped = true;
      continue;
    } else if (byte !== 0) bytes.push(byte);
    if ((byte & 0xc0) !== 0x80) characters++;
  }
}

/** One byte; null at the end. What is there already is taken without a system call each. */
function* nextByte(sh: Shell, fd: number, file: OpenFile): Run<number | null> {
  const ready = file.kind === 'tty' || !file.readable ? undefined : file.read(1);
  if (ready) return ready[0]!;
  if (ready === null) return null;
  sh.waiting = true;
  try {
    const bytes: Uint8Array | null = yield readCall(fd, 1);
    return bytes === null ? null : bytes[0]!;
  } finally {
    sh.waiting = false;
  }
}
