/** join: lines of two sorted files that have a field in common. */
import { compareBytes } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Row {
  readonly key: string;
  readonly fields: readonly string[];
}

export const join: Tool = {
  usage: '[OPTION]... FILE1 FILE2',
  options: { flags: 'iz', values: '12jtaveo', long: { 'ignore-case': 'i' }, longValues: ['check-order', 'nocheck-order', 'header'] },
  *run(call) {
    const { options, operands } = call;
    if (operands.length !== 2) return yield* refuse(call, operands.length === 0 ? 'missing operand' : operands.length === 1 ? `missing operand after ‘${operands[0]!}’` : `extra operand ‘${operands[2]!}’`);
    const fields = ['1', '2'].map((side) => Number(options.value(side) ?? options.value('j') ?? 1) - 1);
    if (fields.some((at) => !(at >= 0))) return yield* complain(call, `invalid field number: ‘${options.value('1') ?? options.value('2') ?? options.value('j')!}’`);
    const left = yield* rowsOf(call, operands[0]!, fields[0]!);
    const right = yield* rowsOf(call, operands[1]!, fields[1]!);
    if (!left || !right) return 1;
    const glue = options.value('t') ?? ' ';
    const alone = new Set([...options.values('a'), ...options.values('v')]);
    const paired = options.values('v').length === 0;
    const show = (a: Row | undefined, b: Row | undefined): string => `${cellsOf(call, a, b, fields).join(glue)}\n`;
    let text = '';
    for (let i = 0, j = 0; i < left.length || j < right.length; ) {
      const order = i >= left.length ? 1 : j >= right.length ? -1 : compareBytes(left[i]!.key, right[j]!.key);
      if (order < 0) text += alone.has('1') ? show(left[i++], undefined) : (i++, '');
      else if (order > 0) text += alone.has('2') ? show(undefined, right[j++]) : (j++, '');
      else {
        const { key } = left[i]!;
        const [fromI, fromJ] = [i, j];
        while (left[i]?.key === key) i++;
        while (right[j]?.key === key) j++;
        if (paired) for (const a of left.slice(fromI, i)) for (const b of right.slice(fromJ, j)) text += show(a, b);
      }
    }
    yield* print(text);
    return 0;
  },
};

function* rowsOf(call: ToolCall, name: string, at: number): ToolRun<Row[] | undefined> {
  const rows: Row[] = [];
  const separator = call.options.value('t');
  const good = yield* eachInput(call, [name], function* ({ fd }) {
    for (const line of yield* readAllLines(fd)) {
      const fields = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
      const key = fields[at] ?? '';
      rows.push({ key: call.options.has('i') ? key.toLowerCase() : key, fields });
    }
  });
  return good ? rows : undefined;
}

/** The key, the other fields of one, those of the other; or what -o lists: 1.2, 2.1, 0. */
function cellsOf({ options }: ToolCall, a: Row | undefined, b: Row | undefined, [keyA = 0, keyB = 0]: readonly number[]): string[] {
  const empty = options.value('e') ?? '';
  const key = a?.fields[keyA] ?? b?.fields[keyB] ?? empty;
  const format = options.value('o');
  if (format !== undefined && format !== 'auto') {
    return format.split(/[\s,]+/).map((item) => {
      const [side, field] = item.split('.');
      return side === '0' ? key : ((side === '1' ? a : b)?.fields[Number(field) - 1] || empty);
    });
  }
  const rest = (row: Row | undefined, at: number): string[] => (row ? row.fields.filter((_, i) => i !== at) : []);
  return [key, ...rest(a, keyA), ...rest(b, keyB)];
}
