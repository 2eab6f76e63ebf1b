/** One stage of a build as it stands between two instructions: the image so far, and what later instructions go by. */
import { formatDuration, quoteGo } from '../../base/index.ts';
import { parseSignal } from '../../host/index.ts';
import type { Healthcheck, Image, ImageConfig } from '../images/image.ts';
import { unset, type Command, type CommandOf } from './commands.ts';
import { BuildError } from './build-error.ts';
import { expandWord } from './words.ts';

/** Known everywhere, without an ARG. */
const predefinedArgs = new Set(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'FTP_PROXY', 'ftp_proxy', 'NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy']);

export class Stage {
  readonly name: string; // '' or its alias
  image: Image | undefined; // undefined: from scratch, nothing yet
  config: ImageConfig;
  /** Declared by ARG, with their values. */
  readonly args = new Map<string, string | undefined>();
  /** An instruction has run anew: those after it do too. */
  cacheMissed = false;
  cmdSet = false;

  constructor(name: string, image: Image | undefined, config: ImageConfig) {
    this.name = name;
    this.image = image;
    this.config = config;
  }

  get shell(): readonly string[] {
    return this.config.Shell ?? ['/bin/sh', '-c'];
  }

  /** ENV before ARG. */
  get variables(): ReadonlyMap<string, string> {
    const variables = new Map<string, string>();
    for (const [name, value] of this.args) if (value !== undefined) variables.set(name, value);
    for (const [name, value] of envOf(this.config)) variables.set(name, value);
    return variables;
  }

