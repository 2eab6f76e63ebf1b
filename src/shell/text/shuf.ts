/** shuf: lines, words or numbers in an order that chance decides. */
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const RANGE_MAX = 10_000_000;

export const shuf: Tool = {
  usage: '[OPTION]... [FILE]',
  options: { flags: 'erz', values: 'ino', long: { echo: 'e', 'input-range': 'i', 'head-count': 'n', repeat: 'r', output: 'o' }, longValues: ['random-source'] },
  *run(call) {
    const { p, options } = call;
    const lines = yield* linesOf(call);
    if (!lines) return 1;
    const asked = options.value('n');
    if (asked !== undefined && !/^\d+$/.test(asked)) return yield* complain(call, `invalid line count: ‘${asked}’`);
    const count = Math.min(asked === undefined ? Infinity : Number(asked), options.has('r') ? RANGE_MAX : lines.length);
    if (count > 0 && lines.length === 0) return options.has('r') ? yield* complain(call, 'no lines to repeat') : 0;
    const chosen: string[] = [];
    for (let i = 0; i < count; i++) {
      if (options.has('r')) chosen.push(lines[p.random.between(0, lines.length - 1)]!);
      else {
        const at = p.random.between(i, lines.length - 1);
        chosen.push(lines[at]!);
        lines[at] = lines[i]!;
      }
    }
    const text = chosen.map((line) => `${line}\n`).join('');
    const target = options.value('o');
    if (target === undefined) yield* print(text);
    else p.files.writeFile(target, text);
    return 0;
  },
};

function* linesOf(call: ToolCall): ToolRun<string[] | undefined> {
  const range = call.options.value('i');
  if (call.options.has('e')) return [...call.operands];
  if (range !== undefined) {
    const [, low, high] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    const size = Number(high) - Number(low) + 1;
    if (low === undefined || size < 0 || size > RANGE_MAX) {
      yield* complain(call, `invalid input range: ‘${range}’`);
      return undefined;
    }
    return Array.from({ length: size }, (_, i) => String(Number(low) + i));
  }
  const lines: string[] = [];
  const good = yield* eachInput(call, call.operands.slice(0, 1), function* ({ fd }) {
    lines.push(...(yield* readAllLines(fd)));
  });
  return good ? lines : undefined;
}
