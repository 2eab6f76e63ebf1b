/** mount: what is mounted, and mounting more: file systems, directories in other places, and how mounts spread. */
import { bindMount, mountFileSystem, mountOptions, moveMount, remount, setPropagation, shownMounts, type Process, type Propagation } from '../../host/index.ts';
import type { ErrorCode } from '../../files/index.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

const propagations: Readonly<Record<string, readonly [Propagation, boolean]>> = Object.fromEntries(
  (['shared', 'slave', 'private', 'unbindable'] as const).flatMap((kind) => [
    [`make-${kind}`, [kind, false]],
    [`make-r${kind}`, [kind, true]],
  ]),
);

export const mount: Tool = {
  usage: '[-lhV] | -a [options] | [options] [--source] <source> | [options] <source> <directory> | <operation> <mountpoint> [<target>]',
  options: {
    flags: 'rwvnBRMlaf',
    values: 'to',
    long: { types: 't', options: 'o', 'read-only': 'r', bind: 'B', rbind: 'R', move: 'M', verbose: 'v', rw: 'w', ...Object.fromEntries(Object.keys(propagations).map((name) => [name, name])) },
  },
  *run(call) {
    const { options, operands } = call;
    const words = options.values('o').flatMap((o) => o.split(',')).filter((o) => o !== '');
    const spread = Object.keys(propagations).find((name) => options.has(name));
    if (spread) return yield* spreading(call, propagations[spread]!, operands);
    if (options.has('a')) return yield* all(call);
    if (operands.length === 0) {
      if (!call.p.files.exists('/proc/mounts')) return yield* complain(call, call.flavour === 'gnu' ? 'failed to read mtab: No such file or directory' : 'no /proc/mounts');
      yield* print(table(call, options.value('t')));
      return 0;
    }
    if (words.includes('remount')) {
      const asked = [...words, ...['r', 'B'].filter((o) => options.has(o)).map((o) => (o === 'r' ? 'ro' : 'bind'))];
      return yield* done(call, operands.at(-1)!, '', attempted(() => remount(call.p, operands.at(-1)!, asked)), 'remount');
    }
    const [source, target] = operands;
    if (operands.length > 2) return yield* refuse(call, 'bad usage', 1);
    if (target === undefined) {
      const entry = fileSystemTable(call.p).find((one) => one.source === source || one.target === source || (call.p.files.exists(source!) && call.p.files.realpath(source!) === one.target));
      if (!entry) return yield* complain(call, `${source!}: can't find in /etc/fstab.`);
      if (!call.p.capable('SYS_ADMIN', call.p.namespaces.mnt.owner)) return yield* failed(call, source!, 'must be superuser to use mount.');
      return yield* mountEntry(call, entry);
    }
    return yield* mountOne(call, source!, target, words, options.value('t'));
  },
};

function* mountOne(call: ToolCall, source: string, target: string, words: readonly string[], type: string | undefined): ToolRun {
  const { p, options } = call;
  const readOnly = options.has('r') || words.includes('ro');
  if (options.has('M') || words.includes('move')) return yield* done(call, target, source, attempted(() => moveMount(p, source, target)), 'move');
  const recursive = options.has('R') || words.includes('rbind');
  if (recursive || options.has('B') || words.includes('bind')) return yield* done(call, target, source, attempted(() => bindMount(p, source, target, { recursive, readOnly })), 'bind');
  return yield* fileSystem(call, source, target, words, readOnly, type);
}

interface TableEntry {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly words: readonly string[];
}

