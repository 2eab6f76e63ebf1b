/** adduser, addgroup, deluser and delgroup: Debian's friendlier programs, and busybox's of the same names. */
import { accountById, accountByName, groups, type Account } from '../accounts.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { addAccount, addGroup, freeGid, freeUid, GROUP, groupNamed, joinGroup, leaveGroup, makeHome, PASSWD } from './account-files.ts';
import { accountGoes, changed, groupGoes } from './accounts-change.ts';

const NOBODY = 65534;

const isBusybox = ({ flavour }: ToolCall): boolean => flavour === 'busybox';

/** Debian's says what it does, busybox's does not. */
function* info(call: ToolCall, text: string): ToolRun<void> {
  if (!isBusybox(call) && !call.options.has('quiet')) yield* print(`info: ${text}\n`);
}

function* fatal(call: ToolCall, debian: string, busybox: string, code = 1): ToolRun {
  return yield* complain(call, isBusybox(call) ? busybox : `fatal: ${debian}`, code);
}

export const adduser: Tool = {
  usage: '[options] user [group]',
  options: {
    flags: 'DHS',
    values: 'hgsuGk',
    long: { 'disabled-password': 'D', 'disabled-login': 'D', system: 'S', 'no-create-home': 'H', gecos: 'g', comment: 'g', home: 'h', shell: 's', uid: 'u', ingroup: 'G' },
    longValues: ['gid', 'group?', 'quiet?'],
  },
  *run(call) {
    const { options, p } = call;
    const { files } = p;
    const [name, group] = call.operands;
    if (name === undefined || call.operands.length > 2) return yield* complain(call, isBusybox(call) ? 'no user given' : 'fatal: Only one or two names allowed.');
    if (group !== undefined) return yield* joins(call, name, group);
    if (options.has('group') && !options.has('S')) return yield* groupMade(call, name, options.value('gid'));
    if (!/^[a-z][-a-z0-9_]*\$?$/.test(name)) return yield* fatal(call, `Please enter a username matching the regular expression\n            configured via the NAME_REGEX configuration variable.  Use the\n            \`--allow-bad-names' option to relax this check or reconfigure\n            NAME_REGEX in configuration.`, `illegal character in name ${name}`);
    if (accountByName(files, name)) return yield* fatal(call, `The user \`${name}' already exists.`, `user '${name}' in use`);
    const within = options.value('G') ?? options.value('gid');
    const primary = within === undefined ? undefined : groupNamed(files, within);
    if (within !== undefined && !primary) return yield* fatal(call, `The group \`${within}' does not exist.`, `unknown group ${within}`);
    const given = options.value('u');
    if (given !== undefined && !/^\d+$/.test(given)) return yield* fatal(call, `"${given}" is not a number.`, `invalid number '${given}'`);
    if (given !== undefined && accountById(files, Number(given))) return yield* fatal(call, `The UID ${given} is already in use.`, `uid '${given}' in use`);
    const system = options.has('S');
    const uid = given === undefined ? freeUid(files, system) : Number(given);
    const own = !primary && (!system || isBusybox(call) || options.has('group'));
    const gid = primary?.gid ?? (own ? freeGid(files, system, uid) : NOBODY);
    const account: Account = { name, uid, gid, gecos: options.value('g') ?? '', home: options.value('h') ?? (system && !isBusybox(call) ? '/nonexistent' : `/home/${name}`), shell: options.value('s') ?? (system ? (isBusybox(call) ? '/bin/false' : '/usr/sbin/nologin') : isBusybox(call) ? '/bin/sh' : '/bin/bash') };
    return yield* made(call, account, own, primary?.name ?? 'nogroup');
  },
};

function* made(call: ToolCall, account: Account, own: boolean, primary: string): ToolRun {
  const { options, p } = call;
  const { name, uid, gid, home } = account;
  const system = options.has('S');
  const makesHome = !options.has('H') && home !== '/nonexistent';
  const code = yield* changed(call, PASSWD, () => {
    addAccount(p.files, account);
    if (own) addGroup(p.files, name, gid);
    if (makesHome) makeHome(p.files, account);
  });
  if (code !== 0) return code;
  yield* info(call, system ? `Adding system user \`${name}' (UID ${uid}) ...` : `Adding user \`${name}' ...`);
  if (own) yield* info(call, system ? `Adding new group \`${name}' (GID ${gid}) ...` : `Adding new group \`${name}' (${gid}) ...`);
  yield* info(call, `Adding new user \`${name}' (${system ? 'UID ' : ''}${uid}) with group \`${own ? name : primary}${system ? '' : ` (${gid})`}' ...`);
  yield* info(call, makesHome ? `Creating home directory \`${home}' ...` : system ? `Not creating \`${home}'.` : `Not creating home directory \`${home}'.`);
  if (system || isBusybox(call)) return 0;
  if (makesHome) yield* info(call, "Copying files from `/etc/skel' ...");
  if (!groupNamed(p.files, 'users')) return 0;
  yield* info(call, `Adding new user \`${name}' to supplemental / extra groups \`users' ...`);
  return yield* joins(call, name, 'users');
}

