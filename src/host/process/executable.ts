/**
 * What an executable file is: bytes that begin with "#!kubarium NAME", so that a copy, a commit or a saved image stays
 * runnable, or a script that names its interpreter. Anything else is no executable: "exec format error".
 */
import { decodeUtf8 } from '../../base/index.ts';
import { FileError, readBytes, type Content } from '../../files/index.ts';
import { SystemCall, type Program } from '../syscall.ts';
import type { FileView } from '../mounts/file-view.ts';
import type { ProgramTable } from './program-table.ts';

export const executableMark = '#!kubarium ';
const INTERPRETERS_MAX = 4;
const SET_UID = 0o4000;
const SET_GID = 0o2000;

/** What a process runs, and what it finds as its arguments. */
export interface Executable {
  readonly program: string | Program; // a string is a name of the program table
  readonly argv: readonly string[];
  readonly path: string;
  /** Whose rights a set-uid file gives, and a set-gid one. */
  readonly setUid?: number;
  readonly setGid?: number;
}

type Head = { readonly program: string } | { readonly interpreter: string; readonly option: string | undefined } | 'none';

const heads = new WeakMap<Content, Head>();

/** The bytes of an executable that runs the program of this name. */
export function executableText(program: string): string {
  return `${executableMark}${program}\n`;
}

/** Looks at the file as execve does. ENOENT, EACCES, ENOEXEC, ELOOP. */
export function findExecutable(files: FileView, programs: ProgramTable, path: string, argv: readonly string[]): Executable {
  let file = path;
  let args = argv;
  for (let i = 0; i <= INTERPRETERS_MAX; i++) {
    const { content, meta } = files.nodeToExecute(file);
    const head = headOf(content);
    if (head === 'none') throw new FileError('ENOEXEC', file);
    if ('program' in head) {
      if (!programs.has(head.program)) throw new FileError('ENOEXEC', file);
      return { program: head.program, argv: args, path: file, ...(i > 0 ? {} : { ...((meta.mode & SET_UID) !== 0 && { setUid: meta.uid }), ...((meta.mode & SET_GID) !== 0 && { setGid: meta.gid }) }) };
    }
    args = [head.interpreter, ...(head.option === undefined ? [] : [head.option]), file, ...args.slice(1)];
    file = head.interpreter;
  }
  throw new FileError('ELOOP', path);
}

/** The name of the program that a file runs as a process sees it; undefined when it is a script or nothing to run. */
export function programIn(process: { readonly files: FileView }, path: string): string | undefined {
  const head = headOf(process.files.nodeToExecute(path).content);
  return head !== 'none' && 'program' in head ? head.program : undefined;
}

function headOf(content: Content): Head {
  let head = heads.get(content);
  if (!head) heads.set(content, (head = parseHead(decodeUtf8(readBytes(content, 0, 256)))));
  return head;
}

function parseHead(text: string): Head {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  if (line.startsWith(executableMark)) return { program: line.slice(executableMark.length).trim() };
  const match = /^#![ \t]*([^ \t]+)(?:[ \t]+(.*?))?[ \t]*$/.exec(line);
  return match ? { interpreter: match[1]!, option: match[2] || undefined } : 'none';
}

/** The system call behind Process.exec. */
export function execInto(path: string, argv: readonly string[], env: ReadonlyMap<string, string> | undefined): SystemCall<never> {
  return new SystemCall<never>('exec', (process, _done, fail) => {
    let found: Executable;
    try {
      found = findExecutable(process.files, process.host.programs, path, argv);
    } catch (error) {
      return fail(error as Error);
    }
    process.host.kernel.exec(process, found, env);
  });
}

/** Runs another program of the table in the same process and under the same name: a program of many names whose code comes in parts. */
export function become(program: string, argv: readonly string[]): SystemCall<never> {
  return new SystemCall<never>('exec', (process) => process.host.kernel.exec(process, { program, argv, path: process.exe }, undefined));
}

/** The last name of a path: what `ps` shows of an executable. */
export function commandName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
