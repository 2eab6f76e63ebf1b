/** The command of a container, found as runc finds it: in its own file system, by its own PATH; and the refusals when it is not there. */
import { FileError } from '../../files/index.ts';
import type { NetError} from '../../host/index.ts';
import { machineCode, type FileView, type Program } from '../../host/index.ts';
import type { RuntimeError } from './runtime-error.ts';
import type { RefusalKind } from './runtime-error.ts';

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** What runc ends with when the kernel refuses the file that it had found. */
const EXEC_FAILED = 255;

export type Refuse = (kind: RefusalKind, detail: string) => RuntimeError;

/** The path of the executable. Throws what `refuse` makes of runc's words. */
export function findCommand(files: FileView, name: string, path: string | undefined, refuse: Refuse): string {
  if (name.includes('/')) return checked(files, name, refuse);
  for (const dir of (path ?? defaultPath).split(':')) {
    const candidate = dir === '' ? `./${name}` : `${dir}/${name}`;
    if (name !== '' && files.executable(candidate)) return candidate;
  }
  throw refuse('command-not-found', `exec: "${name}": executable file not found in $PATH`);
}

function checked(files: FileView, path: string, refuse: Refuse): string {
  if (files.executable(path)) return path;
  try {
    const { kind } = files.stat(path);
    if (kind === 'dir') throw refuse('command-refused', `exec: "${path}": is a directory`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'ENOENT') throw refuse('command-not-found', `exec: "${path}": stat ${path}: no such file or directory`);
    if (error.code === 'ENOTDIR') throw refuse('command-not-found', `exec: "${path}": stat ${path}: not a directory`);
  }
  throw refuse('command-refused', `exec: "${path}": permission denied`);
}

/** The working directory, made when it is not there. */
export function prepareCwd(files: FileView, cwd: string, refuse: Refuse): void {
  if (cwd === '/') return;
  try {
    if (!files.exists(cwd)) files.mkdir(cwd, { recursive: true, mode: 0o755 });
    else if (files.stat(cwd).kind !== 'dir') throw new FileError('ENOTDIR', cwd);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw refuse('command-refused', `mkdir ${cwd}: ${goWords(error)}`);
  }
}

/** "not a directory": an error of the kernel as Go prints it. */
export function goWords(error: FileError | NetError): string {
  const words = error.message.slice(error.message.lastIndexOf(': ') + 2);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** What runs when the kernel refuses a file that may be executed: no program it knows, or an interpreter that is not there. */
export function refusedByKernel(path: string, error: FileError): Program {
  return function* runcInit(p) {
    const file = p.fds.get(2);
    if (file) yield machineCode.get().writeTo(file, `exec ${path}: ${error.code === 'ENOEXEC' ? 'exec format error' : goWords(error)}\n`);
    return EXEC_FAILED;
  };
}
