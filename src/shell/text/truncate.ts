/** truncate and fallocate: a file of a size, cut or with a hole at its end. */
import { truncateContent } from '../../files/index.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { parseSize } from '../tool/size.ts';

export const truncate: Tool = {
  usage: 'OPTION... FILE...',
  options: { flags: 'co', values: 'sr', long: { 'no-create': 'c', reference: 'r', size: 's' } },
  *run(call) {
    const { p, options, operands } = call;
    const [, sign = '', text = ''] = /^([-+<>/%]?)(.*)$/s.exec(options.value('s') ?? '') ?? [];
    const reference = options.value('r');
    if (options.value('s') === undefined && reference === undefined) return yield* refuse(call, 'you must specify either ‘--size’ or ‘--reference’');
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    const base = reference === undefined ? { value: 0 } : tried(() => p.files.stat(reference).size);
    if ('error' in base) return yield* complain(call, `cannot stat '${reference}': ${reason(base.error)}`);
    const size = text === '' ? base.value : parseSize(text);
    if (size === undefined || size < 0) return yield* complain(call, `Invalid number: ‘${options.value('s')!}’`);
    let code = 0;
    for (const name of operands) {
      if (!p.files.exists(name) && options.has('c')) continue;
      const before = p.files.exists(name) ? p.files.stat(name).size : 0;
      code ||= yield* resized(call, name, resultOf(sign, before, size), `cannot open '${name}' for writing`);
    }
    return code;
  },
};

function resultOf(sign: string, before: number, size: number): number {
  if (sign === '+') return before + size;
  if (sign === '-') return Math.max(0, before - size);
  if (sign === '<') return Math.min(before, size);
  if (sign === '>') return Math.max(before, size);
  if (sign === '/') return size === 0 ? before : before - (before % size);
  return sign === '%' && size > 0 ? Math.ceil(before / size) * size : size;
}

function* resized(call: ToolCall, name: string, size: number, words: string): ToolRun {
  const { files } = call.p;
  const done = tried(() => {
    if (!files.exists(name)) files.writeFile(name, '');
    files.writeFile(name, truncateContent(files.content(name), size));
  });
  return 'error' in done ? yield* complain(call, `${words}: ${reason(done.error)}`) : 0;
}

export const fallocate: Tool = {
  usage: '[options] <filename>',
  options: { flags: 'ndpcizxv', values: 'lo', long: { length: 'l', offset: 'o', 'keep-size': 'n', verbose: 'v' } },
  *run(call) {
    const [name] = call.operands;
    const text = call.options.value('l');
    const size = text === undefined ? undefined : parseSize(text);
    if (name === undefined) return yield* refuse(call, 'no filename specified');
    if (text === undefined) return yield* refuse(call, 'no length argument specified');
    if (!(size! > 0)) return yield* complain(call, 'invalid length value specified');
    const end = (parseSize(call.options.value('o') ?? '0') ?? 0) + size!;
    const before = call.p.files.exists(name) ? call.p.files.stat(name).size : 0;
    return yield* resized(call, name, Math.max(before, end), `cannot open ${name}`);
  },
};
