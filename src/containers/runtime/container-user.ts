/** Who a container's process runs as: "nobody", "1000", "app:staff" looked up in the container's own account files. */
import type { FileView } from '../../host/index.ts';
import { RuntimeError } from './runtime-error.ts';

export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

const root: Identity = { uid: 0, gid: 0, groups: [], home: '/root' };

/** Throws RuntimeError in runc's words. */
export function identityOf(files: FileView, user: string, extraGroups: readonly number[] = []): Identity {
  const [name = '', group] = user.split(':', 2);
  if ((name === '' || name === '0') && group === undefined) return extraGroups.length === 0 ? root : { ...root, groups: extraGroups };
  const accounts = rows(files, '/etc/passwd');
  const byNumber = /^\d+$/.test(name);
  const account = accounts.find((row) => row[0] === (name || 'root')) ?? (byNumber ? accounts.find((row) => row[2] === name) : undefined);
  if (!account && !byNumber) throw new RuntimeError('command-refused', `unable to find user ${name}: no matching entries in passwd file`);
  const uid = account ? Number(account[2]) : Number(name);
  const gid = group === undefined ? Number(account?.[3] ?? 0) : groupNumber(files, group);
  const named = account ? rows(files, '/etc/group').filter((row) => row[3]?.split(',').includes(account[0]!)) : [];
  const groups = [...named.map((row) => Number(row[2])).filter((id) => id !== gid), ...extraGroups];
  return { uid, gid, groups, home: account?.[5] || '/' };
}

function groupNumber(files: FileView, group: string): number {
  const row = rows(files, '/etc/group').find((r) => r[0] === group);
  if (row) return Number(row[2]);
  if (/^\d+$/.test(group)) return Number(group);
  throw new RuntimeError('command-refused', `unable to find group ${group}: no matching entries in group file`);
}

function rows(files: FileView, path: string): string[][] {
  if (!files.exists(path)) return [];
  return files
    .readText(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}
