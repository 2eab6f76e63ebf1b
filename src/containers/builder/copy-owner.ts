/** `--chown=app:staff`: numbers, or names looked up in the account files of the image that is being built. */
import { contentText, find, splitPath, type UnionFs } from '../../files/index.ts';
import { BuildError } from './build-error.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export function ownerOf(fs: UnionFs, chown: string): Owner {
  if (chown === '') return { uid: 0, gid: 0 };
  const [user = '', group = user] = chown.split(':', 2);
  return { uid: idOf(fs, '/etc/passwd', user, 'user', 'uid'), gid: idOf(fs, '/etc/group', group, 'group', 'gid') };
}

function idOf(fs: UnionFs, path: string, name: string, what: string, id: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const node = find(fs.union, splitPath(path))?.node;
  const rows = node?.kind === 'file' ? contentText(node.content).split('\n') : [];
  const row = rows.map((line) => line.split(':')).find((fields) => fields[0] === name);
  if (row) return Number(row[2]);
  throw new BuildError(`unable to convert uid/gid chown string to host mapping: can't find ${id} for ${what} ${name}: no such ${what}: ${name}`);
}
