/** column: lines side by side, or with -t the words of each below one another. */
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { append, largest } from '../tool/many.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

const WIDTH_MAX = 100_000; // wider than any line

export const column: Tool = {
  usage: '[options] [<file>...]',
  options: { flags: 'txL', values: 'scoNR', long: { table: 't', separator: 's', 'output-width': 'c', 'output-separator': 'o', 'table-columns': 'N', 'table-right': 'R', 'keep-empty-lines': 'L', 'fillrows': 'x' } },
  *run(call) {
    const { p, options } = call;
    const lines: string[] = [];
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      append(lines, yield* readAllLines(fd));
    });
    const kept = lines.filter((line) => options.has('L') || line.trim() !== '');
    const given = options.value('c') ?? p.env.get('COLUMNS') ?? String(p.tty?.cols ?? 80);
    if (!/^\d+$/.test(given) || (options.has('c') && Number(given) === 0)) return yield* complain(call, `invalid columns argument: '${given}'`);
    const width = Math.min(Number(given), WIDTH_MAX);
    yield* print(options.has('t') ? table(kept, options.value('s'), options.value('o') ?? '  ', options.value('N'), options.value('R')) : filled(kept, width, options.has('x')));
    return good ? 0 : 1;
  },
};

const widthOf = (text: string): number => [...text].length;

function table(lines: readonly string[], separators: string | undefined, glue: string, names: string | undefined, right: string | undefined): string {
  const cut = (line: string): string[] => {
    if (separators === undefined) return line.trim().split(/[ \t]+/);
    const cells: string[] = [''];
    for (const char of line) {
      if (separators.includes(char)) cells.push('');
      else cells[cells.length - 1] += char;
    }
    return cells;
  };
  const rows = [...(names === undefined ? [] : [names.split(',')]), ...lines.map(cut)];
  const count = largest(rows, (row) => row.length);
  const widths = Array.from({ length: count }, (_, i) => largest(rows, (row) => widthOf(row[i] ?? '')));
  const rights = new Set((right ?? '').split(',').filter((word) => word !== '').map((word) => (/^\d+$/.test(word) ? Number(word) - 1 : (names?.split(',').indexOf(word) ?? -1))));
  const pad = (text: string, i: number): string => {
    const blanks = ' '.repeat(widths[i]! - widthOf(text));
    return rights.has(i) ? blanks + text : text + (i === count - 1 ? '' : blanks);
  };
  return rows.map((row) => `${Array.from({ length: row.length === 0 ? 0 : count }, (_, i) => pad(row[i] ?? '', i)).join(glue).trimEnd()}\n`).join('');
}

/** Columns of one width, a multiple of a tab; filled down, or across. */
function filled(lines: readonly string[], width: number, across: boolean): string {
  const cell = (Math.floor(largest(lines, widthOf) / 8) + 1) * 8;
  const columns = Math.max(1, Math.floor(width / cell));
  const height = Math.ceil(lines.length / columns);
  let text = '';
  for (let row = 0; row < height; row++) {
    const cells = Array.from({ length: columns }, (_, i) => lines[across ? row * columns + i : i * height + row]).filter((one) => one !== undefined);
    text += `${cells.map((one, i) => (i === cells.length - 1 ? one : one + '\t'.repeat(Math.ceil((cell - widthOf(one)) / 8)))).join('')}\n`;
  }
  return text;
}
