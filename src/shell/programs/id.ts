/** id, whoami and groups: who one is. */
import { accountById, accountByName, groupName, groups as allGroups, userName } from '../accounts.ts';
import { complain, print, type Tool, type ToolCall } from '../tool/tool.ts';

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

function identityOf(call: ToolCall, name: string | undefined): Identity | undefined {
  const { p } = call;
  if (name === undefined) return { uid: p.seenUid, gid: p.seenGid, groups: [...new Set([p.gid, ...p.groups].map((g) => p.gidSeen(g)))] };
  const account = accountByName(p.files, name) ?? (/^\d+$/.test(name) ? accountById(p.files, Number(name)) : undefined);
  if (!account) return undefined;
  const more = allGroups(p.files).filter((g) => g.members.includes(account.name)).map((g) => g.gid);
  return { uid: account.uid, gid: account.gid, groups: [...new Set([account.gid, ...more])] };
}

export const id: Tool = {
  usage: '[OPTION]... [USER]',
  options: { flags: 'aGgnruz', long: { group: 'g', groups: 'G', name: 'n', real: 'r', user: 'u' } },
  *run(call) {
    const { p, options } = call;
    const who = identityOf(call, call.operands[0]);
    if (!who) return yield* complain(call, `‘${call.operands[0]!}’: no such user`);
    const named = options.has('n');
    const user = named ? userName(p.files, who.uid) : String(who.uid);
    const group = (gid: number) => (named ? groupName(p.files, gid) : String(gid));
    if (options.has('u')) yield* print(`${user}\n`);
    else if (options.has('g')) yield* print(`${group(who.gid)}\n`);
    else if (options.has('G')) yield* print(`${who.groups.map(group).join(' ')}\n`);
    else {
      const withName = (n: number, name: string) => (name === String(n) ? String(n) : `${n}(${name})`);
      const list = who.groups.map((g) => withName(g, groupName(p.files, g))).join(',');
      yield* print(`uid=${withName(who.uid, userName(p.files, who.uid))} gid=${withName(who.gid, groupName(p.files, who.gid))} groups=${list}\n`);
    }
    return 0;
  },
};

export const whoami: Tool = {
  usage: '',
  *run(call) {
    const account = accountById(call.p.files, call.p.seenUid);
    if (!account) return yield* complain(call, call.flavour === 'gnu' ? `cannot find name for user ID ${call.p.seenUid}` : `unknown uid ${call.p.seenUid}`);
    yield* print(`${account.name}\n`);
    return 0;
  },
};

export const groups: Tool = {
  usage: '[USERNAME]...',
  *run(call) {
    const who = identityOf(call, call.operands[0]);
    if (!who) return yield* complain(call, `‘${call.operands[0]!}’: no such user`);
    const names = who.groups.map((g) => groupName(call.p.files, g)).join(' ');
    yield* print(call.operands[0] === undefined ? `${names}\n` : `${call.operands[0]} : ${names}\n`);
    return 0;
  },
};
