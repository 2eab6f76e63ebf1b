/** uname, arch, nproc: which machine this is. */
import { allowedCores } from '../../host/index.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

export const uname: Tool = {
  usage: '[OPTION]...',
  options: { flags: 'asnrvmpio', long: { all: 'a', 'kernel-name': 's', nodename: 'n', 'kernel-release': 'r', 'kernel-version': 'v', machine: 'm', processor: 'p', 'operating-system': 'o' } },
  *run(call) {
    const { p, options } = call;
    if (call.operands.length > 0) return yield* refuse(call, `extra operand ‘${call.operands[0]!}’`);
    const machine = p.host.facts.architecture === 'amd64' ? 'x86_64' : 'aarch64';
    const parts: readonly (readonly [string, string])[] = [
      ['s', 'Linux'],
      ['n', p.namespaces.uts.hostname],
      ['r', p.host.facts.kernelRelease],
      ['v', '#45-Ubuntu SMP PREEMPT_DYNAMIC'],
      ['m', machine],
      ['p', machine],
      ['i', machine],
      ['o', call.flavour === 'gnu' ? 'GNU/Linux' : 'Linux'],
    ];
    const all = options.has('a');
    const any = parts.some(([letter]) => options.has(letter));
    const shown = parts.filter(([letter]) => (all ? letter !== 'p' && letter !== 'i' : any ? options.has(letter) : letter === 's'));
    yield* print(`${shown.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

export const arch: Tool = {
  usage: '',
  *run(call) {
    const { p } = call;
    if (call.operands.length > 0) return yield* refuse(call, `extra operand ‘${call.operands[0]!}’`);
    yield* print(`${p.host.facts.architecture === 'amd64' ? 'x86_64' : 'aarch64'}\n`);
    return 0;
  },
};

export const nproc: Tool = {
  usage: '[OPTION]...',
  options: { long: { all: 'all' }, longValues: ['ignore'] },
  *run(call) {
    const { p, options, operands } = call;
    if (operands.length > 0) return yield* refuse(call, `extra operand ‘${operands[0]!}’`);
    const ignored = options.value('ignore') ?? '0';
    if (!/^\d+$/.test(ignored)) return yield* complain(call, `invalid number: ‘${ignored}’`);
    yield* print(`${Math.max(1, (options.has('all') ? p.host.facts.cores : allowedCores(p).length) - Number(ignored))}\n`);
    return 0;
  },
};
