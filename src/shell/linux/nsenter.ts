/** nsenter: runs a program in the namespaces of another process: what `docker exec` does by system calls. */
import { namespaceAt, namespaceKinds, type NamespaceKind, type Namespaces, type Process } from '../../host/index.ts';
import { complain, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { become, shellOf } from './run-command.ts';
import { forked } from './unshare.ts';
import { refusalOf, strerror } from './words.ts';

const letters: Readonly<Record<string, NamespaceKind>> = { m: 'mnt', u: 'uts', i: 'ipc', n: 'net', p: 'pid', U: 'user', C: 'cgroup' };
const names: Readonly<Record<string, string>> = { mount: 'm', uts: 'u', ipc: 'i', net: 'n', pid: 'p', user: 'U', cgroup: 'C' };

export const nsenter: Tool = {
  usage: '[options] [<program> [<argument>...]]',
  options: {
    flags: 'aFZe',
    values: 'tSG',
    optionalValues: 'muinpUCTrw',
    stopAtOperand: true,
    long: { all: 'a', target: 't', 'no-fork': 'F', root: 'r', wd: 'w', setuid: 'S', setgid: 'G', ...names },
    longValues: [...Object.keys(names).map((n) => `${n}?`), 'root?', 'wd?'],
  },
  *run(call) {
    const { p, options } = call;
    const pid = options.value('t');
    if (pid !== undefined && !/^\d+$/.test(pid)) return yield* complain(call, `failed to parse pid: '${pid}'`);
    const target = pid === undefined ? undefined : p.namespaces.pid.processes.get(Number(pid));
    const entered: Partial<Record<NamespaceKind, unknown>> = {};
    for (const [letter, kind] of Object.entries(letters)) {
      if (!options.has(letter) && !options.has('a')) continue;
      const path = options.value(letter) || (pid === undefined ? '' : `/proc/${pid}/ns/${kind}`);
      if (path === '') return yield* complain(call, `no target PID specified for --${longName(letter)}`);
      const found = target && !options.value(letter) ? target.namespaces[kind] : located(p, path, kind);
      if (target && !options.value(letter) && p.uid !== 0 && target.uid !== p.uid) return yield* complain(call, `cannot open ${path}: Permission denied`);
      if (!found) return yield* complain(call, `cannot open ${path}: No such file or directory`);
      if (options.has('a') && found === p.namespaces[kind]) continue;
      entered[kind] = found;
    }
    const setup = enter(call, entered as Partial<Namespaces>, target);
    if (setup !== undefined) return yield* complain(call, setup);
    const argv = call.operands.length > 0 ? call.operands : [shellOf(p)];
    const go = (c: Process): ToolRun => become(call, c, argv, (name) => `failed to execute ${name}`);
    return entered.pid && !options.has('F') ? yield* forked(call, go) : yield* go(p);
  },
};

function longName(letter: string): string {
  return Object.keys(names).find((n) => names[n] === letter)!;
}

function located(p: Process, path: string, kind: NamespaceKind): Namespaces[NamespaceKind] | undefined {
  try {
    return namespaceAt(p, path, kind);
  } catch (error) {
    refusalOf(error);
    return undefined;
  }
}

/** What it complains of, when the kernel refuses. */
function enter(call: ToolCall, entered: Partial<Namespaces>, target: Process | undefined): string | undefined {
  const { p, options } = call;
  try {
    p.enterNamespaces(entered);
  } catch (error) {
    const kind = namespaceKinds.find((k) => entered[k]) ?? 'user';
    return `reassociate to namespaces failed: ${strerror(refusalOf(error))}`.replace('namespaces', `namespace 'ns/${kind}'`);
  }
  if (entered.mnt) {
    p.root = '/';
    p.cwd = '/';
  }
  if (options.has('r')) p.root = target?.root ?? p.root;
  if (options.has('r') || options.has('w')) p.cwd = options.has('w') ? (options.value('w') || target?.cwd || '/') : '/';
  const [uid, gid] = [options.value('S'), options.value('G')];
  if (gid !== undefined) p.gid = Number(gid) || 0;
  if (uid !== undefined) p.uid = Number(uid) || 0;
  return undefined;
}