  /** What RUN gets beside ENV: build arguments that were declared and have a value. */
  buildArgs(given: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
    const env = envOf(this.config);
    const args = new Map<string, string>();
    for (const [name, value] of this.args) if (value !== undefined && !env.has(name)) args.set(name, value);
    for (const [name, value] of given) if (predefinedArgs.has(name) && !env.has(name)) args.set(name, value);
    return [...args].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

export function isPredefined(arg: string): boolean {
  return predefinedArgs.has(arg);
}

export function envOf({ Env = [] }: ImageConfig): Map<string, string> {
  return new Map(Env.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** An instruction that changes only the config: the new one, and the words of the history. */
export interface ConfigChange {
  readonly config: ImageConfig;
  readonly words: string;
}

/** `isCmdSet`: a new ENTRYPOINT takes an inherited CMD away. */
export function configAfter(stage: Stage, command: Command, escape: string): ConfigChange | undefined {
  const { config, variables } = stage;
  const expand = (word: string) => expandWord(word, variables, escape);
  switch (command.kind) {
    case 'ENV': {
      const pairs = command.pairs.map(([name, value]) => [expand(name), expand(value)] as const);
      const env = envOf(config);
      for (const [name, value] of pairs) env.set(name, value);
      return { config: { ...config, Env: [...env].map(([n, v]) => `${n}=${v}`) }, words: `ENV ${pairs.map(([n, v]) => `${n}=${v}`).join(' ')}` };
    }
    case 'LABEL': {
      const pairs = command.pairs.map(([name, value]) => [expand(name), expand(value)] as const);
      return { config: { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairs) } }, words: `LABEL ${pairs.map(([n, v]) => `${n}=${v}`).join(' ')}` };
    }
    case 'CMD': {
      const Cmd = command.shell && command.words.length > 0 ? [...stage.shell, ...command.words] : command.words;
      stage.cmdSet = true;
      return { config: { ...config, Cmd }, words: `CMD ${goList(Cmd)}` };
    }
    case 'ENTRYPOINT': {
      const Entrypoint = command.shell ? [...stage.shell, ...command.words] : command.words;
      const { Cmd: _, ...rest } = config;
      return { config: { ...(stage.cmdSet ? config : rest), Entrypoint }, words: `ENTRYPOINT ${goList(Entrypoint)}` };
    }
    case 'EXPOSE':
    case 'VOLUME':
      return listAfter(config, command, expand);
    default:
      return wordAfter(config, command, expand);
  }
}

function listAfter(config: ImageConfig, command: CommandOf<'EXPOSE' | 'VOLUME'>, expand: (word: string) => string): ConfigChange {
  const words = command.words.map(expand);
  if (command.kind === 'VOLUME') {
    if (words.some((word) => word.trim() === '')) throw new BuildError('VOLUME specified can not be an empty string');
    return { config: { ...config, Volumes: [...new Set([...(config.Volumes ?? []), ...words])].sort() }, words: `VOLUME [${words.join(' ')}]` };
  }
  const ports = words.flatMap(portsOf);
  return { config: { ...config, ExposedPorts: [...new Set([...(config.ExposedPorts ?? []), ...ports])].sort() }, words: `EXPOSE ${words.join(' ')}` };
}

function wordAfter(config: ImageConfig, command: Command, expand: (word: string) => string): ConfigChange | undefined {
  switch (command.kind) {
    case 'USER':
      return { config: { ...config, User: expand(command.word) }, words: `USER ${expand(command.word)}` };
    case 'STOPSIGNAL':
      if (parseSignal(expand(command.word)) === undefined) throw new BuildError(`invalid signal: ${expand(command.word)}`);
      return { config: { ...config, StopSignal: expand(command.word) }, words: `STOPSIGNAL ${expand(command.word)}` };
    case 'SHELL':
      return { config: { ...config, Shell: command.words }, words: `SHELL [${command.words.join(' ')}]` };
    case 'HEALTHCHECK':
      return { config: { ...config, Healthcheck: command.check }, words: `HEALTHCHECK ${goHealth(command.check)}` };
    case 'ONBUILD':
      return { config: { ...config, OnBuild: [...(config.OnBuild ?? []), command.trigger] }, words: `ONBUILD ${command.trigger}` };
    case 'MAINTAINER':
      return { config, words: `MAINTAINER ${command.word}` };
    default:
      return undefined;
  }
}

/** "80", "80/udp", "8000-8002". */
function portsOf(text: string): string[] {
  const protocol = text.split('/')[1];
  if (protocol !== undefined && !/^(?:tcp|udp|sctp)?$/i.test(protocol)) throw new BuildError(`invalid proto: ${protocol}`);
  const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? first);
  if (!match || first > last || last > 65_535) throw new BuildError(`invalid containerPort: ${text}`);
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}/${(match[3] ?? 'tcp').toLowerCase()}`);
}

/** ARG: its value, from outside or its default. */
export function declareArgs(stage: Stage, command: CommandOf<'ARG'>, given: ReadonlyMap<string, string>, globals: ReadonlyMap<string, string>, escape: string): string {
  const texts = command.pairs.map(([name, written]) => {
    const fallback = written === unset ? globals.get(name) : expandWord(written, stage.variables, escape);
    stage.args.set(name, given.get(name) ?? fallback);
    return written === unset ? name : `${name}=${fallback}`;
  });
  return `ARG ${texts.join(' ')}`;
}

/** As Go's %q prints a list of strings. */
function goList(words: readonly string[]): string {
  return `[${words.map((word) => quoteGo(word)).join(' ')}]`;
}

function goHealth({ test, intervalMs, timeoutMs, startPeriodMs, startIntervalMs, retries }: Healthcheck): string {
  const times = [intervalMs, timeoutMs, startPeriodMs, startIntervalMs].map((ms) => `"${formatDuration(ms)}"`);
  return `&{${goList(test)} ${times.join(' ')} ${goRune(retries)}}`;
}

/** Go prints the number of retries as the character it would be. */
function goRune(value: number): string {
  const named: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 39: "\\'", 92: '\\\\' };
  return `'${named[value] ?? (value < 32 || value === 127 ? `\\x${value.toString(16).padStart(2, '0')}` : String.fromCodePoint(value))}'`;
}
