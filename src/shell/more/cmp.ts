/** cmp: the first byte in which two files differ, or with -l all of them. */
import { readAll } from '../tool/inputs.ts';
import { refuseTwiceNamed } from '../tool/refuse-twice-named.ts';
import { parseSize } from '../tool/size.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const cmp: Tool = {
  usage: '[OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]',
  usageCode: 2,
  options: { flags: 'sbl', values: 'ni', long: { silent: 's', quiet: 's', verbose: 'l', 'print-bytes': 'b', bytes: 'n', 'ignore-initial': 'i' } },
  *run(call) {
    const { options, operands } = call;
    const [a, b = '-', ...skips] = operands;
    if (a === undefined) return yield* refuseTwiceNamed(call, `missing operand after '${call.name}'`);
    if (operands.length > 4) return yield* refuseTwiceNamed(call, `extra operand '${operands[4]!}'`);
    if (options.has('l') && options.has('s')) return yield* refuseTwiceNamed(call, 'options -l and -s are incompatible');
    const ignored = options.value('i')?.split(':') ?? skips;
    const [skipA = 0, skipB = options.has('i') ? skipA : 0] = ignored.map((text) => parseSize(text) ?? -1);
    if (skipA < 0 || skipB < 0) return yield* refuseTwiceNamed(call, `invalid --ignore-initial value '${options.value('i') ?? ignored.find((text) => parseSize(text) === undefined)!}'`);
    const most = options.has('n') ? parseSize(options.value('n')!) : Infinity;
    if (most === undefined) return yield* refuseTwiceNamed(call, `invalid --bytes value '${options.value('n')!}'`);
    const sides: Uint8Array[] = [];
    for (const [name, skip] of [[a, skipA], [b, skipB]] as const) {
      const opened = tried(() => (name === '-' ? 0 : call.p.open(name)));
      if ('error' in opened) return yield* complain(call, `${name}: ${reason(opened.error)}`, 2);
      try {
        sides.push((yield* readAll(opened.value)).subarray(skip, skip + most));
      } catch (error) {
        return yield* complain(call, `${name}: ${reason(error)}`, 2);
      }
    }
    return yield* compare(call, [a, b], sides as [Uint8Array, Uint8Array]);
  },
};

function* compare(call: ToolCall, [a, b]: readonly [string, string], [x, y]: readonly [Uint8Array, Uint8Array]): ToolRun {
  const { options } = call;
  const common = Math.min(x.length, y.length);
  const width = String(Math.max(x.length, y.length)).length;
  let line = 1;
  let text = '';
  let differ = false;
  for (let i = 0; i < common; i++) {
    const [left, right] = [x[i]!, y[i]!];
    if (left !== right) {
      differ = true;
      if (options.has('s')) return 1;
      const pair = options.has('b') ? `${octal(left)} ${visible(left).padEnd(options.has('l') ? 4 : 0)} ${octal(right)} ${visible(right)}` : `${octal(left)} ${octal(right)}`;
      if (!options.has('l')) {
        yield* print(`${a} ${b} differ: byte ${i + 1}, line ${line}${options.has('b') ? ` is ${pair}` : ''}\n`);
        return 1;
      }
      text += `${String(i + 1).padStart(width)} ${pair}\n`;
    }
    if (left === 10) line++;
  }
  yield* print(text);
  if (x.length === y.length) return differ ? 1 : 0;
  if (options.has('s')) return 1;
  const short = x.length < y.length ? a : b;
  if (common === 0) return yield* complain(call, `EOF on ${short} which is empty`);
  const where = options.has('l') ? '' : x[common - 1] === 10 ? `, line ${line - 1}` : `, in line ${line}`;
  return yield* complain(call, `EOF on ${short} after byte ${common}${where}`);
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3);
}

/** As cat -v shows it. */
function visible(byte: number): string {
  const low = byte % 128;
  const shown = low === 127 ? '^?' : low < 32 ? `^${String.fromCharCode(low + 64)}` : String.fromCharCode(low);
  return (byte < 128 ? '' : 'M-') + shown;
}
