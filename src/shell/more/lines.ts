/** tac, rev, paste and comm: lines turned round, put side by side, compared. */
import { readAllLines, eachInput } from '../tool/inputs.ts';
import { append, largest } from '../tool/many.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { compareBytes } from '../../base/index.ts';

function* inputLines(call: ToolCall, names: readonly string[]): ToolRun<{ lines: string[]; good: boolean }> {
  const lines: string[] = [];
  const good = yield* eachInput(call, names, function* ({ fd }) {
    append(lines, yield* readAllLines(fd));
  });
  return { lines, good };
}

export const tac: Tool = {
  usage: '[OPTION]... [FILE]...',
  *run(call) {
    let good = true;
    for (const name of call.operands.length > 0 ? call.operands : ['-']) {
      const input = yield* inputLines(call, [name]);
      good &&= input.good;
      yield* print(input.lines.reverse().map((line) => `${line}\n`).join(''));
    }
    return good ? 0 : 1;
  },
};

export const rev: Tool = {
  usage: '[options] [<file> ...]',
  *run(call) {
    const { lines, good } = yield* inputLines(call, call.operands);
    yield* print(lines.map((line) => `${[...line].reverse().join('')}\n`).join(''));
    return good ? 0 : 1;
  },
};

export const paste: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 's', values: 'd', long: { serial: 's', delimiters: 'd' } },
  *run(call) {
    const delimiters = [...(call.options.value('d') ?? '\t').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '\0')];
    const glue = (cells: readonly string[]) => cells.reduce((made, cell, i) => (i === 0 ? cell : made + (delimiters[(i - 1) % delimiters.length] ?? '').replace('\0', '') + cell), '');
    const names = call.operands.length > 0 ? call.operands : ['-'];
    const stdin = names.includes('-') ? yield* readAllLines(0) : [];
    const dashes = names.filter((name) => name === '-').length;
    const columns: string[][] = [];
    let dash = 0;
    for (const name of names) {
      if (name === '-') {
        const turn = dash++;
        columns.push(call.options.has('s') ? stdin : stdin.filter((_, i) => i % dashes === turn));
        continue;
      }
      const input = yield* inputLines(call, [name]);
      if (!input.good) return 1;
      columns.push(input.lines);
    }
    const rows = call.options.has('s') ? columns : Array.from({ length: largest(columns, (column) => column.length) }, (_, i) => columns.map((column) => column[i] ?? ''));
    yield* print(rows.map((row) => `${glue(row)}\n`).join(''));
    return 0;
  },
};

export const comm: Tool = {
  usage: '[OPTION]... FILE1 FILE2',
  options: { flags: '123', longValues: ['output-delimiter'] },
  *run(call) {
    const { options } = call;
    if (call.operands.length < 2) return yield* refuse(call, call.operands.length === 0 ? 'missing operand' : `missing operand after '${call.operands[0]!}'`);
    const [a, b] = [yield* inputLines(call, [call.operands[0]!]), yield* inputLines(call, [call.operands[1]!])];
    if (!a.good || !b.good) return 1;
    const tab = options.value('output-delimiter') ?? '\t';
    const indents = [0, options.has('1') ? 0 : 1, (options.has('1') ? 0 : 1) + (options.has('2') ? 0 : 1)];
    let text = '';
    const show = (column: 1 | 2 | 3, line: string) => {
      if (!options.has(String(column))) text += `${tab.repeat(indents[column - 1]!)}${line}\n`;
    };
    for (let i = 0, j = 0; i < a.lines.length || j < b.lines.length; ) {
      const order = i >= a.lines.length ? 1 : j >= b.lines.length ? -1 : compareBytes(a.lines[i]!, b.lines[j]!);
      if (order < 0) show(1, a.lines[i++]!);
      else if (order > 0) show(2, b.lines[j++]!);
      else {
        show(3, a.lines[i++]!);
        j++;
      }
    }
    yield* print(text);
    return 0;
  },
};

export const cmp: Tool = {
  usage: '[OPTION]... FILE1 [FILE2]',
  usageCode: 2,
  options: { flags: 'sbl', values: 'n', long: { silent: 's', quiet: 's' } },
  *run(call) {
    const [a = '-', b = '-'] = call.operands;
    const sides: Uint8Array[] = [];
    for (const name of [a, b]) {
      const bytes = tried(() => call.p.files.readFile(name));
      if ('error' in bytes) return yield* complain(call, `${name}: ${reason(bytes.error)}`, 2);
      sides.push(bytes.value);
    }
    const [x, y] = sides as [Uint8Array, Uint8Array];
    let line = 1;
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] !== y[i]) {
        if (!call.options.has('s')) yield* print(`${a} ${b} differ: byte ${i + 1}, line ${line}\n`);
        return 1;
      }
      if (x[i] === 10) line++;
    }
    if (x.length === y.length) return 0;
    const short = x.length < y.length ? a : b;
    return call.options.has('s') ? 1 : yield* complain(call, `EOF on ${short} after byte ${Math.min(x.length, y.length)}, line ${line - 1}`);
  },
};
