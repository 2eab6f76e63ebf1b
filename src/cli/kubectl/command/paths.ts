/** Names of files as a client follows them. */
import type { Process } from '../../../host/index.ts';

/** The path made absolute, without `.` and `..`. */
export function absolute(p: Process, path: string): string {
  const whole = path.startsWith('/') ? path : `${p.cwd}/${path}`;
  const parts = whole.split('/').reduce<string[]>((all, part) => (part === '' || part === '.' ? all : part === '..' ? all.slice(0, -1) : [...all, part]), []);
  return `/${parts.join('/')}`;
}

/** A path below a directory, or an absolute one. */
export function below(p: Process, root: string, path: string): string {
  return absolute(p, path.startsWith('/') ? path : `${root}/${path}`);
}
