/** What each instruction says: its arguments read and checked, before any of them runs. */
import { editDistance, parseDuration, parseJson, JsonError } from '../../base/index.ts';
import type { Healthcheck } from '../images/image.ts';
import { DockerfileError, type Dockerfile, type Instruction } from './dockerfile.ts';
import { splitWords } from './words.ts';

export type Pair = readonly [string, string];

interface Exec {
  readonly words: readonly string[];
  readonly shell: boolean;
  readonly mounts: readonly string[]; // of RUN, as written: "type=cache,target=/c"
}

interface Copy {
  readonly sources: readonly string[];
  readonly target: string;
  readonly from: string;
  readonly chown: string;
  readonly chmod: string;
}

interface Pairs {
  readonly pairs: readonly Pair[];
}

interface OneWord {
  readonly word: string;
}

interface Words {
  readonly words: readonly string[];
}

/** Words are as written: variables are filled in when the instruction runs. */
interface Arguments {
  readonly ADD: Copy;
  readonly ARG: Pairs;
  readonly CMD: Exec;
  readonly COPY: Copy;
  readonly ENTRYPOINT: Exec;
  readonly ENV: Pairs;
  readonly EXPOSE: Words;
  readonly FROM: { readonly image: string; readonly stage: string; readonly platform: string };
  readonly HEALTHCHECK: { readonly check: Healthcheck };
  readonly LABEL: Pairs;
  readonly MAINTAINER: OneWord;
  readonly ONBUILD: { readonly trigger: string };
  readonly RUN: Exec;
  readonly SHELL: Words;
  readonly STOPSIGNAL: OneWord;
  readonly USER: OneWord;
  readonly VOLUME: Words;
  readonly WORKDIR: OneWord;
}

export type CommandKind = keyof Arguments;
/** The command of one kind, or of one of several. */
export type CommandOf<K extends CommandKind> = { [P in K]: Arguments[P] & { readonly kind: P; readonly at: Instruction } }[K];
export type Command = CommandOf<CommandKind>;

/** An ARG without a value has this one. */
export const unset = '\0';

/** The two builders of Docker: the classic one, and BuildKit, which knows more flags and documents below instructions. */
export type Dialect = 'classic' | 'buildkit';
type Reader = (at: Instruction, escape: string, dialect: Dialect) => Command;

const readers: Readonly<Record<string, Reader>> = {
  ADD: readCopy,
  ARG: readArg,
  CMD: readExec,
  COPY: readCopy,
  ENTRYPOINT: readExec,
  ENV: readPairs,
  EXPOSE: readList,
  FROM: readFrom,
  HEALTHCHECK: readHealthcheck,
  LABEL: readPairs,
  MAINTAINER: readWord,
  ONBUILD: readOnbuild,
  RUN: readExec,
  SHELL: readShell,
  STOPSIGNAL: readWord,
  USER: readWord,
  VOLUME: readList,
  WORKDIR: readWord,
};

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  ADD: ['--chown', '--chmod', '--link', '--checksum', '--keep-git-dir'],
  COPY: ['--from', '--chown', '--chmod', '--link'],
  FROM: ['--platform'],
  HEALTHCHECK: ['--interval', '--timeout', '--start-period', '--start-interval', '--retries'],
  RUN: ['--mount', '--network', '--security'],
};
/** Flags that only the other builder knows. */
const buildKitOnly = new Set(['--chmod', '--link', '--checksum', '--keep-git-dir', '--mount', '--network', '--security']);

/** Throws DockerfileError for the first instruction that is wrong. */
export function commandsOf({ instructions, escape }: Dockerfile, dialect: Dialect = 'classic'): readonly Command[] {
  return instructions.map((instruction) => commandOf(instruction, escape, dialect));
}

export function commandOf(at: Instruction, escape = '\\', dialect: Dialect = 'classic'): Command {
  const reader = Object.hasOwn(readers, at.name) ? readers[at.name] : undefined;
  if (!reader) throw new DockerfileError(`unknown instruction: ${at.name}${suggestion(at.name)}`, at.line);
  for (const given of at.flags) {
    const name = given.split('=')[0]!;
    if (!flagsOf[at.name]?.includes(name)) throw new DockerfileError(`unknown flag: ${name.slice(2)}`, at.line);
    if (dialect === 'classic' && buildKitOnly.has(name)) {
      throw new DockerfileError(`the ${name} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`);
    }
  }
  return reader(at, escape, dialect);
}

