/** The lines of /etc/passwd and /etc/group, and how programs change them. */
import type { FileView } from '../../host/index.ts';
import { accounts, groups, type Account, type Group } from '../accounts.ts';

export const PASSWD = '/etc/passwd';
export const GROUP = '/etc/group';
const FIRST_USER = 1000;
const FIRST_SYSTEM = 100;

export function edit(files: FileView, path: string, change: (lines: readonly string[]) => readonly string[]): void {
  const lines = files.exists(path) ? files.readText(path).split('\n').filter((line) => line !== '') : [];
  files.writeFile(path, change(lines).map((line) => `${line}\n`).join(''));
}

export function freeUid(files: FileView, system: boolean): number {
  return free(new Set(accounts(files).map((one) => one.uid)), system ? FIRST_SYSTEM : FIRST_USER);
}

/** The wished one when nobody has it. */
export function freeGid(files: FileView, system: boolean, wished?: number): number {
  return free(new Set(groups(files).map((one) => one.gid)), wished ?? (system ? FIRST_SYSTEM : FIRST_USER));
}

function free(taken: ReadonlySet<number>, from: number): number {
  let id = from;
  while (taken.has(id)) id++;
  return id;
}

export function groupNamed(files: FileView, text: string): Group | undefined {
  return groups(files).find((group) => group.name === text || String(group.gid) === text);
}

export function addAccount(files: FileView, { name, uid, gid, gecos, home, shell }: Account): void {
  edit(files, PASSWD, (lines) => [...lines, [name, 'x', uid, gid, gecos, home, shell].join(':')]);
}

/** The line of the account `name` says this from now on; its name may be another. */
export function changeAccount(files: FileView, name: string, { name: now, uid, gid, gecos, home, shell }: Account): void {
  edit(files, PASSWD, (lines) => lines.map((line) => (line.startsWith(`${name}:`) ? [now, 'x', uid, gid, gecos, home, shell].join(':') : line)));
}

export function addGroup(files: FileView, name: string, gid: number): void {
  edit(files, GROUP, (lines) => [...lines, `${name}:x:${gid}:`]);
}

/** The group itself, or undefined: it goes. */
export function changeGroups(files: FileView, change: (group: Group) => Group | undefined): void {
  const before = new Map(groups(files).map((group) => [group.name, group]));
  edit(files, GROUP, (lines) =>
    lines.flatMap((line) => {
      const group = before.get(line.slice(0, line.indexOf(':')));
      if (!group) return [line];
      const now = change(group);
      return now === group ? [line] : now ? [`${now.name}:x:${now.gid}:${now.members.join(',')}`] : [];
    }),
  );
}

export function joinGroup(files: FileView, name: string, wanted: readonly string[]): void {
  changeGroups(files, (group) => (wanted.includes(group.name) && !group.members.includes(name) ? { ...group, members: [...group.members, name] } : group));
}

export function leaveGroup(files: FileView, name: string, left: (group: Group) => boolean): void {
  changeGroups(files, (group) => (group.members.includes(name) && left(group) ? { ...group, members: group.members.filter((one) => one !== name) } : group));
}

/** A home with what lies ready for new ones. */
export function makeHome(files: FileView, { home, uid, gid }: Account, skel = '/etc/skel'): void {
  if (files.exists(home)) return;
  files.mkdir(home, { recursive: true });
  for (const name of files.exists(skel) ? files.readdir(skel) : []) {
    if (files.stat(`${skel}/${name}`).kind !== 'file') continue;
    files.writeFile(`${home}/${name}`, files.content(`${skel}/${name}`));
    files.chown(`${home}/${name}`, uid, gid);
  }
  files.chown(home, uid, gid);
}
