/** useradd, usermod, userdel, groupadd, groupdel: the users of a machine as its files name them. */
import { accountById, accountByName, accounts, groups, type Account } from '../accounts.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { addAccount, addGroup, changeAccount, changeGroups, freeGid, freeUid, GROUP, groupNamed, edit, joinGroup, leaveGroup, makeHome, PASSWD } from './account-files.ts';

const USERS_GID = 100;
const NAME = /^[a-z0-9_][a-z0-9_.-]*\$?$/i;

/** The act, or the words with which these programs give up. */
export function* changed(call: ToolCall, path: string, act: () => void): ToolRun {
  const done = tried(act);
  if (!('error' in done)) return 0;
  return yield* complain(call, `${reason(done.error)}.\n${call.name}: cannot lock ${path}; try again later.`, path === PASSWD ? 1 : 10);
}

/** How many of the groups there are not, each of them said. */
function* strangeGroups(call: ToolCall, names: readonly string[]): ToolRun {
  let count = 0;
  for (const name of names) {
    if (groupNamed(call.p.files, name)) continue;
    yield* complain(call, `group '${name}' does not exist`);
    count++;
  }
  return count;
}

const wordsOf = (text: string | undefined): string[] => (text ?? '').split(',').filter((word) => word !== '');

export const useradd: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: {
    flags: 'mMrUNoD',
    values: 'bcdgGksu',
    long: { 'base-dir': 'b', comment: 'c', 'home-dir': 'd', defaults: 'D', skel: 'k', 'create-home': 'm', 'no-create-home': 'M', gid: 'g', groups: 'G', 'no-user-group': 'N', 'non-unique': 'o', shell: 's', uid: 'u', 'user-group': 'U', system: 'r' },
  },
  *run(call) {
    const { options, p } = call;
    const { files } = p;
    if (options.has('D')) {
      yield* print(`GROUP=${USERS_GID}\nHOME=/home\nINACTIVE=-1\nEXPIRE=\nSHELL=/bin/sh\nSKEL=/etc/skel\nCREATE_MAIL_SPOOL=no\nLOG_INIT=yes\n`);
      return 0;
    }
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a user name is needed', 2);
    if (!NAME.test(name)) return yield* complain(call, `invalid user name '${name}': use --badname to ignore`, 3);
    const system = options.has('r');
    const given = options.value('u');
    if (given !== undefined && !/^\d+$/.test(given)) return yield* complain(call, `invalid user ID '${given}'`, 3);
    const primary = options.value('g');
    const more = wordsOf(options.value('G'));
    if ((yield* strangeGroups(call, primary === undefined ? [] : [primary])) + (yield* strangeGroups(call, more)) > 0) return 6;
    if (accountByName(files, name)) return yield* complain(call, `user '${name}' already exists`, 9);
    const own = primary === undefined && (options.has('U') || !options.has('N'));
    if (own && groupNamed(files, name)) return yield* complain(call, `group ${name} exists - if you want to add this user to that group, use -g.`, 9);
    const uid = given === undefined ? freeUid(files, system) : Number(given);
    if (given !== undefined && accountById(files, uid) && !options.has('o')) return yield* complain(call, `UID ${uid} is not unique`, 4);
    const gid = primary === undefined ? (own ? freeGid(files, system, uid) : USERS_GID) : groupNamed(files, primary)!.gid;
    const account: Account = { name, uid, gid, gecos: options.value('c') ?? '', home: options.value('d') ?? `${options.value('b') ?? '/home'}/${name}`, shell: options.value('s') ?? '/bin/sh' };
    return yield* changed(call, PASSWD, () => {
      addAccount(files, account);
      if (own) addGroup(files, name, gid);
      joinGroup(files, name, more.map((group) => groupNamed(files, group)!.name));
      if (options.has('m') && !options.has('M')) makeHome(files, account, options.value('k'));
    });
  },
};

