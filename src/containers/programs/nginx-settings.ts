/** What a configuration of nginx comes to: servers, their locations, workers. Directives that have no effect here are read over. */
import { compileGlob, compilePattern, hasGlob, type Pattern } from '../../base/index.ts';
import { FileError, textContent, type Content } from '../../files/index.ts';
import type { FileView } from '../../host/index.ts';
import { ConfigError, find, parseConfig, type Directive } from './nginx-config.ts';

export interface Settings {
  readonly user: string;
  readonly workers: number | 'auto';
  readonly daemon: boolean;
  readonly pidFile: string;
  readonly errorLog: string;
  readonly notices: boolean; // error_log at notice, info or debug
  readonly servers: readonly Server[];
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  readonly types: ReadonlyMap<string, string>; // by file extension
  readonly defaultType: string;
}

export interface Server {
  readonly ports: readonly number[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  /** What stands outside of every location. */
  readonly itself: Location;
}

export interface Location {
  readonly kind: 'exact' | 'prefix' | 'first-prefix' | 'pattern';
  readonly path: string;
  readonly pattern: Pattern | undefined;
  readonly root: string;
  readonly alias: string | undefined;
  readonly index: readonly string[];
  readonly tryFiles: readonly string[];
  readonly autoindex: boolean;
  readonly answer: { readonly status: number; readonly text: string } | undefined;
  readonly proxy: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly errorPages: ReadonlyMap<number, string>;
  readonly accessLog: string; // '' when off
  readonly logFormat: string; // with $variables
  readonly denied: boolean;
}

/** A configuration worked out before, and what it was made of: it stands for every container that has the very same. */
interface Known {
  readonly extra: string;
  readonly files: readonly (readonly [string, Content])[];
  readonly listings: readonly (readonly [string, readonly string[]])[];
  readonly settings: Settings;
}

const known: Known[] = [];
const KNOWN_MAX = 32;
const INCLUDES_MAX = 100;

/** Throws ConfigError. */
export function readSettings(files: FileView, path: string, extra: string): Settings {
  const before = known.find((one) => one.extra === extra && one.files[0]![0] === path && isUnchanged(one, files));
  if (before) return before.settings;
  const reader = new Reader(files);
  const settings = settingsOf([...reader.file(path), ...parseConfig(textContent(extra), 'command line')]);
  known.push({ extra, files: reader.read, listings: reader.listed, settings });
  if (known.length > KNOWN_MAX) known.shift();
  return settings;
}

function isUnchanged(one: Known, files: FileView): boolean {
  try {
    if (!one.files.every(([path, content]) => files.content(path) === content)) return false;
    return one.listings.every(([dir, names]) => isSameList(names, namesIn(files, dir)));
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, i) => name === b[i]));
}

function namesIn(files: FileView, dir: string): readonly string[] {
  return files.exists(dir) ? files.readdir(dir) : [];
}

/** Reads files and those they include. */
class Reader {
  readonly read: (readonly [string, Content])[] = [];
  readonly listed: (readonly [string, readonly string[]])[] = [];
  private readonly files: FileView;

  constructor(files: FileView) {
    this.files = files;
  }

  file(path: string): readonly Directive[] {
    const content = this.content(path);
    if (this.read.length >= INCLUDES_MAX) throw new ConfigError(`too many includes in ${path}:1`);
    this.read.push([path, content]);
    return this.expand(parseConfig(content, path), path);
  }

  private expand(directives: readonly Directive[], path: string): readonly Directive[] {
    if (!directives.some((d) => d.name === 'include' || d.block)) return directives;
    return directives.flatMap((directive) => {
      if (directive.name === 'include') return this.include(directive.args[0] ?? '', path);
      return directive.block ? [{ ...directive, block: this.expand(directive.block, path) }] : [directive];
    });
  }

  private include(target: string, from: string): readonly Directive[] {
    const path = target.startsWith('/') ? target : `${from.slice(0, from.lastIndexOf('/'))}/${target}`;
    if (!hasGlob(path)) return this.file(path);
    const dir = path.slice(0, path.lastIndexOf('/')) || '/';
    const glob = compileGlob(path.slice(dir.length + 1));
    const names = namesIn(this.files, dir);
    this.listed.push([dir, names]);
    return names.filter((name) => glob.matches(name)).flatMap((name) => this.file(`${dir}/${name}`));
  }

