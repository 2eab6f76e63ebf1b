/** chmod and chown. */
import { accountByName, groupName, groups, userName } from '../accounts.ts';
import { parseMode } from '../language/file-mode.ts';
import { modeOf } from '../tool/mode-of.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const chmod: Tool = {
  usage: '[OPTION]... MODE[,MODE]... FILE...',
  options: { flags: 'Rcvf', long: { recursive: 'R', verbose: 'v', changes: 'c', quiet: 'f', silent: 'f', 'preserve-root': 'keep-root', 'no-preserve-root': 'lose-root' }, longValues: ['reference'] },
  prepare: (args) => {
    const mode = args.find((arg) => /^-[rwxXst][rwxXst,+=ugoa-]*$/.test(arg)); // -x is no option
    if (mode === undefined || args.includes('--')) return args;
    return [...args.filter((arg) => arg.startsWith('-') && arg !== mode), '--', mode, ...args.filter((arg) => !arg.startsWith('-'))];
  },
  *run(call) {
    const { p, options } = call;
    const reference = options.value('reference');
    const like = reference === undefined ? undefined : tried(() => p.files.stat(reference));
    if (like && 'error' in like) return yield* complain(call, `failed to get attributes of '${reference!}': ${reason(like.error)}`);
    const [text, ...paths] = like ? [like.value.mode.toString(8), ...call.operands] : call.operands;
    if (text === undefined) return yield* refuse(call, 'missing operand');
    if (paths.length === 0) return yield* refuse(call, `missing operand after ‘${text}’`);
    if (parseMode(text, 0, false, 0) === undefined) return yield* refuse(call, `invalid mode: ‘${text}’`);
    let code = 0;
    for (const path of paths) {
      const good = yield* over(call, path, options.has('R'), function* (one) {
        const stat = p.files.stat(one);
        const mode = parseMode(text, stat.mode, stat.kind === 'dir', p.umask)!;
        p.files.chmod(one, mode);
        const unmasked = text.startsWith('-') ? parseMode(text, stat.mode, stat.kind === 'dir', 0)! : mode;
        if (unmasked !== mode) code = yield* complain(call, `${one}: new permissions are ${modeOf({ kind: stat.kind, mode }).slice(1)}, not ${modeOf({ kind: stat.kind, mode: unmasked }).slice(1)}`);
        if (options.has('v') || (options.has('c') && mode !== stat.mode)) {
          const octal = (m: number) => `${m.toString(8).padStart(4, '0')} (${modeOf({ kind: stat.kind, mode: m }).slice(1)})`;
          yield* print(mode === stat.mode ? `mode of '${one}' retained as ${octal(mode)}\n` : `mode of '${one}' changed from ${octal(stat.mode)} to ${octal(mode)}\n`);
        }
      }, 'changing permissions of');
      if (!good) code = 1;
    }
    return code;
  },
};

