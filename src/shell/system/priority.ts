/** nice, renice and setsid: how much a program is to be favoured, and a session of its own. */
import { userName } from '../accounts.ts';
import { become } from '../linux/run-command.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';
import { waitPid, type ExitStatus } from '../../host/index.ts';

const WORST = 19;
const BEST = -20;
const bounded = (level: number): number => Math.max(BEST, Math.min(WORST, level));

export const nice: Tool = {
  usage: '[OPTION] [COMMAND [ARG]...]',
  usageCode: 125,
  options: { values: 'n', numberMeans: 'n', stopAtOperand: true, long: { adjustment: 'n' } },
  *run(call) {
    const { p, operands, options } = call;
    const text = options.value('n') ?? '10';
    if (!/^[-+]?\d+$/.test(text)) return yield* complain(call, `invalid adjustment ‘${text}’`, 125);
    if (operands.length === 0) {
      if (options.has('n')) return yield* refuse(call, 'a command must be given with an adjustment', 125);
      yield* print(`${p.nice}\n`);
      return 0;
    }
    const wanted = bounded(p.nice + Number(text));
    if (wanted < p.nice && !p.capable('SYS_NICE')) yield* complain(call, 'cannot set niceness: Permission denied');
    else p.nice = wanted;
    return yield* become(call, p, operands, (name) => `‘${name}’`);
  },
};

export const renice: Tool = {
  usage: '[-n] <priority> [-p|--pid] <pid>...',
  options: { none: true },
  *run(call) {
    const { p, operands } = call;
    const words = operands.filter((word) => word !== '-n' && word !== '-p' && word !== '--pid');
    const [level = '', ...pids] = words;
    if (!/^[-+]?\d+$/.test(level) || pids.length === 0) return yield* refuse(call, level === '' ? 'not enough arguments' : `invalid priority '${level}'`);
    let code = 0;
    for (const pid of pids) {
      const target = p.namespaces.pid.processes.get(Number(pid));
      if (!/^\d+$/.test(pid)) code = yield* complain(call, `bad process ID value: ${pid}`);
      else if (!target) code = yield* complain(call, `failed to get priority for ${pid} (process ID): No such process`);
      else if (p.uid !== target.uid && !p.capable('SYS_NICE')) code = yield* complain(call, `failed to set priority for ${pid} (process ID): Operation not permitted`);
      else if (bounded(Number(level)) < target.nice && !p.capable('SYS_NICE')) code = yield* complain(call, `failed to set priority for ${pid} (process ID): Permission denied`);
      else {
        yield* print(`${pid} (process ID) old priority ${target.nice}, new priority ${bounded(Number(level))}\n`);
        target.nice = bounded(Number(level));
        p.host.cpu.limitsChanged();
      }
    }
    return code;
  },
};

export const setsid: Tool = {
  usage: '[options] <program> [arguments ...]',
  options: { flags: 'cfw', stopAtOperand: true, long: { ctty: 'c', fork: 'f', wait: 'w' } },
  *run(call) {
    const { p, operands, options } = call;
    const [name] = operands;
    if (name === undefined) return yield* refuse(call, 'no command specified');
    const path = p.findProgram(name);
    if (path === undefined) return yield* complain(call, `failed to execute ${name}: No such file or directory`, 127);
    const leads = p.pgid === p.pid;
    if (!leads && !options.has('f')) {
      p.setsid();
      return yield* become(call, p, operands, (word) => `failed to execute ${word}`);
    }
    const child = p.spawn(path, operands, { setsid: true });
    if (!options.has('w')) return 0;
    const status: ExitStatus = yield waitPid(child.pid);
    return status.code;
  },
};

/** logname: who logged in at this terminal. */
export const logname: Tool = {
  usage: '[OPTION]',
  *run(call) {
    const leader = call.p.tty?.session;
    if (!leader) return yield* complain(call, 'no login name');
    yield* print(`${userName(call.p.files, leader.uid)}\n`);
    return 0;
  },
};
