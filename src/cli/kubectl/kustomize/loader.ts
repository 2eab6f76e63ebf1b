/** Where a kustomization's files are: read below its own directory only, and told of as kustomize tells of what it cannot find. */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import { below } from '../command/paths.ts';

/** The first client that has version 4 of kustomize in it, after 2.0.3. */
export const fourthSince = 21;

/** A path from one directory to a file, as origins are told. */
export function relative(from: string, to: string): string {
  const [a, b] = [from.split('/').filter(Boolean), to.split('/').filter(Boolean)];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
}

/** What the first directory or file that is missing on the way makes of the whole path; undefined when all is there. */
export function missing(p: Process, path: string, shown: string): string | undefined {
  const parts = path.split('/').filter(Boolean);
  for (let i = 1; i <= parts.length; i++) {
    const at = `/${parts.slice(0, i).join('/')}`;
    if (!p.files.exists(at)) return `evalsymlink failure on '${shown}' : lstat ${at}: no such file or directory`;
  }
  return undefined;
}

/** What one build may read, and how. */
export interface Loading {
  readonly p: Process;
  /** Files anywhere, and not only in or below the directory of the kustomization that names them. */
  readonly isUnrestricted: boolean;
  /** The program that inflates charts, where that is allowed. */
  readonly helm: string | undefined;
  readonly minor: number;
}

/** The bytes of a file that the kustomization in `root` names. */
export function load({ p, isUnrestricted }: Loading, root: string, path: string): Uint8Array {
  const whole = below(p, root, path);
  const gone = missing(p, whole, whole);
  if (gone !== undefined) throw new CommandError(gone);
  if (p.files.stat(whole).kind === 'dir') throw new CommandError(`'${whole}' must resolve to a file`);
  if (!isUnrestricted && !whole.startsWith(root === '/' ? '/' : `${root}/`)) throw new CommandError(`security; file '${whole}' is not in or below '${root}'`);
  return p.files.readFile(whole);
}

/** The directory of a kustomization; `shown` is how it was named. */
export function directory({ p, minor }: Loading, path: string, shown: string): string {
  const gone = missing(p, path, shown);
  if (gone !== undefined && minor < fourthSince) throw new CommandError(`absolute path error in '${shown}' : ${gone}`);
  if (gone !== undefined) throw new CommandError(`must build at directory: not a valid directory: ${gone}`);
  if (p.files.stat(path).kind !== 'dir' && minor < fourthSince) throw new CommandError(`got file '${path.slice(path.lastIndexOf('/') + 1)}', but '${shown}' must be a directory to be a root`);
  if (p.files.stat(path).kind !== 'dir') throw new CommandError(`must build at directory: '${shown}': file is not directory`);
  return path;
}
