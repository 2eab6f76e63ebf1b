/** id, whoami and groups: who one is. */
import { accountById, accountByName, groupName, groups as allGroups, userName } from '../accounts.ts';
import { complain, print, refuse, type Tool, type ToolCall } from '../tool/tool.ts';

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Whose rights the process has besides. */
  readonly effective?: { readonly uid: number; readonly gid: number };
}

function identityOf(call: ToolCall, name: string | undefined): Identity | undefined {
  const { p } = call;
  if (name === undefined) {
    const real = call.options.has('r') || !['u', 'g'].some((letter) => call.options.has(letter));
    const effective = { uid: p.seenUid, gid: p.seenGid };
    const own = real ? { uid: p.seenRealUid, gid: p.gidSeen(p.realGid) } : effective;
    return { ...own, groups: [...new Set([p.gid, ...p.groups].map((g) => p.gidSeen(g)))], effective };
  }
  const account = accountByName(p.files, name) ?? (/^\d+$/.test(name) ? accountById(p.files, Number(name)) : undefined);
  if (!account) return undefined;
  const more = allGroups(p.files).filter((g) => g.members.includes(account.name)).map((g) => g.gid);
  return { uid: account.uid, gid: account.gid, groups: [...new Set([account.gid, ...more])] };
}

export const id: Tool = {
  usage: '[OPTION]... [USER]...',
  options: { flags: 'aGgnruz', long: { group: 'g', groups: 'G', name: 'n', real: 'r', user: 'u', zero: 'z' } },
  *run(call) {
    const { options } = call;
    const choices = ['u', 'g', 'G'].filter((letter) => options.has(letter));
    if (choices.length > 1) return yield* complain(call, 'cannot print "only" of more than one choice');
    if (choices.length === 0 && (options.has('n') || options.has('r'))) return yield* complain(call, 'cannot print only names or real IDs in default format');
    if (choices.length === 0 && options.has('z')) return yield* complain(call, 'option --zero not permitted in default format');
    let code = 0;
    for (const name of call.operands.length > 0 ? call.operands : [undefined]) {
      const who = identityOf(call, name);
      if (who) yield* print(`${shown(call, who)}${options.has('z') ? '\0' : '\n'}`);
      else code = yield* complain(call, `‘${name!}’: no such user`);
    }
    return code;
  },
};

function shown({ p, options }: ToolCall, who: Identity): string {
  const named = options.has('n');
  const group = (gid: number) => (named ? groupName(p.files, gid) : String(gid));
  if (options.has('u')) return named ? userName(p.files, who.uid) : String(who.uid);
  if (options.has('g')) return group(who.gid);
  if (options.has('G')) return who.groups.map(group).join(options.has('z') ? '\0' : ' ');
  const withName = (n: number, name: string) => (name === String(n) ? String(n) : `${n}(${name})`);
  const list = who.groups.map((g) => withName(g, groupName(p.files, g))).join(',');
  const { uid = who.uid, gid = who.gid } = who.effective ?? {};
  const besides = `${uid === who.uid ? '' : ` euid=${withName(uid, userName(p.files, uid))}`}${gid === who.gid ? '' : ` egid=${withName(gid, groupName(p.files, gid))}`}`;
  return `uid=${withName(who.uid, userName(p.files, who.uid))} gid=${withName(who.gid, groupName(p.files, who.gid))}${besides} groups=${list}`;
}

export const whoami: Tool = {
  usage: '',
  *run(call) {
    if (call.operands.length > 0) return yield* refuse(call, `extra operand ‘${call.operands[0]!}’`);
    const account = accountById(call.p.files, call.p.seenUid);
    if (!account) return yield* complain(call, call.flavour === 'gnu' ? `cannot find name for user ID ${call.p.seenUid}` : `unknown uid ${call.p.seenUid}`);
    yield* print(`${account.name}\n`);
    return 0;
  },
};

export const groups: Tool = {
  usage: '[USERNAME]...',
  *run(call) {
    let code = 0;
    for (const name of call.operands.length > 0 ? call.operands : [undefined]) {
      const who = identityOf(call, name);
      if (who) yield* print(`${name === undefined ? '' : `${name} : `}${who.groups.map((g) => groupName(call.p.files, g)).join(' ')}\n`);
      else code = yield* complain(call, `‘${name!}’: no such user`);
    }
    return code;
  },
};
