/** Programs that are files: finding them in PATH, starting them, and the words in which it fails. */
import type { Command } from 'unbash';
import { contentText, FileError } from '../../files/index.ts';
import type { OpenFile, Process } from '../../host/index.ts';
import { piecesOf } from '../language/word-pieces.ts';
import { complain, words } from './complain.ts';
import { parameter } from './parameters.ts';
import { attempt } from './shell-files.ts';
import type { Run, Shell } from './shell.ts';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The path of a command, remembered from the last time; undefined when PATH has none. It may be gone since: `forgetCommand`. */
export function findCommand(sh: Shell, name: string): string | undefined {
  if (name.includes('/')) return name;
  const known = sh.commandPaths.get(name);
  if (known) return known.path;
  const path = searchPath(sh, name);
  if (path !== undefined) sh.commandPaths.set(name, { path, hits: 0 });
  return path;
}

/** The remembered path no longer runs: the next search looks again. True when there was one. */
export function forgetCommand(sh: Shell, name: string): boolean {
  return sh.commandPaths.delete(name);
}

export function searchPath(sh: Shell, name: string): string | undefined {
  if (name === '') return undefined;
  for (const dir of (sh.variables.get('PATH') ?? defaultPath).split(':')) {
    const path = dir === '' ? `./${name}` : dir.endsWith('/') ? dir + name : `${dir}/${name}`;
    if (sh.p.files.executable(path)) return path;
  }
  return undefined;
}

export interface ProgramOptions {
  readonly fds?: readonly (OpenFile | undefined)[];
  readonly pgid?: number;
}

/** Starts it; undefined when it is no program that runs. */
export function spawnProgram(sh: Shell, path: string, argv: readonly string[], env: ReadonlyMap<string, string>, options: ProgramOptions): Process | undefined {
  try {
    const child = sh.p.spawn(path, argv, { env, ...options });
    const known = sh.commandPaths.get(argv[0]!);
    if (known) known.hits++;
    return child;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** A command that is nothing but a program and words without side effects: it needs no copy of the shell to become one. */
export function plainCommand(sh: Shell, node: Command): { path: string; argv: string[] } | undefined {
  if (!node.name || node.prefix.length > 0 || node.redirects.length > 0 || sh.on('xtrace')) return undefined;
  const argv: string[] = [];
  for (const word of [node.name, ...node.args]) {
    if (word.type !== 'Word') return undefined;
    const { constant, pieces, braces } = piecesOf(word);
    if (braces) return undefined;
    let text = constant;
    if (text === undefined) {
      const [only] = pieces;
      const inner = only?.kind === 'quotes' && only.pieces.length === 1 ? only.pieces[0]! : only;
      const value = pieces.length === 1 && inner?.kind === 'variable' && inner.quoted && !inner.name.startsWith('!') ? parameter(sh, inner.name) : undefined;
      if (typeof value === 'string') text = value;
    }
    if (text === undefined) return undefined;
    argv.push(text);
  }
  const name = argv[0]!;
  if (sh.functions.has(name) || sh.aliases.has(name) || sh.builtins.has(name)) return undefined;
  const path = findCommand(sh, name);
  return path === undefined ? undefined : { path, argv };
}

/** Says why the program did not start: 127 when it is not there, 126 when it cannot be run. */
export function* explainFailure(sh: Shell, name: string, path: string | undefined, builtin = ''): Run<number> {
  const say = words(sh);
  if (path === undefined) {
    if (sh.isBash && builtin === '' && !name.includes('/') && sh.variables.get('PATH') === '') {
      yield* complain(sh, say.noFile(name));
      return 127;
    }
    yield* complain(sh, builtin === '' ? say.notFound(name) : `${builtin}: ${name}: not found`);
    return 127;
  }
  const stat = attempt(() => sh.p.files.stat(path));
  if (!stat) {
    const code = codeOf(() => sh.p.files.stat(path));
    yield* complain(sh, code === 'ENOENT' ? say.noFile(name) : `${name}: ${sh.isBash ? (code === 'ENOTDIR' ? 'Not a directory' : 'Permission denied') : 'Permission denied'}`);
    return code === 'ENOENT' ? 127 : 126;
  }
  if (stat.kind === 'dir') yield* complain(sh, say.isDirectory(name));
  else if (!sh.p.files.executable(path)) yield* complain(sh, `${name}: Permission denied`);
  else if (lacksInterpreter(sh, path)) {
    yield* complain(sh, sh.isBash ? `${name}: cannot execute: required file not found` : say.notFound(name));
    return 127;
  } else yield* complain(sh, say.noExec(name));
  return 126;
}

function codeOf(ask: () => unknown): string {
  try {
    ask();
    return '';
  } catch (error) {
    return error instanceof FileError ? error.code : '';
  }
}

function lacksInterpreter(sh: Shell, path: string): boolean {
  const first = attempt(() => sh.p.files.readText(path))?.split('\n', 1)[0] ?? '';
  const interpreter = /^#!\s*(\S+)/.exec(first)?.[1];
  return interpreter !== undefined && !first.startsWith('#!kubarium ') && !sh.p.files.exists(interpreter);
}

/** A text file without an interpreter's line, which the shell reads itself; undefined for anything else. */
export function scriptText(sh: Shell, path: string): string | undefined {
  const content = attempt(() => sh.p.files.nodeToExecute(path).content);
  if (!content || content.size > 1_000_000) return undefined;
  const text = contentText(content);
  return text.startsWith('#!') || text.includes('\0') || text.startsWith('\x7fELF') ? undefined : text;
}
