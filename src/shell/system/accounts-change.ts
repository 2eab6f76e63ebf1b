/** getent, useradd, adduser, userdel, groupadd, usermod, passwd: the users of a machine as its files name them. */
import { write, type FileView } from '../../host/index.ts';
import { accountById, accountByName, accounts, groups, type Account } from '../accounts.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const FIRST_USER = 1000;
const PASSWD = '/etc/passwd';
const GROUP = '/etc/group';

export const getent: Tool = {
  usage: '[OPTION...] database [key ...]',
  options: { flags: 's' },
  *run(call) {
    const { p, operands } = call;
    const [database = '', ...keys] = operands;
    const path = { passwd: PASSWD, group: GROUP, hosts: '/etc/hosts', shadow: '/etc/shadow', services: '/etc/services', protocols: '/etc/protocols' }[database];
    if (path === undefined) return yield* unknown(call, database);
    const text = tried(() => p.files.readText(path));
    const lines = 'error' in text ? [] : text.value.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    if (keys.length === 0) {
      yield* print(lines.map((line) => `${database === 'hosts' ? hostsLine(line) : line}\n`).join(''));
      return 0;
    }
    let code = 0;
    for (const key of keys) {
      const found = lines.find((line) => (database === 'hosts' ? line.split(/\s+/).includes(key) : line.split(':')[0] === key || line.split(':')[2] === key));
      if (found === undefined) code = 2;
      else yield* print(`${database === 'hosts' ? hostsLine(found) : found}\n`);
    }
    return code;
  },
};

function* unknown(call: ToolCall, database: string): ToolRun {
  yield write(2, `Unknown database: ${database}\n`);
  yield write(1, `Try \`${call.name} --help' or \`${call.name} --usage' for more information.\n`);
  return 1;
}

function hostsLine(line: string): string {
  const [address = '', ...names] = line.trim().split(/\s+/);
  return `${address.padEnd(15)} ${names.join(' ')}`;
}

function edit(files: FileView, path: string, change: (lines: readonly string[]) => readonly string[]): void {
  const lines = files.exists(path) ? files.readText(path).split('\n').filter((line) => line !== '') : [];
  files.writeFile(path, change(lines).map((line) => `${line}\n`).join(''));
}

function freeId(taken: readonly number[], from: number): number {
  let id = from;
  while (taken.includes(id)) id++;
  return id;
}

export const useradd: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: { flags: 'mMrUNoD', values: 'bcdegGksu', long: { comment: 'c', 'home-dir': 'd', 'create-home': 'm', 'no-create-home': 'M', gid: 'g', groups: 'G', shell: 's', uid: 'u', system: 'r' } },
  *run(call) {
    const { options } = call;
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a user name is needed', 2);
    return yield* made(call, name, { home: options.value('d') ?? `/home/${name}`, shell: options.value('s') ?? '/bin/sh', comment: options.value('c') ?? '', makesHome: options.has('m'), system: options.has('r'), uid: options.value('u'), gid: options.value('g'), more: options.value('G')?.split(',') ?? [] });
  },
};

/** Debian's, and busybox's: it makes the home, and says so. */
export const adduser: Tool = {
  usage: '[options] user [group]',
  options: { flags: 'DHS', values: 'hgsuGk', longValues: ['gecos', 'home', 'shell', 'uid', 'ingroup'], long: { 'disabled-password': 'D', 'disabled-login': 'D', system: 'S', 'no-create-home': 'H' } },
  *run(call) {
    const { options, p } = call;
    const [name, group] = call.operands;
    if (name === undefined) return yield* refuse(call, 'Only one or two names allowed.');
    if (group !== undefined) return yield* joins(call, name, [group]);
    const quiet = call.flavour === 'busybox';
    const uid = freeId(accounts(p.files).map((one) => one.uid), FIRST_USER);
    if (!quiet && p.uid === 0 && !accountByName(p.files, name)) yield* print(`info: Adding user \`${name}' ...\ninfo: Adding new group \`${name}' (${uid}) ...\ninfo: Adding new user \`${name}' (${uid}) with group \`${name} (${uid})' ...\n`);
    return yield* made(call, name, { home: options.value('home') ?? options.value('h') ?? `/home/${name}`, shell: options.value('shell') ?? options.value('s') ?? (quiet ? '/bin/sh' : '/bin/bash'), comment: options.value('gecos') ?? options.value('g') ?? '', makesHome: !options.has('H'), system: options.has('S'), uid: options.value('uid') ?? options.value('u'), gid: undefined, more: [] });
  },
};

interface NewAccount {
  readonly home: string;
  readonly shell: string;
  readonly comment: string;
  readonly makesHome: boolean;
  readonly system: boolean;
  readonly uid: string | undefined;
  readonly gid: string | undefined;
  readonly more: readonly string[];
}

