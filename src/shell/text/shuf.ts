/** shuf: lines, words or numbers in an order that chance decides. */
import { write } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { append } from '../tool/many.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const RANGE_MAX = 10_000_000;
const BATCH = 4_096;

export const shuf: Tool = {
  usage: '[OPTION]... [FILE]',
  options: { flags: 'erz', values: 'ino', long: { echo: 'e', 'input-range': 'i', 'head-count': 'n', repeat: 'r', output: 'o', 'zero-terminated': 'z' } },
  *run(call) {
    const { p, options, operands } = call;
    const asked = options.value('n');
    if (asked !== undefined && !/^\d+$/.test(asked)) return yield* complain(call, `invalid line count: ‘${asked}’`);
    if (options.has('e') && options.has('i')) return yield* refuse(call, 'cannot combine -e and -i options');
    const most = options.has('e') ? Infinity : options.has('i') ? 0 : 1;
    if (operands.length > most) return yield* refuse(call, `extra operand ‘${operands[most]!}’`);
    const lines = yield* linesOf(call);
    if (!lines) return 1;
    const again = options.has('r');
    const count = Math.min(asked === undefined ? Infinity : Number(asked), again ? Infinity : lines.length);
    if (count > 0 && lines.length === 0) return again ? yield* complain(call, 'no lines to repeat') : 0;
    const target = options.value('o');
    const output = target === undefined ? { value: 1 } : tried(() => p.open(target, 'w'));
    if ('error' in output) return yield* complain(call, `${target}: ${reason(output.error)}`);
    let text = '';
    for (let i = 0; i < count; i++) {
      const at = p.random.between(again ? 0 : i, lines.length - 1);
      text += lines[at]! + (options.has('z') ? '\0' : '\n');
      if (!again) lines[at] = lines[i]!;
      if (i % BATCH < BATCH - 1) continue;
      yield write(output.value, bytesOfText(text));
      text = '';
    }
    if (text !== '') yield write(output.value, bytesOfText(text));
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
  const good = yield* eachInput(call, call.operands, function* ({ fd }) {
    append(lines, yield* readAllLines(fd, call.options.has('z') ? '\0' : '\n'));
  });
  return good ? lines : undefined;
}