function* joins(call: ToolCall, name: string, group: string): ToolRun {
  const { files } = call.p;
  if (!accountByName(files, name)) return yield* fatal(call, `The user \`${name}' does not exist.`, `unknown user ${name}`);
  const there = groups(files).find((one) => one.name === group);
  if (!there) return yield* fatal(call, `The group \`${group}' does not exist.`, `unknown group ${group}`);
  if (there.members.includes(name)) {
    yield* info(call, `The user \`${name}' is already a member of \`${group}'.`);
    return 0;
  }
  yield* info(call, `Adding user \`${name}' to group \`${group}' ...`);
  return yield* changed(call, GROUP, () => joinGroup(files, name, [group]));
}

export const addgroup: Tool = {
  usage: '[options] group',
  options: { flags: 'S', values: 'g', long: { system: 'S', gid: 'g' }, longValues: ['quiet?'] },
  *run(call) {
    const [name, group] = call.operands;
    if (name === undefined || call.operands.length > 2) return yield* complain(call, isBusybox(call) ? 'no group given' : 'fatal: Only one or two names allowed.');
    if (group === undefined) return yield* groupMade(call, name, call.options.value('g'));
    return isBusybox(call) ? yield* joins(call, name, group) : yield* complain(call, 'fatal: addgroup with two arguments is an unspecified operation.');
  },
};

function* groupMade(call: ToolCall, name: string, given: string | undefined): ToolRun {
  const { files } = call.p;
  const system = call.options.has('S');
  if (groups(files).some((one) => one.name === name)) return yield* fatal(call, `The group \`${name}' already exists.`, `group '${name}' in use`);
  if (given !== undefined && !/^\d+$/.test(given)) return yield* fatal(call, `"${given}" is not a number.`, `invalid number '${given}'`);
  if (given !== undefined && groupNamed(files, given)) return yield* fatal(call, `The GID \`${given}' is already in use.`, `gid '${given}' in use`);
  const gid = given === undefined ? freeGid(files, system) : Number(given);
  yield* info(call, `Adding group \`${name}' (GID ${gid}) ...`);
  return yield* changed(call, GROUP, () => addGroup(files, name, gid));
}

export const deluser: Tool = {
  usage: '[options] user [group]',
  options: { longValues: ['remove-home?', 'quiet?', 'system?', 'group?'] },
  *run(call) {
    const { options } = call;
    const { files } = call.p;
    const [name, group] = call.operands;
    if (name === undefined || call.operands.length > 2) return yield* complain(call, isBusybox(call) ? 'no user given' : 'fatal: Only one or two names allowed.');
    if (options.has('group')) return yield* groupLeft(call, name);
    if (!accountByName(files, name)) return yield* fatal(call, `The user \`${name}' does not exist.`, `unknown user ${name}`, isBusybox(call) ? 1 : 2);
    if (group !== undefined) return yield* leaves(call, name, group);
    yield* info(call, `Removing user \`${name}' ...`);
    return yield* accountGoes(call, name, options.has('remove-home'), isBusybox(call));
  },
};

function* leaves(call: ToolCall, name: string, group: string): ToolRun {
  const { files } = call.p;
  const there = groups(files).find((one) => one.name === group);
  if (!there) return yield* fatal(call, `The group \`${group}' does not exist.`, `unknown group ${group}`, isBusybox(call) ? 1 : 3);
  if (!there.members.includes(name)) return yield* fatal(call, `The user \`${name}' is not a member of group \`${group}'.`, `no such user: '${name}' in group '${group}'`, isBusybox(call) ? 1 : 6);
  yield* info(call, `Removing user \`${name}' from group \`${group}' ...`);
  return yield* changed(call, GROUP, () => leaveGroup(files, name, (one) => one.name === group));
}

export const delgroup: Tool = {
  usage: '[options] group',
  options: { longValues: ['quiet?', 'system?'] },
  *run(call) {
    const [name, group] = call.operands;
    if (name === undefined || call.operands.length > 2) return yield* complain(call, isBusybox(call) ? 'no group given' : 'fatal: Only one or two names allowed.');
    return group === undefined ? yield* groupLeft(call, name) : yield* leaves(call, name, group);
  },
};

function* groupLeft(call: ToolCall, name: string): ToolRun {
  if (!groups(call.p.files).some((one) => one.name === name)) return yield* fatal(call, `The group \`${name}' does not exist.`, `unknown group ${name}`, isBusybox(call) ? 1 : 3);
  yield* info(call, `Removing group \`${name}' ...`);
  return yield* groupGoes(call, name);
}
