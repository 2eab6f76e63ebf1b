/** unshare: runs a program in namespaces of its own. */
import { changeRoot, mountFileSystem, setPropagation, waitPid, type ExitStatus, type NamespaceKind, type NewNamespaces, type Process, type Program, type Propagation } from '../../host/index.ts';
import { complain, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { become, shellOf } from './run-command.ts';
import { attempted, refusalOf, strerror } from './words.ts';

const letters: Readonly<Record<string, NamespaceKind>> = { m: 'mnt', u: 'uts', i: 'ipc', n: 'net', p: 'pid', U: 'user', C: 'cgroup' };

export const unshare: Tool = {
  usage: '[options] [<program> [<argument>...]]',
  options: {
    flags: 'fmuinpUCrc',
    values: 'Rw',
    stopAtOperand: true,
    long: { fork: 'f', mount: 'm', uts: 'u', ipc: 'i', net: 'n', pid: 'p', user: 'U', cgroup: 'C', 'map-root-user': 'r', 'map-current-user': 'c', root: 'R', wd: 'w', 'mount-proc': 'mount-proc', 'kill-child': 'kill-child' },
    longValues: ['mount-proc?', 'kill-child?', 'propagation'],
  },
  *run(call) {
    const { p, options } = call;
    const mountsProc = options.has('mount-proc');
    const wanted = new Set(Object.keys(letters).filter((l) => options.has(l)).map((l) => letters[l]!));
    if (mountsProc) wanted.add('mnt');
    if (options.has('r') || options.has('c')) wanted.add('user');
    const kind = options.value('propagation') ?? 'private';
    if (!['private', 'shared', 'slave', 'unchanged'].includes(kind)) return yield* complain(call, `unsupported propagation mode: ${kind}`);
    const made = p.host.newNamespaces(ownOf(p, wanted), p.namespaces, p.uid);
    try {
      p.enterNamespaces(Object.fromEntries([...wanted].map((k) => [k, made[k]])));
    } catch (error) {
      return yield* complain(call, `unshare failed: ${strerror(refusalOf(error))}`);
    }
    if (options.has('r') || options.has('c')) mapSelf(p, options.has('r'));
    if (wanted.has('mnt') && kind !== 'unchanged') setPropagation(p, '/', kind as Propagation, true);
    const argv = call.operands.length > 0 ? call.operands : [shellOf(p)];
    const go = function* (c: Process): ToolRun {
      const root = options.value('R');
      const refused = (root !== undefined && attempted(() => changeRoot(c, root))) || undefined;
      if (refused) return yield* complain(call, `cannot change root directory to '${root!}': ${strerror(refused)}`);
      const wd = options.value('w');
      if (wd !== undefined) c.chdir(wd);
      if (mountsProc) {
        const target = options.value('mount-proc') || '/proc';
        const why = attempted(() => mountFileSystem(c, { type: 'proc', source: 'proc', target, options: ['nosuid', 'nodev', 'noexec'] }));
        if (why) return yield* complain(call, `mount ${target} failed: ${strerror(why)}`);
      }
      return yield* become(call, c, argv, (name) => `failed to execute ${name}`);
    };
    return options.has('f') ? yield* forked(call, go) : yield* go(p);
  },
};

function ownOf(p: Process, wanted: ReadonlySet<NamespaceKind>): NewNamespaces {
  const { hostname, domainname } = p.namespaces.uts;
  return {
    ...(wanted.has('pid') ? { pid: true as const } : {}),
    ...(wanted.has('mnt') ? { mnt: true as const } : {}),
    ...(wanted.has('net') ? { net: true as const } : {}),
    ...(wanted.has('uts') ? { uts: { hostname, domainname } } : {}),
    ...(wanted.has('ipc') ? { ipc: true as const } : {}),
    ...(wanted.has('user') ? { user: true as const } : {}),
    ...(wanted.has('cgroup') ? { cgroup: p.cgroup } : {}),
  };
}

/** The one line that anybody may write into the maps of a namespace of his own. */
function mapSelf(p: Process, asRoot: boolean): void {
  const { user } = p.namespaces;
  user.uidMap = [{ inside: asRoot ? 0 : p.uid, outside: p.uid, count: 1 }];
  user.gidMap = [{ inside: asRoot ? 0 : p.gid, outside: p.gid, count: 1 }];
}

/** A child runs it; signals from the terminal are the child's affair. */
export function* forked(call: ToolCall, go: (c: Process) => ToolRun): ToolRun {
  const { p } = call;
  const body: Program = (c) => go(c);
  try {
    p.spawn(body, p.argv, { name: call.name });
  } catch (error) {
    return yield* complain(call, `fork failed: ${strerror(refusalOf(error))}`);
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) p.on(signal, () => {});
  const status: ExitStatus = yield waitPid(-1);
  return status.code;
}
