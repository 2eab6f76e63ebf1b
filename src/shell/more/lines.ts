/** tac, rev and paste: lines turned round and put side by side. */
import { textOfBytes } from '../language/byte-text.ts';
import { readAll, readAllLines, eachInput } from '../tool/inputs.ts';
import { append, largest } from '../tool/many.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

function* inputLines(call: ToolCall, names: readonly string[], end = '\n'): ToolRun<{ lines: string[]; good: boolean }> {
  const lines: string[] = [];
  const good = yield* eachInput(call, names, function* ({ fd }) {
    append(lines, yield* readAllLines(fd, end));
  });
  return { lines, good };
}

export const tac: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'b', values: 's', long: { before: 'b', separator: 's' } },
  *run(call) {
    const separator = call.options.value('s') ?? '\n';
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ fd }) {
        const pieces = textOfBytes(yield* readAll(fd)).split(separator);
        const last = pieces.length - 1;
        const records = call.options.has('b') ? pieces.map((piece, i) => (i === 0 ? piece : separator + piece)) : pieces.map((piece, i) => (i === last ? piece : piece + separator));
        yield* print(records.reverse().join(''));
      },
      { words: (name, why) => `failed to open '${name}' for reading: ${why}`, unread: (name, why) => `${name}: read error: ${why}` },
    );
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
  options: { flags: 'sz', values: 'd', long: { serial: 's', delimiters: 'd', 'zero-terminated': 'z' } },
  *run(call) {
    const delimiters = [...(call.options.value('d') ?? '\t').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '\0')];
    const glue = (cells: readonly string[]) => cells.reduce((made, cell, i) => (i === 0 ? cell : made + (delimiters[(i - 1) % delimiters.length] ?? '').replace('\0', '') + cell), '');
    const names = call.operands.length > 0 ? call.operands : ['-'];
    const end = call.options.has('z') ? '\0' : '\n';
    const stdin = names.includes('-') ? yield* readAllLines(0, end) : [];
    const dashes = names.filter((name) => name === '-').length;
    const columns: string[][] = [];
    let dash = 0;
    for (const name of names) {
      if (name === '-') {
        const turn = dash++;
        columns.push(call.options.has('s') ? stdin : stdin.filter((_, i) => i % dashes === turn));
        continue;
      }
      const input = yield* inputLines(call, [name], end);
      if (!input.good) return 1;
      columns.push(input.lines);
    }
    const rows = call.options.has('s') ? columns : Array.from({ length: largest(columns, (column) => column.length) }, (_, i) => columns.map((column) => column[i] ?? ''));
    yield* print(rows.map((row) => glue(row) + end).join(''));
    return 0;
  },
};
