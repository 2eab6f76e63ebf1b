/** chmod and chown. */
import { accountByName, groups } from '../accounts.ts';
import { parseMode } from '../language/file-mode.ts';
import { modeOf } from '../tool/mode-of.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const chmod: Tool = {
  usage: '[OPTION]... MODE[,MODE]... FILE...',
  options: { flags: 'Rcvf', long: { recursive: 'R', verbose: 'v', changes: 'c', quiet: 'f', silent: 'f' }, none: false },
  *run(call) {
    const { p, options } = call;
    const [text, ...paths] = call.operands;
    if (text === undefined) return yield* refuse(call, 'missing operand');
    if (paths.length === 0) return yield* refuse(call, `missing operand after ‘${text}’`);
    if (parseMode(text, 0, false, 0) === undefined) return yield* refuse(call, `invalid mode: ‘${text}’`);
    let code = 0;
    for (const path of paths) {
      const good = yield* over(call, path, options.has('R'), function* (one) {
        const stat = p.files.stat(one);
        const mode = parseMode(text, stat.mode, stat.kind === 'dir', p.umask)!;
        p.files.chmod(one, mode);
        if (options.has('v')) {
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
  options: { flags: 'Rcvfh', values: '', long: { recursive: 'R', verbose: 'v', 'no-dereference': 'h' }, longValues: ['reference', 'from'] },
  *run(call) {
    const { p, options } = call;
    const [text, ...paths] = call.operands;
    if (text === undefined) return yield* refuse(call, 'missing operand');
    if (paths.length === 0) return yield* refuse(call, `missing operand after ‘${text}’`);
    const [owner = '', group] = baseName(call.name) === 'chgrp' ? ['', text] : text.split(/[:.]/);
    const account = owner === '' ? undefined : accountByName(p.files, owner);
    const uid = owner === '' ? undefined : (account?.uid ?? number(owner));
    if (owner !== '' && uid === undefined) return yield* complain(call, `invalid user: ‘${text}’`);
    const gid = group === undefined ? undefined : group === '' ? account?.gid : (groups(p.files).find((g) => g.name === group)?.gid ?? number(group));
    if (group && gid === undefined) return yield* complain(call, `invalid group: ‘${text}’`);
    let code = 0;
    for (const path of paths) {
      // eslint-disable-next-line require-yield
      const good = yield* over(call, path, options.has('R'), function* (one) {
        p.files.chown(one, uid, gid, { follow: !options.has('h') });
      }, 'changing ownership of');
      if (!good) code = 1;
    }
    return code;
  },
};

function number(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The path, and with -R all below it. False when one was refused. */
function* over(call: ToolCall, path: string, recursive: boolean, change: (path: string) => ToolRun<void>, doing: string): ToolRun<boolean> {
  const { files } = call.p;
  const stat = tried(() => files.lstat(path));
  if ('error' in stat) {
    if (!call.options.has('f')) yield* complain(call, call.flavour === 'gnu' ? `cannot access '${path}': ${reason(stat.error)}` : `${path}: ${reason(stat.error)}`);
    return false;
  }
  let good = true;
  try {
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