function* made(call: ToolCall, name: string, wanted: NewAccount): ToolRun {
  const { files } = call.p;
  if (!/^[a-z_][a-z0-9_-]*\$?$/i.test(name)) return yield* complain(call, `invalid user name '${name}': use --badname to ignore`, 3);
  if (accountByName(files, name)) return yield* complain(call, `user '${name}' already exists`, 9);
  const all = groups(files);
  const given = wanted.gid === undefined ? undefined : all.find((group) => group.name === wanted.gid || String(group.gid) === wanted.gid);
  if (wanted.gid !== undefined && !given) return yield* complain(call, `group '${wanted.gid}' does not exist`, 6);
  const strange = wanted.more.find((group) => !all.some((one) => one.name === group));
  if (strange !== undefined) return yield* complain(call, `group '${strange}' does not exist`, 6);
  const uid = wanted.uid === undefined ? freeId(accounts(files).map((one) => one.uid), wanted.system ? 100 : FIRST_USER) : Number(wanted.uid);
  if (accountById(files, uid) && wanted.uid !== undefined) return yield* complain(call, `UID ${uid} is not unique`, 4);
  const gid = given?.gid ?? freeId(all.map((group) => group.gid), uid);
  const done = tried(() => {
    edit(files, PASSWD, (lines) => [...lines, [name, 'x', uid, gid, wanted.comment, wanted.home, wanted.shell].join(':')]);
    if (!given) edit(files, GROUP, (lines) => [...lines, `${name}:x:${gid}:`]);
    if (wanted.makesHome && !files.exists(wanted.home)) {
      files.mkdir(wanted.home, { recursive: true });
      files.chown(wanted.home, uid, gid);
    }
  });
  if ('error' in done) return yield* complain(call, `${reason(done.error)}.\n${call.name}: cannot lock ${PASSWD}; try again later.`, 1);
  return wanted.more.length > 0 ? yield* joins(call, name, wanted.more) : 0;
}

function* joins(call: ToolCall, name: string, wanted: readonly string[]): ToolRun {
  const { files } = call.p;
  if (!accountByName(files, name)) return yield* complain(call, `user '${name}' does not exist`, 6);
  const strange = wanted.find((group) => !groups(files).some((one) => one.name === group));
  if (strange !== undefined) return yield* complain(call, `group '${strange}' does not exist`, 6);
  const done = tried(() =>
    edit(files, GROUP, (lines) =>
      lines.map((line) => {
        const [group = '', mark = '', gid = '', members = ''] = line.split(':');
        const now = members.split(',').filter((one) => one !== '');
        return wanted.includes(group) && !now.includes(name) ? [group, mark, gid, [...now, name].join(',')].join(':') : line;
      }),
    ),
  );
  return 'error' in done ? yield* complain(call, `${reason(done.error)}.`, 1) : 0;
}

export const usermod: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: { flags: 'aLUm', values: 'cdgGlsu', long: { append: 'a', groups: 'G', shell: 's', home: 'd', comment: 'c' } },
  *run(call) {
    const { options, p } = call;
    const [name = ''] = call.operands;
    const account = accountByName(p.files, name);
    if (!account) return yield* complain(call, `user '${name}' does not exist`, 6);
    const joined = options.value('G');
    if (joined !== undefined) return yield* joins(call, name, joined.split(','));
    const changed: Account = { ...account, gecos: options.value('c') ?? account.gecos, home: options.value('d') ?? account.home, shell: options.value('s') ?? account.shell };
    const done = tried(() => edit(p.files, PASSWD, (lines) => lines.map((line) => (line.startsWith(`${name}:`) ? [name, 'x', changed.uid, changed.gid, changed.gecos, changed.home, changed.shell].join(':') : line))));
    return 'error' in done ? yield* complain(call, `${reason(done.error)}.`) : 0;
  },
};

export const userdel: Tool = {
  usage: '[options] LOGIN',
  usageCode: 2,
  options: { flags: 'rf', long: { remove: 'r', force: 'f' }, longValues: ['remove-home?'] },
  *run(call) {
    const { p, options } = call;
    const [name = ''] = call.operands;
    const account = accountByName(p.files, name);
    if (!account) return yield* complain(call, `user '${name}' does not exist`, 6);
    const busy = [...p.namespaces.pid.processes.values()].find((one) => one.uid === account.uid && one.alive);
    if (busy && !options.has('f')) return yield* complain(call, `user ${name} is currently used by process ${busy.pidIn(p.namespaces.pid)}`, 8);
    const done = tried(() => {
      edit(p.files, PASSWD, (lines) => lines.filter((line) => !line.startsWith(`${name}:`)));
      edit(p.files, GROUP, (lines) => lines.filter((line) => !line.startsWith(`${name}:`)).map((line) => line.replace(/[^:]*$/, (members) => members.split(',').filter((one) => one !== name).join(','))));
      if (options.has('r') && p.files.exists(account.home)) p.files.rm(account.home, { recursive: true });
    });
    return 'error' in done ? yield* complain(call, `${reason(done.error)}.`) : 0;
  },
};

export const groupadd: Tool = {
  usage: '[options] GROUP',
  usageCode: 2,
  options: { flags: 'frS', values: 'g', long: { gid: 'g', force: 'f', system: 'r' } },
  *run(call) {
    const { files } = call.p;
    const [name] = call.operands;
    if (name === undefined) return yield* refuse(call, 'a group name is needed', 2);
    if (groups(files).some((group) => group.name === name)) return call.options.has('f') ? 0 : yield* complain(call, `group '${name}' already exists`, 9);
    const gid = call.options.value('g') ?? freeId(groups(files).map((group) => group.gid), call.options.has('r') ? 100 : FIRST_USER);
    const done = tried(() => edit(files, GROUP, (lines) => [...lines, `${name}:x:${gid}:`]));
    return 'error' in done ? yield* complain(call, `${reason(done.error)}.`) : 0;
  },
};

/** Nobody is asked for a password in this world, so there is none to change. */
export const passwd: Tool = {
  usage: '[options] [LOGIN]',
  options: { flags: 'adeklqSu', values: 'inrwx' },
  *run(call) {
    const { p, operands } = call;
    const name = operands[0] ?? accountById(p.files, p.realUid)?.name ?? '';
    if (!accountByName(p.files, name)) return yield* complain(call, `user '${name}' does not exist`);
    if (p.realUid !== 0 && operands.length > 0 && accountById(p.files, p.realUid)?.name !== name) return yield* complain(call, `You may not view or modify password information for ${name}.`);
    return yield* complain(call, 'Authentication token manipulation error\npasswd: password unchanged', 10);
  },
};
