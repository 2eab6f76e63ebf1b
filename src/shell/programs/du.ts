/** du: what files and directories take on disk. */
import { tick } from '../../host/index.ts';
import { humanSize } from '../tool/size.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const du: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'abchksmxS', values: 'd', long: { all: 'a', 'apparent-size': 'apparent', bytes: 'b', total: 'c', 'human-readable': 'h', summarize: 's', 'max-depth': 'd', 'one-file-system': 'x' }, longValues: ['exclude'] },
  *run(call) {
    const { options } = call;
    const state = { code: 0 };
    let total = 0;
    for (const path of call.operands.length > 0 ? call.operands : ['.']) total += yield* measure(call, path, 0, state);
    if (options.has('c')) yield* print(`${shown(call, total)}\ttotal\n`);
    return state.code;
  },
};

function* measure(call: ToolCall, path: string, depth: number, state: { code: number }): ToolRun {
  const { p, options } = call;
  const stat = tried(() => p.files.lstat(path));
  if ('error' in stat) {
    state.code = yield* complain(call, call.flavour === 'gnu' ? `cannot access '${path}': ${reason(stat.error)}` : `${path}: ${reason(stat.error)}`);
    return 0;
  }
  p.charge(3);
  if (p.owedUs > 800) yield tick();
  const { kind, size } = stat.value;
  let bytes = options.has('b') || options.has('apparent') ? size : kind === 'link' ? 0 : Math.ceil(size / 4096) * 4096;
  const most = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
  if (kind === 'dir') {
    const names = tried(() => p.files.readdir(path));
    if ('error' in names) state.code = yield* complain(call, `cannot read directory '${path}': ${reason(names.error)}`);
    else for (const name of names.value) bytes += yield* measure(call, path.endsWith('/') ? path + name : `${path}/${name}`, depth + 1, state);
  }
  if (depth <= most && (kind === 'dir' || depth === 0 || options.has('a'))) yield* print(`${shown(call, bytes)}\t${path}\n`);
  return bytes;
}

function shown(call: ToolCall, bytes: number): string {
  const { options } = call;
  if (options.has('h')) return humanSize(bytes);
  if (options.has('b')) return String(bytes);
  return String(Math.ceil(bytes / (options.has('m') ? 1_048_576 : 1024)));
}
