/** comm: what two sorted files have in common, in three columns. */
import { compareBytes } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

export const comm: Tool = {
  usage: '[OPTION]... FILE1 FILE2',
  options: { flags: '123z', long: { 'zero-terminated': 'z', total: 'total', 'check-order': 'check', 'nocheck-order': 'nocheck' }, longValues: ['output-delimiter'] },
  *run(call) {
    const { options, operands } = call;
    if (operands.length !== 2) return yield* refuse(call, operands.length === 0 ? 'missing operand' : operands.length === 1 ? `missing operand after ‘${operands[0]!}’` : `extra operand ‘${operands[2]!}’`);
    const end = options.has('z') ? '\0' : '\n';
    const sides: string[][] = [];
    for (const name of operands) {
      const good = yield* eachInput(call, [name], function* ({ fd }) {
        sides.push(yield* readAllLines(fd, end));
      });
      if (!good) return 1;
    }
    const tab = options.value('output-delimiter') ?? '\t';
    const width = (column: number): number => (options.has(String(column)) ? 0 : 1);
    const indents = [0, width(1), width(1) + width(2)];
    const counts = [0, 0, 0];
    let text = '';
    const merged = merge(sides as [string[], string[]], options.has('nocheck') ? 'never' : options.has('check') ? 'strictly' : 'once', (column, line) => {
      counts[column - 1]!++;
      if (width(column) > 0) text += tab.repeat(indents[column - 1]!) + line + end;
    });
    if (options.has('total') && merged.stopped === undefined) text += counts.join(tab) + `${tab}total${end}`;
    yield* print(text);
    for (const side of merged.unsorted) yield* complain(call, `file ${side} is not in sorted order`);
    if (merged.unsorted.length === 0) return 0;
    return merged.stopped === undefined ? yield* complain(call, 'input is not in sorted order') : 1;
  },
};

/** Unless order is checked strictly, only a file with lines that are alone can be out of order: equal files are never complained about. */
function merge([a, b]: readonly [string[], string[]], check: 'never' | 'once' | 'strictly', show: (column: 1 | 2 | 3, line: string) => void): { readonly unsorted: readonly number[]; readonly stopped?: true } {
  const unsorted: number[] = [];
  let alone = false;
  const passed = (side: number, lines: readonly string[], at: number): boolean => {
    const bad = check !== 'never' && (alone || check === 'strictly') && !unsorted.includes(side) && at + 1 < lines.length && compareBytes(lines[at]!, lines[at + 1]!) > 0;
    if (bad) unsorted.push(side);
    return !bad || check === 'once';
  };
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const order = i >= a.length ? 1 : j >= b.length ? -1 : compareBytes(a[i]!, b[j]!);
    if (order !== 0) alone = true;
    show(order < 0 ? 1 : order > 0 ? 2 : 3, order > 0 ? b[j]! : a[i]!);
    if (order <= 0 && !passed(1, a, i++)) return { unsorted, stopped: true };
    if (order >= 0 && !passed(2, b, j++)) return { unsorted, stopped: true };
  }
  return { unsorted };
}