function suggestion(name: string): string {
  let best: string | undefined;
  let distance = 3;
  for (const candidate of Object.keys(readers)) {
    const d = editDistance(name, candidate);
    if (d < distance) [best, distance] = [candidate, d];
  }
  return best === undefined ? '' : ` (did you mean ${best}?)`;
}

function flag(at: Instruction, name: string): string {
  return at.flags.find((f) => f.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
}

function flags(at: Instruction, name: string): readonly string[] {
  return at.flags.filter((f) => f.startsWith(`--${name}=`)).map((f) => f.slice(name.length + 3));
}

function readFrom(at: Instruction): Command {
  const words = at.rest.split(/\s+/).filter((word) => word !== '');
  const named = words.length === 3 && words[1]!.toUpperCase() === 'AS';
  if (words.length !== 1 && !named) throw new DockerfileError('FROM requires either one or three arguments', at.line);
  const stage = named ? words[2]!.toLowerCase() : '';
  if (named && !/^[a-z][a-z0-9-_.]*$/.test(stage)) throw new DockerfileError(`invalid name for build stage: "${words[2]!}", name can't start with a number or contain symbols`, at.line);
  return { kind: 'FROM', at, image: words[0]!, stage, platform: flag(at, 'platform') };
}

/** `["a", "b"]` is taken word by word; anything else is a line for the shell. */
function readExec(at: Instruction, _: string, dialect: Dialect): Command {
  const kind = at.name as 'RUN' | 'CMD' | 'ENTRYPOINT';
  if (at.rest === '' && kind !== 'CMD') throw needsOne(at);
  if (dialect === 'classic' && /<<-?["']?[A-Za-z_]/.test(at.rest) && kind === 'RUN' && at.rest.startsWith('<<')) {
    throw new DockerfileError('the heredoc syntax requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled');
  }
  const words = jsonWords(at.rest);
  const mounts = flags(at, 'mount');
  return words ? { kind, at, words, shell: false, mounts } : { kind, at, words: at.rest === '' ? [] : [at.rest], shell: true, mounts };
}

function readCopy(at: Instruction): Command {
  const words = jsonWords(at.rest) ?? splitWords(at.rest);
  if (words.length === 0) throw new DockerfileError(`${at.name} requires at least two arguments, but none were provided`, at.line);
  if (words.length === 1) throw new DockerfileError(`${at.name} requires at least two arguments, but only one was provided. Destination could not be determined`, at.line);
  return { kind: at.name as 'COPY' | 'ADD', at, sources: words.slice(0, -1), target: words.at(-1)!, from: flag(at, 'from'), chown: flag(at, 'chown'), chmod: flag(at, 'chmod') };
}

/** `NAME=value …`, or the old `NAME value`. */
function readPairs(at: Instruction, escape: string): Command {
  const kind = at.name as 'ENV' | 'LABEL';
  if (at.rest === '') throw new DockerfileError(`${at.name} requires at least one argument`, at.line);
  const words = splitWords(at.rest, escape);
  if (!words[0]!.includes('=')) {
    const match = /^(\S+)\s+([^]+)$/.exec(at.rest);
    if (!match) throw new DockerfileError(`${at.name} must have two arguments`, at.line);
    return { kind, at, pairs: [[match[1]!, match[2]!]] };
  }
  const pairs = words.map((word): Pair => {
    const equals = word.indexOf('=');
    if (equals < 0) throw new DockerfileError(`Syntax error - can't find = in "${word}". Must be of the form: name=value`, at.line);
    if (equals === 0) throw new DockerfileError(`${at.name} names can not be blank`, at.line);
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
  return { kind, at, pairs };
}

function readArg(at: Instruction, escape: string): Command {
  const words = splitWords(at.rest, escape);
  if (words.length === 0) throw new DockerfileError('ARG requires at least one argument', at.line);
  const pairs = words.map((word): Pair => {
    const equals = word.indexOf('=');
    if (equals === 0) throw new DockerfileError('ARG names can not be blank', at.line);
    return equals < 0 ? [word, unset] : [word.slice(0, equals), word.slice(equals + 1)];
  });
  return { kind: 'ARG', at, pairs };
}

function readWord(at: Instruction): Command {
  if (at.rest === '') throw new DockerfileError(`${at.name} requires exactly one argument`, at.line);
  const single = at.name === 'STOPSIGNAL' || at.name === 'USER';
  if (single && splitWords(at.rest).length !== 1) throw new DockerfileError(`${at.name} requires exactly one argument`, at.line);
  return { kind: at.name as 'WORKDIR' | 'USER' | 'STOPSIGNAL' | 'MAINTAINER', at, word: at.rest };
}

function readList(at: Instruction, escape: string): Command {
  const words = jsonWords(at.rest) ?? splitWords(at.rest, escape);
  if (words.length === 0) throw needsOne(at);
  return { kind: at.name as 'EXPOSE' | 'VOLUME', at, words };
}

function readShell(at: Instruction): Command {
  const words = jsonWords(at.rest);
  if (!words || words.length === 0) throw new DockerfileError('SHELL requires the arguments to be in JSON form', at.line);
  return { kind: 'SHELL', at, words };
}

function readHealthcheck(at: Instruction): Command {
  const match = /^(\S+)\s*([^]*)$/.exec(at.rest);
  const type = match?.[1]!.toUpperCase();
  const none = { intervalMs: 0, timeoutMs: 0, startPeriodMs: 0, startIntervalMs: 0, retries: 0 };
  if (type === 'NONE') {
    if (match![2] !== '') throw new DockerfileError('HEALTHCHECK NONE takes no arguments', at.line);
    return { kind: 'HEALTHCHECK', at, check: { test: ['NONE'], ...none } };
  }
  if (type === undefined) throw needsOne(at);
  if (type !== 'CMD') throw new DockerfileError(`unknown type "${type}" in HEALTHCHECK (try CMD)`, at.line);
  const words = jsonWords(match![2]!);
  if (match![2] === '') throw new DockerfileError('missing command after HEALTHCHECK CMD', at.line);
  const check: Healthcheck = {
    test: words ? ['CMD', ...words] : ['CMD-SHELL', match![2]!],
    intervalMs: durationOf(at, 'interval'),
    timeoutMs: durationOf(at, 'timeout'),
    startPeriodMs: durationOf(at, 'start-period'),
    startIntervalMs: durationOf(at, 'start-interval'),
    retries: retriesOf(at),
  };
  return { kind: 'HEALTHCHECK', at, check };
}

function durationOf(at: Instruction, name: string): number {
  const text = flag(at, name);
  if (text === '') return 0;
  const answer = parseDuration(text);
  if ('error' in answer) throw new DockerfileError(answer.error, at.line);
  const ms = answer.milliseconds;
  if (answer.nanos !== 0n && answer.nanos < 1_000_000n) throw new DockerfileError(`Interval "${name}" cannot be less than 1ms`, at.line);
  return ms;
}

function retriesOf(at: Instruction): number {
  const text = flag(at, 'retries');
  if (text === '') return 0;
  if (!/^\d+$/.test(text)) throw new DockerfileError(`strconv.ParseInt: parsing "${text}": invalid syntax`, at.line);
  return Number(text);
}

function readOnbuild(at: Instruction): Command {
  if (at.rest === '') throw needsOne(at);
  const trigger = /^\S+/.exec(at.rest)![0].toUpperCase();
  if (trigger === 'ONBUILD') throw new DockerfileError("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", at.line);
  if (trigger === 'MAINTAINER' || trigger === 'FROM') throw new DockerfileError(`${trigger} isn't allowed as an ONBUILD trigger`, at.line);
  return { kind: 'ONBUILD', at, trigger: at.rest };
}

function needsOne(at: Instruction): DockerfileError {
  return new DockerfileError(`${at.name} requires at least one argument`, at.line);
}

function jsonWords(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value = parseJson(text);
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? (value) : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
