/** taskset: the cores that a process is kept to, asked for and set. */
import { allowedCores, coreText, type Process } from '../../host/index.ts';
import { become } from '../linux/run-command.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const taskset: Tool = {
  usage: '[options] [mask | cpu-list] [pid|cmd [args...]]',
  options: { flags: 'acp', stopAtOperand: true, long: { 'all-tasks': 'a', 'cpu-list': 'c', pid: 'p' } },
  *run(call) {
    const { p, operands, options } = call;
    if (operands.length < (options.has('p') ? 1 : 2)) return yield* refuse(call, 'bad usage');
    if (!options.has('p')) {
      const cores = yield* coresAskedFor(call, p, operands[0]!);
      if (typeof cores === 'number') return cores;
      p.affinity = cores;
      return yield* become(call, p, operands.slice(1), (name) => `failed to execute ${name}`);
    }
    const pid = operands.at(-1)!;
    if (!/^\d+$/.test(pid)) return yield* complain(call, `invalid PID argument: '${pid}'`);
    const target = Number(pid) === 0 ? p : p.namespaces.pid.processes.get(Number(pid));
    if (!target) return yield* complain(call, `failed to get pid ${pid}'s affinity: No such process`);
    yield* print(told(call, target, 'current'));
    if (operands.length === 1) return 0;
    const cores = yield* coresAskedFor(call, target, operands[0]!);
    if (typeof cores === 'number') return cores;
    if (p.uid !== target.uid && !p.capable('SYS_NICE')) return yield* complain(call, `failed to set pid ${pid}'s affinity: Operation not permitted`);
    target.affinity = cores;
    p.host.cpu.limitsChanged();
    yield* print(told(call, target, 'new'));
    return 0;
  },
};

function told({ options }: ToolCall, target: Process, when: 'current' | 'new'): string {
  const cores = allowedCores(target);
  const shown = options.has('c') ? coreText(cores) : cores.reduce((mask, core) => mask | (1n << BigInt(core)), 0n).toString(16);
  return `pid ${target.pid}'s ${when} affinity ${options.has('c') ? 'list' : 'mask'}: ${shown}\n`;
}

/** Those of them that there are; a status when the words are none or name none. */
function* coresAskedFor(call: ToolCall, target: Process, text: string): ToolRun<readonly number[] | number> {
  const asked = call.options.has('c') ? listed(text) : masked(text);
  if (!asked) return yield* complain(call, `failed to parse CPU ${call.options.has('c') ? 'list' : 'mask'}: ${text}`);
  const cores = asked.filter((core) => core < target.host.facts.cores);
  return cores.length > 0 ? cores : yield* complain(call, `failed to set pid ${target.pid}'s affinity: Invalid argument`);
}

const CORES_MAX = 1_024;

function masked(text: string): number[] | undefined {
  const digits = /^(?:0x)?([0-9a-f,]{1,256})$/i.exec(text)?.[1]?.replaceAll(',', '');
  if (!digits) return undefined;
  const mask = BigInt(`0x${digits}`);
  return Array.from({ length: CORES_MAX }, (_, core) => core).filter((core) => (mask >> BigInt(core)) & 1n);
}

/** "0,2-4", "0-8:2" */
function listed(text: string): number[] | undefined {
  const cores = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last, step] = /^(\d{1,4})(?:-(\d{1,4})(?::(\d{1,4}))?)?$/.exec(part) ?? [];
    if (first === undefined || Number(last ?? first) < Number(first) || step === '0') return undefined;
    for (let core = Number(first); core <= Math.min(Number(last ?? first), CORES_MAX); core += Number(step ?? 1)) cores.add(core);
  }
  return [...cores].sort((a, b) => a - b);
}
