/** du: what files and directories take on disk. */
import { compileGlob } from '../../base/index.ts';
import { tick } from '../../host/index.ts';
import { humanSize, parseSize } from '../tool/size.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const du: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'abchklsmxS0', values: 'dtBX', long: { all: 'a', 'apparent-size': 'apparent', bytes: 'b', total: 'c', 'human-readable': 'h', summarize: 's', 'max-depth': 'd', 'one-file-system': 'x', null: '0', 'separate-dirs': 'S', threshold: 't', 'block-size': 'B', inodes: 'inodes', si: 'si' }, longValues: ['exclude'] },
  *run(call) {
    const { options } = call;
    const depth = options.value('d');
    if (depth !== undefined && !/^\d+$/.test(depth)) return yield* refuse(call, `invalid maximum depth ‘${depth}’`);
    if (options.has('s') && options.has('a')) return yield* refuse(call, 'cannot both summarize and show all entries');
    if (options.has('s') && depth !== undefined && depth !== '0') {
      return yield* refuse(call, `warning: summarizing conflicts with --max-depth=${depth}`);
    }
    const size = options.value('B');
    if (size !== undefined && blockOf(size) === undefined) return yield* complain(call, `invalid --block-size argument '${size}'`);
    const threshold = options.value('t');
    if (threshold !== undefined && parseSize(threshold) === undefined) return yield* complain(call, `invalid --threshold argument '${threshold}'`);
    const state = { code: 0 };
    let total = 0;
    for (const path of call.operands.length > 0 ? call.operands : ['.']) total += yield* measure(call, path, 0, state);
    if (options.has('c')) yield* print(`${shown(call, total)}\ttotal${options.has('0') ? '\0' : '\n'}`);
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
  if (depth > 0 && options.values('exclude').some((pattern) => compileGlob(pattern).matches(baseName(path)) || compileGlob(pattern).matches(path))) return 0;
  p.charge(3);
  if (p.owedUs > 800) yield tick();
  const { kind, size } = stat.value;
  const own = options.has('inodes') ? 1 : options.has('b') || options.has('apparent') ? size : kind === 'link' ? 0 : Math.ceil(size / 4096) * 4096;
  let bytes = own;
  let below = 0; // in directories
  const most = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
  if (kind === 'dir') {
    const names = tried(() => p.files.readdir(path));
    if ('error' in names) state.code = yield* complain(call, `cannot read directory '${path}': ${reason(names.error)}`);
    else {
      for (const name of names.value) {
        const inner = path.endsWith('/') ? path + name : `${path}/${name}`;
        const part = yield* measure(call, inner, depth + 1, state);
        bytes += part;
        const innerStat = options.has('S') ? tried(() => p.files.lstat(inner)) : undefined;
        if (innerStat && 'value' in innerStat && innerStat.value.kind === 'dir') below += part;
      }
    }
  }
  const counted = bytes - below;
  const least = parseSize(options.value('t') ?? '0')!;
  const passes = least < 0 ? counted <= -least : counted >= least;
  if (passes && depth <= most && (kind === 'dir' || depth === 0 || options.has('a'))) yield* print(`${shown(call, counted)}\t${path}${options.has('0') ? '\0' : '\n'}`);
  return bytes;
}

function shown(call: ToolCall, bytes: number): string {
  const { options } = call;
  if (options.has('inodes')) return String(bytes);
  if (options.has('h') || options.has('si')) return humanSize(bytes, options.has('si') ? 1000 : 1024);
  const size = options.value('B');
  if (size !== undefined) return `${Math.ceil(bytes / blockOf(size)!)}${/^\d/.test(size) ? '' : size}`;
  if (options.has('b')) return String(bytes);
  return String(Math.ceil(bytes / (options.has('m') ? 1_048_576 : 1024)));
}

/** 512, 4K, or M for one of them. */
function blockOf(text: string): number | undefined {
  return parseSize(/^\d/.test(text) ? text : `1${text}`);
}
