/** sudo and su: another user's rights, for one command or a shell. Who may is written in /etc/sudoers; passwords are not asked for. */
import { waitPid, type ExitStatus, type Process } from '../../host/index.ts';
import { accountById, accountByName, groups, type Account } from '../accounts.ts';
import { complain, say, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { NOT_FOUND } from './run-command.ts';
import { mayRun } from './sudoers.ts';

const SECURE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const sudo: Tool = {
  usage: '[-EHinS] [-u user] [VAR=value] [command [arg ...]]',
  options: { flags: 'EHinskSv', values: 'ug', stopAtOperand: true, long: { login: 'i', shell: 's', user: 'u', 'preserve-env': 'E', 'set-home': 'H', 'non-interactive': 'n' } },
  *run(call) {
    const { p, options } = call;
    const caller = accountById(p.files, p.realUid);
    const name = options.value('u') ?? 'root';
    const account = accountByName(p.files, name);
    if (!account) return yield* complain(call, `unknown user ${name}`);
    let words = call.operands;
    const given = new Map<string, string>();
    for (; words[0]?.includes('='); words = words.slice(1)) given.set(words[0].slice(0, words[0].indexOf('=')), words[0].slice(words[0].indexOf('=') + 1));
    const asShell = options.has('i') || options.has('s');
    if (words.length === 0 && !asShell) return yield* complain(call, 'a command is required: sudo [-EHins] [-u user] [VAR=value] [command [arg ...]]');
    const env = environmentOf(p, account, options.has('E'));
    for (const [key, value] of given) env.set(key, value);
    env.set('SUDO_USER', caller?.name ?? '').set('SUDO_UID', String(p.realUid)).set('SUDO_GID', String(p.gid)).set('SUDO_COMMAND', words.join(' ') || account.shell);
    const argv = asShell ? [options.has('i') ? `-${base(account.shell)}` : account.shell, ...(words.length > 0 ? ['-c', words.join(' ')] : [])] : words;
    const refusal = refused(call, caller?.name ?? String(p.realUid), account, [asShell ? account.shell : (pathOf(p, argv[0]!, env) ?? argv[0]!), ...argv.slice(1)]);
    if (refusal !== undefined) return yield* say(2, `${refusal}\n`, 1);
    return yield* runAs(call, account, argv, { env, path: asShell ? account.shell : undefined, ...(options.has('i') ? { cwd: account.home } : {}) });
  },
};

/** Why the caller may not run this as the other: sudo's whole line. */
function refused({ p }: ToolCall, caller: string, as: Account, [path = '', ...args]: readonly string[]): string | undefined {
  if (p.realUid === 0) return undefined;
  const own = groups(p.files).filter((g) => g.gid === p.gid || g.members.includes(caller)).map((g) => g.name);
  switch (mayRun(p.files, caller, own, path)) {
    case 'allowed':
      return undefined;
    case 'no-sudoers':
      return 'sudo: no valid sudoers sources found, quitting';
    case 'unknown-user':
      return `${caller} is not in the sudoers file.`;
    case 'not-this-command':
      return `Sorry, user ${caller} is not allowed to execute '${[path, ...args].join(' ')}' as ${as.name} on ${p.namespaces.uts.hostname}.`;
  }
}

export const su: Tool = {
  usage: '[options] [-] [<user> [<argument>...]]',
  options: { flags: 'lmp', values: 'cs', long: { login: 'l', command: 'c', shell: 's', 'preserve-environment': 'p' } },
  *run(call) {
    const { p, options } = call;
    const words = call.operands.filter((w) => w !== '-');
    const login = options.has('l') || call.operands.includes('-');
    const account = accountByName(p.files, words[0] ?? 'root');
    if (!account) return yield* complain(call, `user ${words[0]!} does not exist or the user entry does not contain all the required fields`);
    if (p.realUid !== 0) return yield* complain(call, 'Authentication failure');
    const shell = options.value('s') ?? account.shell;
    const command = options.value('c');
    const env = login ? environmentOf(p, account, false) : new Map(p.env).set('HOME', account.home).set('SHELL', shell).set('USER', account.name);
    const argv = [login ? `-${base(shell)}` : base(shell), ...(command === undefined ? [] : ['-c', command]), ...words.slice(1)];
    return yield* runAs(call, account, argv, { env, path: shell, ...(login ? { cwd: account.home } : {}) });
  },
};

function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function environmentOf(p: Process, account: Account, keep: boolean): Map<string, string> {
  const env = keep ? new Map(p.env) : new Map<string, string>();
  for (const name of ['TERM', 'LANG', 'EDITOR']) if (p.env.has(name)) env.set(name, p.env.get(name)!);
  return env.set('PATH', SECURE_PATH).set('HOME', account.home).set('SHELL', account.shell).set('USER', account.name).set('LOGNAME', account.name);
}

function* runAs(call: ToolCall, account: Account, argv: readonly string[], options: { readonly env: Map<string, string>; readonly path: string | undefined; readonly cwd?: string }): ToolRun {
  const { p } = call;
  const path = options.path ?? pathOf(p, argv[0]!, options.env);
  if (path === undefined || !p.files.exists(path)) return yield* complain(call, `${argv[0]!}: command not found`, call.name.endsWith('su') ? NOT_FOUND : 1);
  const more = groups(p.files).filter((g) => g.members.includes(account.name)).map((g) => g.gid);
  const child = p.spawn(path, argv, { env: options.env, uid: account.uid, gid: account.gid, groups: [account.gid, ...more], ...(options.cwd ? { cwd: options.cwd } : {}) });
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) p.on(signal, () => {});
  const status: ExitStatus = yield waitPid(child.pid);
  return status.code;
}

function pathOf(p: Process, name: string, env: ReadonlyMap<string, string>): string | undefined {
  if (name.includes('/')) return p.files.executable(name) ? name : undefined;
  return (env.get('PATH') ?? '').split(':').map((dir) => `${dir}/${name}`).find((path) => p.files.executable(path));
}
