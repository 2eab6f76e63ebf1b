/** hexdump: bytes as numbers of several kinds, with the characters beside them. */
import { complain, print, type Tool } from '../tool/tool.ts';
import { byteCount, characterOf, dumpRows, hex, printable } from './dump-input.ts';

/** -C. */
function canonical(row: Uint8Array, at: number): string {
  const cells = Array.from({ length: 16 }, (_, i) => (i < row.length ? hex(row[i]!, 2) : '  '));
  return `${hex(at, 8)}  ${cells.slice(0, 8).join(' ')}  ${cells.slice(8).join(' ')}  |${[...row].map(printable).join('')}|\n`;
}

/** By their letters: how many bytes are one number, how wide a line is, and how a number is shown. */
const forms: Readonly<Record<string, readonly [size: 1 | 2, width: number, show: (value: number) => string]>> = {
  '': [2, 40, (value) => ` ${hex(value, 4)}`],
  b: [1, 64, (value) => ` ${value.toString(8).padStart(3, '0')}`],
  c: [1, 64, (value) => characterOf(value).padStart(4)],
  d: [2, 64, (value) => `   ${String(value).padStart(5, '0')}`],
  o: [2, 64, (value) => `  ${value.toString(8).padStart(6, '0')}`],
  x: [2, 64, (value) => `    ${hex(value, 4)}`],
};

/** Two bytes are one number, the little end first. */
function cellsOf(row: Uint8Array, at: number, letter: string): string {
  const [size, width, show] = forms[letter]!;
  let text = '';
  for (let i = 0; i < row.length; i += size) text += show(row[i]! + (size === 2 ? (row[i + 1] ?? 0) * 256 : 0));
  return `${hex(at, 7)}${text.padEnd(width)}\n`;
}

export const hexdump: Tool = {
  usage: '[options] <file>...',
  options: { flags: 'bcCdxov', values: 'ns', long: { canonical: 'C', length: 'n', skip: 's', 'no-squeezing': 'v', 'one-byte-octal': 'b', 'one-byte-char': 'c', 'two-bytes-decimal': 'd', 'two-bytes-octal': 'o', 'two-bytes-hex': 'x' } },
  *run(call) {
    const { options } = call;
    const skip = byteCount(options.value('s'), 0);
    if (skip > 0 && call.operands.length === 0 && call.p.fds.get(0)?.kind === 'pipe') return yield* complain(call, 'stdin: Illegal seek');
    const letters = options.order.filter((letter) => letter === 'C' || letter in forms);
    const text = (row: Uint8Array, at: number): string => (letters.length > 0 ? letters : ['']).map((letter) => (letter === 'C' ? canonical(row, skip + at) : cellsOf(row, skip + at, letter))).join('');
    const { size, good } = yield* dumpRows(call, call.operands, { skip, length: byteCount(options.value('n'), Infinity), width: 16, squeeze: !options.has('v'), text });
    if (!good && size === 0) return yield* complain(call, 'all input file arguments failed');
    if (size > 0) yield* print(`${hex(skip + size, letters.includes('C') ? 8 : 7)}\n`);
    return good ? 0 : 1;
  },
};
