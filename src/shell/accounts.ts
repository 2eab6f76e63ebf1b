/** Users and groups as /etc/passwd and /etc/group of the process's own file system name them. */
import type { FileView } from '../host/index.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export function accounts(files: FileView): Account[] {
  return records(files, '/etc/passwd').map(([name = '', , uid = '', gid = '', gecos = '', home = '/', shell = '/bin/sh']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    gecos,
    home,
    shell,
  }));
}

export function groups(files: FileView): Group[] {
  return records(files, '/etc/group').map(([name = '', , gid = '', members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(',').filter((m) => m !== ''),
  }));
}

export function accountByName(files: FileView, name: string): Account | undefined {
  return accounts(files).find((a) => a.name === name);
}

export function accountById(files: FileView, uid: number): Account | undefined {
  return accounts(files).find((a) => a.uid === uid);
}

/** The user's name, or the number when nobody has it. */
export function userName(files: FileView, uid: number): string {
  return accountById(files, uid)?.name ?? String(uid);
}

export function groupName(files: FileView, gid: number): string {
  return groups(files).find((g) => g.gid === gid)?.name ?? String(gid);
}

function records(files: FileView, path: string): string[][] {
  let text: string;
  try {
    text = files.readText(path);
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}
