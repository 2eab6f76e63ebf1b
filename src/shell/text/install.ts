/** install, link, unlink, mkfifo, mknod and sync: names on a disk, made one at a time. */
import { accountByName, groups } from '../accounts.ts';
import { readPath } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { parseMode } from '../language/file-mode.ts';

function* missing(call: ToolCall, least: number, most: number): ToolRun<boolean> {
  const { operands } = call;
  if (operands.length >= least && operands.length <= most) return false;
  yield* refuse(call, operands.length === 0 ? 'missing operand' : operands.length < least ? `missing operand after ‘${operands.at(-1)!}’` : `extra operand ‘${operands[most]!}’`);
  return true;
}

/** The mode asked for; undefined when it is none. */
function modeOf(call: ToolCall, otherwise: number): number | undefined {
  const text = call.options.value('m');
  if (text === undefined) return otherwise;
  return /^[0-7]{1,4}$/.test(text) ? Number.parseInt(text, 8) : parseMode(text, otherwise, false, call.p.umask);
}

export const install: Tool = {
  usage: '[OPTION]... SOURCE... DIRECTORY',
  options: { flags: 'cdDpsTv', values: 'mogt', long: { directory: 'd', group: 'g', mode: 'm', owner: 'o', verbose: 'v', 'target-directory': 't', 'preserve-timestamps': 'p' } },
  *run(call) {
    const { p, options, operands } = call;
    const mode = modeOf(call, 0o755);
    if (mode === undefined) return yield* complain(call, `invalid mode ‘${options.value('m')!}’`);
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    if (options.has('d')) {
      for (const name of operands) {
        const made = tried(() => p.files.mkdir(name, { recursive: true }));
        if ('error' in made) return yield* complain(call, `cannot create directory '${name}': ${reason(made.error)}`);
        if (options.has('v')) yield* print(`install: creating directory '${name}'\n`);
        const code = yield* dressed(call, name, mode);
        if (code !== 0) return code;
      }
      return 0;
    }
    const target = options.value('t') ?? (operands.length > 1 ? operands.at(-1)! : undefined);
    if (target === undefined) return yield* refuse(call, `missing destination file operand after '${operands[0]!}'`);
    const sources = options.has('t') ? operands : operands.slice(0, -1);
    const isDir = p.files.exists(target) && p.files.stat(target).kind === 'dir';
    if (sources.length > 1 && !isDir) return yield* refuse(call, `target '${target}' is not a directory`);
    for (const source of sources) {
      const path = isDir && !options.has('T') ? `${target}/${source.slice(source.lastIndexOf('/') + 1)}` : target;
      if (options.has('D') && path.includes('/')) p.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true });
      const content = yield* readPath(p, source);
      if ('error' in content) return yield* complain(call, content.error.code === 'EISDIR' ? `omitting directory '${source}'` : `cannot stat '${source}': ${reason(content.error)}`);
      const written = tried(() => p.files.writeFile(path, content.value));
      if ('error' in written) return yield* complain(call, `cannot create regular file '${path}': ${reason(written.error)}`);
      if (options.has('v')) yield* print(`'${source}' -> '${path}'\n`);
      const code = yield* dressed(call, path, mode);
      if (code !== 0) return code;
    }
    return 0;
  },
};

function* dressed(call: ToolCall, path: string, mode: number): ToolRun {
  const { p, options } = call;
  const [owner, group] = [options.value('o'), options.value('g')];
  const uid = owner === undefined || /^\d+$/.test(owner) ? owner : accountByName(p.files, owner)?.uid;
  const gid = group === undefined || /^\d+$/.test(group) ? group : groups(p.files).find((one) => one.name === group)?.gid;
  if (owner !== undefined && uid === undefined) return yield* complain(call, `invalid user '${owner}'`);
  if (group !== undefined && gid === undefined) return yield* complain(call, `invalid group '${group}'`);
  const done = tried(() => {
    p.files.chmod(path, mode);
    if (uid !== undefined || gid !== undefined) p.files.chown(path, uid === undefined ? undefined : Number(uid), gid === undefined ? undefined : Number(gid));
  });
  return 'error' in done ? yield* complain(call, `cannot change ownership of '${path}': ${reason(done.error)}`) : 0;
}

export const link: Tool = {
  usage: 'FILE1 FILE2',
  *run(call) {
    if (yield* missing(call, 2, 2)) return 1;
    const [from, to] = call.operands as [string, string];
    const done = tried(() => call.p.files.link(from, to));
    return 'error' in done ? yield* complain(call, `cannot create link '${to}' to '${from}': ${reason(done.error)}`) : 0;
  },
};

export const unlink: Tool = {
  usage: 'FILE',
  *run(call) {
    if (yield* missing(call, 1, 1)) return 1;
    const done = tried(() => call.p.files.unlink(call.operands[0]!));
    return 'error' in done ? yield* complain(call, `cannot unlink '${call.operands[0]!}': ${reason(done.error)}`) : 0;
  },
};

export const mkfifo: Tool = {
  usage: '[OPTION]... NAME...',
  options: { values: 'm', long: { mode: 'm' } },
  *run(call) {
    const mode = modeOf(call, 0o666);
    if (mode === undefined) return yield* complain(call, 'invalid mode');
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    let code = 0;
    for (const name of call.operands) {
      const done = tried(() => call.p.files.mknod(name, 'fifo', mode));
      if ('error' in done) code = yield* complain(call, `cannot create fifo '${name}': ${reason(done.error)}`);
    }
    return code;
  },
};

export const mknod: Tool = {
  usage: '[OPTION]... NAME TYPE [MAJOR MINOR]',
  options: { values: 'm', long: { mode: 'm' } },
  *run(call) {
    const { p, operands } = call;
    const mode = modeOf(call, 0o666);
    if (mode === undefined) return yield* complain(call, 'invalid mode');
    const [name = '', type = '', ...numbers] = operands;
    if (type === 'p' && numbers.length > 0) return yield* refuse(call, 'Fifos do not have major and minor device numbers.');
    if (yield* missing(call, type === 'p' ? 2 : 4, type === 'p' ? 2 : 4)) return 1;
    const kind = ({ b: 'block', c: 'char', u: 'char', p: 'fifo' } as const)[type];
    if (!kind) return yield* refuse(call, `invalid device type ‘${type}’`);
    const [major = 0, minor = 0] = numbers.map(Number);
    if (!Number.isInteger(major) || !Number.isInteger(minor)) return yield* complain(call, `invalid major device number ‘${numbers[0]!}’`);
    const done = tried(() => p.files.mknod(name, kind, mode, major, minor));
    return 'error' in done ? yield* complain(call, `${name}: ${reason(done.error)}`) : 0;
  },
};

/** Nothing is ever waiting to be written. */
export const sync: Tool = {
  usage: '[OPTION] [FILE]...',
  options: { flags: 'df' },
  *run(call) {
    let code = 0;
    for (const name of call.operands) if (!call.p.files.exists(name)) code = yield* complain(call, `error opening '${name}': No such file or directory`);
    return code;
  },
};
