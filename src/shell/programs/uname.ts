/** uname, arch, nproc: which machine this is. */
import { print, refuse, type Tool } from '../tool/tool.ts';

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
    const shown = parts.filter(([letter]) => (all ? (call.flavour === 'gnu' ? letter !== 'p' && letter !== 'i' : letter !== 'p' && letter !== 'i') : any ? options.has(letter) : letter === 's'));
    yield* print(`${shown.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

export const arch: Tool = {
  usage: '',
  *run({ p }) {
    yield* print(`${p.host.facts.architecture === 'amd64' ? 'x86_64' : 'aarch64'}\n`);
    return 0;
  },
};

export const nproc: Tool = {
  usage: '[OPTION]...',
  options: { long: { all: 'all' }, longValues: ['ignore'] },
  *run({ p }) {
    yield* print(`${p.host.facts.cores}\n`);
    return 0;
  },
};
