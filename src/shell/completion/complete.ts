/** Completion of a command line: commands, variables and file names, and whatever a command's own completer adds. */
import { compareBytes } from '../../base/index.ts';
import { programIn, type Process, type Syscall } from '../../host/index.ts';
import { shellOf } from '../interpreter/shell-of.ts';
import { attempt } from '../interpreter/shell-files.ts';
import type { Candidate, CompletedCandidate, Completer, Completion, CompletionTable } from './completer.ts';
import { contextAt, type LineContext } from './line-context.ts';

const keywords = ['case', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'for', 'function', 'if', 'in', 'select', 'then', 'time', 'until', 'while'];
const onlyDirectories = new Set(['cd', 'rmdir', 'pushd']);

/**
 * Asks for the shell process `shell`; `done` is called in this instant when no server has to be waited for, else later, and
 * not at all once the process that asks (the answer) is killed. Nothing has happened yet when `table` throws.
 */
export function completeLine(shell: Process, line: string, cursor: number, table: CompletionTable, done: (completion: Completion) => void): Process {
  const options = { env: shellOf(shell)?.variables.environment() ?? shell.env, cwd: shell.cwd, root: shell.root, uid: shell.uid, gid: shell.gid, groups: shell.groups, namespaces: shell.namespaces, name: 'complete', fds: [] };
  const context = unaliased(shell, contextAt(line, cursor));
  const own = context.place === 'argument' ? completerOf(shell, context.words[0]!, table) : undefined;
  return shell.host.spawn(
    function* (p) {
      done(yield* complete(p, shell, context, cursor, own));
      return 0;
    },
    ['complete'],
    options,
  );
}

/** The words that an alias stands for, in its place. */
function unaliased(shell: Process, context: LineContext): LineContext {
  const [first = '', ...rest] = context.words;
  const alias = shellOf(shell)?.aliases.get(first);
  const words = alias === undefined ? [] : contextAt(`${alias} `, alias.length + 1).words;
  return words.length === 0 ? context : { ...context, words: [...words, ...rest] };
}

function completerOf(shell: Process, name: string, table: CompletionTable): Completer | undefined {
  const path = attempt(() => shell.findProgram(name));
  const program = path === undefined ? undefined : attempt(() => programIn(shell, path));
  return program === undefined ? undefined : table(program);
}

function* complete(p: Process, shell: Process, context: LineContext, cursor: number, own: Completer | undefined): Generator<Syscall, Completion> {
  const candidates = (yield* candidatesFor(p, shell, context, own)).filter((c) => c.value.startsWith(context.current));
  const unique = new Map(candidates.map((c) => [c.value, c]));
  const sorted = [...unique.values()].sort((a, b) => compareBytes(a.value, b.value));
  return { from: context.from, to: cursor, candidates: sorted.map((c) => finish(c, context)) };
}

function* candidatesFor(p: Process, shell: Process, context: LineContext, own: Completer | undefined): Generator<Syscall, readonly Candidate[]> {
  const { current, words, place } = context;
  if (place === 'variable') return variables(shell);
  if (place === 'command') {
    if (!current.includes('/')) return commands(p, shell);
    return files(p, current, (_, executable) => executable);
  }
  if (place === 'redirection') return files(p, current);
  const found = own && (yield* own(p, { words, current }));
  if (found) return found;
  const name = words[0]!;
  if (name === 'unset' || name === 'export' || name === 'printenv') return variables(shell);
  return onlyDirectories.has(name) ? files(p, current, () => false) : files(p, current);
}

function variables(shell: Process): Candidate[] {
  const names = shellOf(shell)?.variables.names() ?? [...shell.env.keys()];
  return names.map((value) => ({ value, kind: 'variable' }));
}

function commands(p: Process, shell: Process): Candidate[] {
  const sh = shellOf(shell);
  const names = new Set<string>([...keywords, ...(sh?.builtins.keys() ?? []), ...(sh?.functions.keys() ?? []), ...(sh?.aliases.keys() ?? [])]);
  for (const dir of (sh?.variables.get('PATH') ?? p.env.get('PATH') ?? '').split(':')) {
    for (const name of attempt(() => p.files.readdir(dir)) ?? []) if (!names.has(name) && p.files.executable(`${dir}/${name}`)) names.add(name);
  }
  return [...names].map((value) => ({ value, kind: 'command' }));
}

/** Names in the directory that the word has so far. `wants` says which files count; directories always do. */
function files(p: Process, current: string, wants: (path: string, executable: boolean) => boolean = () => true): Candidate[] {
  const slash = current.lastIndexOf('/') + 1;
  const base = current.slice(0, slash);
  const home = p.env.get('HOME') ?? '/';
  const dir = base === '' ? '.' : base.replace(/^~(?=\/)/, home);
  const prefix = current.slice(slash);
  const found: Candidate[] = [];
  for (const name of attempt(() => p.files.readdir(dir)) ?? []) {
    if (!name.startsWith(prefix) || (name.startsWith('.') && !prefix.startsWith('.'))) continue;
    const path = dir.endsWith('/') ? dir + name : `${dir}/${name}`;
    const isDirectory = attempt(() => p.files.stat(path))?.kind === 'dir';
    if (isDirectory) found.push({ value: `${base}${name}/`, kind: 'directory', open: true });
    else if (wants(path, p.files.executable(path))) found.push({ value: base + name, kind: 'file' });
  }
  return found;
}

/** The candidate as it is put into the line: in the quotation that is open, or with backslashes. */
function finish(candidate: Candidate, context: LineContext): CompletedCandidate {
  const { value, kind, open = false } = candidate;
  const slash = kind === 'file' || kind === 'directory' ? value.lastIndexOf('/', value.length - 2) + 1 : 0;
  const shown = { label: value.slice(slash), kind, summary: candidate.summary ?? '' };
  if (context.place === 'variable') return { text: context.braced ? `${value}}` : value, ...shown };
  const end = open ? '' : ' ';
  if (context.quote === "'") return { text: `'${value.replaceAll("'", "'\\''")}${open ? '' : "'"}${end}`, ...shown };
  if (context.quote === '"') return { text: `"${value.replace(/["\\$`]/g, '\\$&')}${open ? '' : '"'}${end}`, ...shown };
  return { text: value.replace(/[\s'"\\$`&|;<>()*?[\]{}!#]/g, (char, at: number) => (char === '#' && at > 0 ? char : `\\${char}`)) + end, ...shown };
}