  private content(path: string): Content {
    try {
      return this.files.content(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const number = error.code === 'ENOENT' ? 2 : error.code === 'EACCES' ? 13 : 21;
      throw new ConfigError(`open() "${path}" failed (${number}: ${error.message.slice(error.message.lastIndexOf(': ') + 2)})`);
    }
  }
}

function settingsOf(directives: readonly Directive[]): Settings {
  const http = find(directives, 'http')?.block ?? [];
  const workers = find(directives, 'worker_processes')?.args[0] ?? '1';
  const errorLog = find(directives, 'error_log')?.args ?? [];
  const types = new Map<string, string>();
  for (const { name, args } of find(http, 'types')?.block ?? []) for (const extension of args) types.set(extension, name);
  if (!find(directives, 'events')) throw new ConfigError('no "events" section in configuration');
  return {
    user: find(directives, 'user')?.args[0] ?? 'nobody',
    workers: workers === 'auto' ? 'auto' : Math.max(1, Number(workers) || 1),
    daemon: find(directives, 'daemon')?.args[0] !== 'off',
    pidFile: find(directives, 'pid')?.args[0] ?? '/var/run/nginx.pid',
    errorLog: errorLog[0] ?? '/var/log/nginx/error.log',
    notices: ['notice', 'info', 'debug'].includes(errorLog[1] ?? 'error'),
    servers: http.filter((d) => d.name === 'server' && d.block).map((d) => serverOf(d, http)),
    upstreams: new Map(http.filter((d) => d.name === 'upstream').map((d) => [d.args[0] ?? '', (d.block ?? []).filter((s) => s.name === 'server').map((s) => s.args[0] ?? '')])),
    types,
    defaultType: find(http, 'default_type')?.args[0] ?? 'text/plain',
  };
}

function serverOf({ block = [], file, line }: Directive, http: readonly Directive[]): Server {
  const listens = block.filter((d) => d.name === 'listen').map((d) => portOf(d.args[0] ?? '', d));
  const itself = locationOf({ name: 'location', args: ['/'], block: [], file, line }, [http, block]);
  const locations = block.filter((d) => d.name === 'location').map((d) => locationOf(d, [http, block]));
  return { ports: [...new Set(listens.length > 0 ? listens : [80])], names: find(block, 'server_name')?.args ?? [''], locations, itself };
}

function portOf(listen: string, { file, line }: Directive): number {
  const text = listen.slice(listen.lastIndexOf(':') + 1);
  const port = /^\d+$/.test(text) ? Number(text) : /^[\d.[\]:a-z*]+$/.test(listen) ? 80 : NaN;
  if (!(port >= 1 && port <= 65_535)) throw new ConfigError(`invalid port in "${listen}" of the "listen" directive in ${file}:${line}`);
  return port;
}

/** A directive of a location stands for those around it. */
function locationOf(directive: Directive, around: readonly (readonly Directive[])[]): Location {
  const { args, block = [] } = directive;
  const [modifier, path] = args.length > 1 ? [args[0]!, args[1]!] : ['', args[0] ?? '/'];
  const levels = [...around, block];
  const nearest = (name: string) => levels.map((level) => find(level, name)).findLast((d) => d !== undefined);
  const answer = find(block, 'return') ?? (block === around[1] ? undefined : find(around[1]!, 'return'));
  const all = (name: string) => levels.map((level) => level.filter((d) => d.name === name)).findLast((found) => found.length > 0) ?? [];
  return {
    kind: modifier === '=' ? 'exact' : modifier === '^~' ? 'first-prefix' : modifier.startsWith('~') ? 'pattern' : 'prefix',
    path,
    pattern: modifier.startsWith('~') ? patternOf(path, modifier === '~*', directive) : undefined,
    root: absolute(nearest('root')?.args[0] ?? 'html'),
    alias: find(block, 'alias')?.args[0],
    index: nearest('index')?.args ?? ['index.html'],
    tryFiles: nearest('try_files')?.args ?? [],
    autoindex: nearest('autoindex')?.args[0] === 'on',
    answer: answer && answerOf(answer.args),
    proxy: find(block, 'proxy_pass')?.args[0],
    headers: all('add_header').map((d) => [d.args[0] ?? '', d.args[1] ?? '']),
    errorPages: new Map(all('error_page').flatMap((d) => d.args.slice(0, -1).map((status) => [Number(status), d.args.at(-1)!] as const))),
    accessLog: accessLogOf(nearest('access_log')?.args[0]),
    logFormat: logFormatOf(nearest('access_log'), around[0]!),
    denied: find(block, 'deny')?.args[0] === 'all',
  };
}

function accessLogOf(path: string | undefined): string {
  return path === 'off' ? '' : (path ?? '/var/log/nginx/access.log');
}

/** What nginx writes unless told otherwise. */
const combined = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

function logFormatOf(log: Directive | undefined, http: readonly Directive[]): string {
  const name = log?.args[1] ?? 'combined';
  const format = http.find((d) => d.name === 'log_format' && d.args[0] === name);
  if (format) return format.args.slice(1).filter((part) => !part.startsWith('escape=')).join('');
  if (name !== 'combined') throw new ConfigError(`unknown log format "${name}" in ${log!.file}:${log!.line}`);
  return combined;
}

function answerOf(args: readonly string[]): { status: number; text: string } {
  const [first = '', second = ''] = args;
  return /^\d{3}$/.test(first) ? { status: Number(first), text: second } : { status: 302, text: first };
}

function patternOf(source: string, ignoreCase: boolean, { file, line }: Directive): Pattern {
  const answer = compilePattern(source, { ignoreCase });
  if ('error' in answer) throw new ConfigError(`pcre2_compile() failed: ${answer.error} in "${source}" in ${file}:${line}`);
  return answer.pattern;
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/etc/nginx/${path}`;
}