/** What /etc/fstab says is to be mounted. */
function fileSystemTable({ files }: Process): TableEntry[] {
  const text = files.exists('/etc/fstab') ? files.readText('/etc/fstab') : '';
  return text.split('\n').flatMap((line) => {
    const [source, target, type = 'auto', words = 'defaults'] = line.replace(/#.*/, '').split(/[ \t]+/).filter((field) => field !== '');
    return source === undefined || target === undefined ? [] : [{ source, target, type, words: words.split(',') }];
  });
}

function mountEntry(call: ToolCall, { source, target, type, words }: TableEntry): ToolRun {
  return mountOne(call, source, target, words.filter((w) => w !== 'defaults'), type);
}

/** Those that are not mounted yet. */
function* all(call: ToolCall): ToolRun {
  let code = 0;
  for (const entry of fileSystemTable(call.p)) {
    if (entry.words.includes('noauto') || entry.type === 'swap' || shownMounts(call.p).some(({ point }) => point === entry.target)) continue;
    code = (yield* mountEntry(call, entry)) || code;
  }
  return code;
}

function* fileSystem(call: ToolCall, source: string, target: string, words: readonly string[], readOnly: boolean, type: string | undefined): ToolRun {
  const { p } = call;
  if (type === undefined || type === 'auto' || type === 'ext4') {
    if (!p.capable('SYS_ADMIN', p.namespaces.mnt.owner)) return yield* failed(call, target, 'must be superuser to use mount.');
    if (!p.files.exists(target)) return yield* failed(call, target, 'mount point does not exist.');
    const there = p.files.exists(source);
    return yield* failed(call, p.files.realpath(target), there ? `${p.files.realpath(source)} is not a block device.` : `special device ${source} does not exist.`, 32);
  }
  const request = { type, source, target, options: words.filter((w) => w !== 'ro' && w !== 'rw'), readOnly };
  return yield* done(call, target, source, attempted(() => mountFileSystem(p, request)), type);
}

function* spreading(call: ToolCall, [kind, recursive]: readonly [Propagation, boolean], operands: readonly string[]): ToolRun {
  const target = operands.at(-1);
  if (target === undefined) return yield* refuse(call, 'bad usage', 1);
  const refused = attempted(() => setPropagation(call.p, target, kind, recursive));
  if (refused === 'EINVAL') return yield* failed(call, call.p.files.realpath(target), 'not mount point or bad option.', 32);
  return yield* done(call, target, '', refused);
}

function* done(call: ToolCall, target: string, source: string, refused: ErrorCode | undefined, type = ''): ToolRun {
  const { files } = call.p;
  const there = files.exists(target);
  const at = there ? files.realpath(target) : target;
  if (refused === undefined) {
    if (call.options.has('v')) yield* print(`mount: ${type === 'bind' ? `${files.realpath(source)} bound on ${at}` : type === 'move' ? `${source} moved to ${at}` : `${source} mounted on ${at}`}.\n`);
    return 0;
  }
  if (refused === 'EPERM') return yield* failed(call, at, call.p.seenUid === 0 ? 'permission denied.' : 'must be superuser to use mount.', call.p.seenUid === 0 ? 32 : 1);
  if (refused === 'ENODEV') return yield* failed(call, at, `unknown filesystem type '${type}'.`, 32);
  if (refused === 'ENOENT') return yield* failed(call, at, there ? `special device ${source} does not exist.` : 'mount point does not exist.', 32);
  if (refused === 'EINVAL' && type === 'remount') return yield* failed(call, at, 'mount point not mounted or bad option.', 32);
  if (refused === 'EINVAL' && type === 'move') return yield* failed(call, at, 'bad option; moving a mount residing under a shared mount is unsupported.', 32);
  if (refused === 'EBUSY') return yield* failed(call, at, 'mount point is busy.', 32);
  if (refused === 'EINVAL') return yield* failed(call, at, `wrong fs type, bad option, bad superblock on ${source}, missing codepage or helper program, or other error.`, 32);
  if (refused === 'ENOTDIR' && type !== 'bind') return yield* failed(call, at, 'mount point is not a directory.', 32);
  return yield* failed(call, at, `mount(2) system call failed: ${strerror(refused)}.`, 32);
}

function* failed(call: ToolCall, at: string, why: string, code = 1): ToolRun {
  if (call.flavour === 'busybox') return yield* complain(call, /superuser|permission/.test(why) ? 'permission denied (are you root?)' : `mounting ${call.operands[0] ?? ''} on ${at} failed: ${busyboxWords(why)}`, 1);
  return yield* complain(call, `${at}: ${why}\n       dmesg(1) may have more information after failed mount system call.`, code);
}

function busyboxWords(why: string): string {
  if (why.startsWith('unknown filesystem type')) return 'No such device';
  if (why.includes('does not exist')) return 'No such file or directory';
  return 'Invalid argument';
}

function table(call: ToolCall, types: string | undefined): string {
  const wanted = types?.split(',');
  return shownMounts(call.p)
    .filter(({ mount: m }) => !wanted || wanted.includes(m.fs.type))
    .map(({ mount: m, point }) => `${m.spec.source} on ${point} type ${m.fs.type} (${mountOptions(m)})\n`)
    .join('');
}