export const usermod: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: { flags: 'amor', values: 'cdgGlsu', long: { append: 'a', 'move-home': 'm', 'non-unique': 'o', remove: 'r', groups: 'G', gid: 'g', login: 'l', shell: 's', home: 'd', comment: 'c', uid: 'u' } },
  *run(call) {
    const { options, p } = call;
    const { files } = p;
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a user name is needed', 2);
    if (options.order.length === 0) return yield* refuse(call, 'no options', 2);
    for (const letter of 'ar') if (options.has(letter) && !options.has('G')) return yield* refuse(call, `-${letter} flag is only allowed with the -G flag`, 2);
    if (options.has('m') && !options.has('d')) return yield* refuse(call, '-m flag is only allowed with the -d flag', 2);
    const given = options.value('u');
    if (given !== undefined && !/^\d+$/.test(given)) return yield* complain(call, `invalid user ID '${given}'`, 3);
    const account = accountByName(files, name);
    if (!account) return yield* complain(call, `user '${name}' does not exist`, 6);
    const wanted = options.has('G') ? wordsOf(options.value('G')) : [];
    const primary = options.value('g');
    if ((yield* strangeGroups(call, primary === undefined ? [] : [primary])) + (yield* strangeGroups(call, wanted)) > 0) return 6;
    const now: Account = { name: options.value('l') ?? name, uid: given === undefined ? account.uid : Number(given), gid: primary === undefined ? account.gid : groupNamed(files, primary)!.gid, gecos: options.value('c') ?? account.gecos, home: options.value('d') ?? account.home, shell: options.value('s') ?? account.shell };
    if (now.name !== name && accountByName(files, now.name)) return yield* complain(call, `user '${now.name}' already exists`, 9);
    if (now.uid !== account.uid && accountById(files, now.uid) && !options.has('o')) return yield* complain(call, `UID '${now.uid}' already exists`, 4);
    const names = wanted.map((group) => groupNamed(files, group)!.name);
    return yield* changed(call, PASSWD, () => {
      changeAccount(files, name, now);
      changeGroups(files, (group) => (now.name !== name && group.members.includes(name) ? { ...group, members: group.members.map((one) => (one === name ? now.name : one)) } : group));
      if (options.has('r')) leaveGroup(files, now.name, (group) => names.includes(group.name));
      else if (options.has('G')) {
        if (!options.has('a')) leaveGroup(files, now.name, (group) => !names.includes(group.name));
        joinGroup(files, now.name, names);
      }
      if (options.has('m') && now.home !== account.home && files.exists(account.home)) files.rename(account.home, now.home);
      if (now.uid !== account.uid && files.exists(now.home)) files.chown(now.home, now.uid, now.gid);
    });
  },
};

export const userdel: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: { flags: 'rf', long: { remove: 'r', force: 'f' } },
  *run(call) {
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a user name is needed', 2);
    return yield* accountGoes(call, name, call.options.has('r'), call.options.has('f'));
  },
};

export function* accountGoes(call: ToolCall, name: string, withHome: boolean, force: boolean): ToolRun {
  const { p } = call;
  const account = accountByName(p.files, name);
  if (!account) return yield* complain(call, `user '${name}' does not exist`, 6);
  const busy = [...p.namespaces.pid.processes.values()].find((one) => one.uid === account.uid && one.alive);
  if (busy && !force) return yield* complain(call, `user ${name} is currently used by process ${busy.pidIn(p.namespaces.pid)}`, 8);
  return yield* changed(call, PASSWD, () => {
    edit(p.files, PASSWD, (lines) => lines.filter((line) => !line.startsWith(`${name}:`)));
    changeGroups(p.files, (group) => (group.name === name && group.gid === account.gid ? undefined : group));
    leaveGroup(p.files, name, () => true);
    if (withHome && p.files.exists(account.home)) p.files.rm(account.home, { recursive: true });
  });
}

export const groupadd: Tool = {
  usage: '[options] GROUP',
  usageCode: 2,
  options: { flags: 'fro', values: 'g', long: { gid: 'g', force: 'f', 'non-unique': 'o', system: 'r' } },
  *run(call) {
    const { options } = call;
    const { files } = call.p;
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a group name is needed', 2);
    if (!NAME.test(name)) return yield* complain(call, `'${name}' is not a valid group name`, 3);
    const all = groups(files);
    if (all.some((group) => group.name === name)) return options.has('f') ? 0 : yield* complain(call, `group '${name}' already exists`, 9);
    const given = options.value('g');
    if (given !== undefined && !/^\d+$/.test(given)) return yield* complain(call, `invalid group ID '${given}'`, 3);
    const taken = given !== undefined && !options.has('o') && all.some((group) => group.gid === Number(given));
    if (taken && !options.has('f')) return yield* complain(call, `GID '${given}' already exists`, 4);
    return yield* changed(call, GROUP, () => addGroup(files, name, given === undefined || taken ? freeGid(files, options.has('r')) : Number(given)));
  },
};

export const groupdel: Tool = {
  usage: '[options] GROUP',
  usageCode: 2,
  options: { flags: 'f', long: { force: 'f' } },
  *run(call) {
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a group name is needed', 2);
    return yield* groupGoes(call, name);
  },
};

export function* groupGoes(call: ToolCall, name: string): ToolRun {
  const { files } = call.p;
  const group = groups(files).find((one) => one.name === name);
  if (!group) return yield* complain(call, `group '${name}' does not exist`, 6);
  const user = call.options.has('f') ? undefined : accountOfGroup(call, group.gid);
  if (user !== undefined) return yield* complain(call, `cannot remove the primary group of user '${user}'`, 8);
  return yield* changed(call, GROUP, () => changeGroups(files, (one) => (one.name === name ? undefined : one)));
}

function accountOfGroup(call: ToolCall, gid: number): string | undefined {
  return accounts(call.p.files).find((one) => one.gid === gid)?.name;
}
