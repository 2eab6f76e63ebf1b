/** What the shell asks of files: names for patterns, home directories, and the questions of `test`. */
import { FileError } from '../../files/index.ts';
import type { FileView, Process } from '../../host/index.ts';
import type { TestWorld } from '../language/test-expression.ts';
import type { GlobFiles } from '../language/path-glob.ts';
import { accountByName, accountById } from '../accounts.ts';
import type { Shell } from './shell.ts';

export function globFiles(p: Process): GlobFiles {
  const { files } = p;
  return {
    names: (dir) => attempt(() => files.readdir(dir)),
    exists: (path) => attempt(() => files.lstat(path)) !== undefined,
    isDirectory: (path) => attempt(() => files.stat(path))?.kind === 'dir',
  };
}

/** Undefined when the file system refuses. */
export function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** The directory that ~user stands for; undefined when there is no such user. */
export function homeOf(sh: Shell, user: string): string | undefined {
  if (user === '') return sh.variables.get('HOME') ?? accountById(sh.p.files, sh.p.uid)?.home ?? '/';
  if (user === '+') return sh.variables.get('PWD');
  if (user === '-') return sh.variables.get('OLDPWD');
  return accountByName(sh.p.files, user)?.home;
}

/** The world as `test` sees it from a process; a shell adds its variables and options. */
export function testWorld(p: Process, sh?: Shell): TestWorld {
  if (!sh) return makeTestWorld(p, undefined);
  return (sh.tests ??= makeTestWorld(p, sh));
}

function makeTestWorld(p: Process, sh: Shell | undefined): TestWorld {
  const { files } = p;
  return {
    uid: p.uid,
    gid: p.gid,
    stat: (path) => (path === '' ? undefined : attempt(() => files.stat(path))),
    lstat: (path) => (path === '' ? undefined : attempt(() => files.lstat(path))),
    sameFile: (one, other) => files.sameFile(one, other),
    access: (path, want) => path !== '' && mayAccess(files, p, path, want),
    isTerminal: (fd) => p.isTty(fd),
    isSet: (name) => sh !== undefined && isSet(sh, name),
    isReference: (name) => sh?.variables.itself(name)?.reference ?? false,
    optionOn: (name) => sh?.options.has(name) ?? false,
  };
}

function mayAccess(files: FileView, p: Process, path: string, want: 'r' | 'w' | 'x'): boolean {
  const stat = attempt(() => files.stat(path));
  if (!stat) return false;
  const bit = want === 'r' ? 4 : want === 'w' ? 2 : 1;
  if (p.uid === 0) return bit !== 1 || stat.kind === 'dir' || (stat.mode & 0o111) !== 0;
  const shift = stat.uid === p.uid ? 6 : stat.gid === p.gid || p.groups.includes(stat.gid) ? 3 : 0;
  return ((stat.mode >> shift) & bit) !== 0;
}

function isSet(sh: Shell, name: string): boolean {
  const match = /^(\w+)\[(.*)\]$/s.exec(name);
  if (/^\d+$/.test(name)) return Number(name) <= sh.positional.length;
  const variable = sh.variables.find(match ? match[1]! : name);
  if (!variable) return false;
  if (!match) return variable.value !== undefined || variable.list?.has(0) === true || variable.map?.has('0') === true;
  const index = match[2]!;
  if (index === '@' || index === '*') return (variable.list?.size ?? variable.map?.size ?? 0) > 0;
  return variable.map ? variable.map.has(index) : (variable.list?.has(Number(index)) ?? index === '0');
}