export const chown: Tool = {
  usage: '[OPTION]... [OWNER][:[GROUP]] FILE...',
  options: { flags: 'RcvfhHLP', long: { recursive: 'R', verbose: 'v', changes: 'c', quiet: 'f', silent: 'f', 'no-dereference': 'h', 'preserve-root': 'keep-root', 'no-preserve-root': 'lose-root' }, longValues: ['reference', 'from'] },
  *run(call) {
    const { p, options } = call;
    const reference = options.value('reference');
    const like = reference === undefined ? undefined : tried(() => p.files.stat(reference));
    if (like && 'error' in like) return yield* complain(call, `failed to get attributes of '${reference!}': ${reason(like.error)}`);
    const onlyGroup = baseName(call.name) === 'chgrp';
    const [text, ...paths] = like ? [onlyGroup ? String(like.value.gid) : `${like.value.uid}:${like.value.gid}`, ...call.operands] : call.operands;
    if (text === undefined) return yield* refuse(call, 'missing operand');
    if (paths.length === 0) return yield* refuse(call, `missing operand after ‘${like ? reference! : text}’`);
    const owner = ownerOf(call, onlyGroup ? `:${text}` : text);
    if (typeof owner === 'string') return yield* complain(call, `${owner}: ‘${text}’`);
    const from = ownerOf(call, options.value('from') ?? '');
    if (typeof from === 'string') return yield* complain(call, `${from}: ‘${options.value('from')!}’`);
    let code = 0;
    for (const path of paths) {
      const good = yield* over(call, path, options.has('R'), function* (one) {
        const before = options.has('h') ? p.files.lstat(one) : p.files.stat(one);
        if ((from.uid !== undefined && from.uid !== before.uid) || (from.gid !== undefined && from.gid !== before.gid)) return;
        p.files.chown(one, owner.uid, owner.gid, { follow: !options.has('h') });
        const changed = (owner.uid !== undefined && owner.uid !== before.uid) || (owner.gid !== undefined && owner.gid !== before.gid);
        if (!options.has('v') && !(options.has('c') && changed)) return;
        const shown = (uid: number, gid: number): string => [...(owner.uid === undefined ? [] : [userName(p.files, uid)]), ...(owner.gid === undefined ? [] : [(owner.uid === undefined && !onlyGroup ? ':' : '') + groupName(p.files, gid)])].join(':');
        const what = owner.uid === undefined ? 'group' : 'ownership';
        const after = shown(owner.uid ?? before.uid, owner.gid ?? before.gid).replace(/^:/, '');
        yield* print(changed ? `changed ${what} of '${one}' from ${shown(before.uid, before.gid).replace(/^:/, '')} to ${after}\n` : `${what} of '${one}' retained as ${after}\n`);
      }, onlyGroup ? 'changing group of' : 'changing ownership of');
      if (!good) code = 1;
    }
    return code;
  },
};

/** "ann", "ann:staff", "ann:" (her own group), ":staff", or numbers. What is wrong otherwise. */
function ownerOf({ p }: ToolCall, text: string): { readonly uid: number | undefined; readonly gid: number | undefined } | string {
  const at = text.includes(':') ? text.indexOf(':') : text.indexOf('.');
  const [owner, group] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const account = owner === '' ? undefined : accountByName(p.files, owner);
  const uid = account?.uid ?? number(owner);
  if (owner !== '' && uid === undefined) return 'invalid user';
  if (group === undefined || (group === '' && owner === '')) return { uid, gid: undefined };
  if (group === '') return account ? { uid, gid: account.gid } : 'invalid spec';
  const gid = groups(p.files).find((one) => one.name === group)?.gid ?? number(group);
  return gid === undefined ? 'invalid group' : { uid, gid };
}

function number(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The path, and with -R all below it. False when one was refused. */
function* over(call: ToolCall, path: string, recursive: boolean, change: (path: string) => ToolRun<void>, doing: string): ToolRun<boolean> {
  const { files } = call.p;
  if (recursive && !call.options.has('lose-root') && call.options.has('keep-root') && files.exists(path) && files.realpath(path) === '/') {
    yield* complain(call, "it is dangerous to operate recursively on '/'");
    yield* complain(call, 'use --no-preserve-root to override this failsafe');
    return false;
  }
  const stat = tried(() => files.lstat(path));
  if ('error' in stat) {
    if (!call.options.has('f')) yield* complain(call, call.flavour === 'gnu' ? `cannot access '${path}': ${reason(stat.error)}` : `${path}: ${reason(stat.error)}`);
    return false;
  }
  let good = true;
  try {
    if (stat.value.kind === 'link' && doing.startsWith('changing perm') && !recursive && !files.exists(path)) {
      yield* complain(call, `cannot operate on dangling symlink '${path}'`);
      return false;
    }
    if (stat.value.kind !== 'link' || !recursive) yield* change(path);
  } catch (error) {
    yield* complain(call, call.flavour === 'gnu' ? `${doing} '${path}': ${reason(error)}` : `${path}: ${reason(error)}`);
    good = false;
  }
  if (!recursive || stat.value.kind !== 'dir') return good;
  const names = tried(() => files.readdir(path));
  if ('error' in names) {
    yield* complain(call, `cannot read directory '${path}': ${reason(names.error)}`);
    return false;
  }
  for (const name of names.value) if (!(yield* over(call, `${path.replace(/\/+$/, '')}/${name}`, true, change, doing))) good = false;
  return good;
}
