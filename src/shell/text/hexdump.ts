/** hexdump and xxd: bytes in hexadecimal, with the characters beside them, and back. */
import { decodeUtf8 } from '../../base/index.ts';
import { write } from '../../host/index.ts';
import { readAll } from '../tool/inputs.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { byteCount, dumped, printable, rows } from './dump-input.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** hexdump -C. */
function canonical(row: Uint8Array, at: number): string {
  const cells = Array.from({ length: 16 }, (_, i) => (i < row.length ? hex(row[i]!, 2) : '  '));
  return `${hex(at, 8)}  ${cells.slice(0, 8).join(' ')}  ${cells.slice(8).join(' ')}  |${[...row].map(printable).join('')}|\n`;
}

const escapes: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

/** Two bytes as one number, the little end first; or one byte a cell. */
function cellsOf(row: Uint8Array, at: number, form: string): string {
  const texts: string[] = [];
  for (let i = 0; i < row.length; i += form === 'b' || form === 'c' ? 1 : 2) {
    const word = row[i]! + (row[i + 1] ?? 0) * 256;
    if (form === 'b') texts.push(` ${row[i]!.toString(8).padStart(3, '0')}`);
    else if (form === 'c') texts.push((escapes[row[i]!] ?? (printable(row[i]!) === '.' && row[i] !== 0x2e ? row[i]!.toString(8).padStart(3, '0') : printable(row[i]!))).padStart(4));
    else texts.push(form === 'd' ? `   ${String(word).padStart(5, '0')}` : form === 'x' ? `    ${hex(word, 4)}` : ` ${hex(word, 4)}`);
  }
  return `${hex(at, 7)}${texts.join('').padEnd(form === 'b' || form === 'c' ? 64 : form === '' ? 40 : 64)}\n`;
}

export const hexdump: Tool = {
  usage: '[options] <file>...',
  options: { flags: 'bcCdxov', values: 'ns', long: { canonical: 'C', length: 'n', skip: 's', 'no-squeezing': 'v' } },
  *run(call) {
    const { options } = call;
    const skip = byteCount(options.value('s'), 0);
    if (skip > 0 && call.operands.length === 0 && call.p.fds.get(0)?.kind === 'pipe') return yield* complain(call, 'stdin: Illegal seek');
    const { bytes, good } = yield* dumped(call, call.operands, skip, byteCount(options.value('n'), Infinity));
    if (!good && bytes.length === 0) return yield* complain(call, 'all input file arguments failed');
    const form = options.order.find((letter) => 'bcdxo'.includes(letter)) ?? '';
    const whole = options.has('C');
    yield* rows(bytes, 16, !options.has('v'), (row, at) => (whole ? canonical(row, skip + at) : cellsOf(row, skip + at, form)));
    if (bytes.length > 0) yield* print(`${hex(skip + bytes.length, whole ? 8 : 7)}\n`);
    return good ? 0 : 1;
  },
};

export const xxd: Tool = {
  usage: '[options] [infile [outfile]]',
  options: { flags: 'abEipruz', values: 'clsgo', long: { plain: 'p', postscript: 'p', revert: 'r', cols: 'c', len: 'l', seek: 's', upper: 'u', bits: 'b', groupsize: 'g' } },
  *run(call) {
    const { options, operands } = call;
    if (options.has('r')) return yield* revert(call);
    const skip = byteCount(options.value('s'), 0);
    const { bytes, good } = yield* dumped(call, operands.slice(0, 1), skip, byteCount(options.value('l'), Infinity));
    if (!good) return 2;
    const digits = (byte: number): string => (options.has('b') ? byte.toString(2).padStart(8, '0') : options.has('u') ? hex(byte, 2).toUpperCase() : hex(byte, 2));
    const columns = byteCount(options.value('c'), options.has('p') ? 30 : options.has('b') ? 6 : 16);
    const group = byteCount(options.value('g'), options.has('b') ? 1 : 2) || columns;
    yield* rows(bytes, columns, options.has('a'), (row, at) => {
      if (options.has('p')) return `${[...row].map(digits).join('')}\n`;
      const texts = Array.from({ length: columns }, (_, i) => `${i < row.length ? digits(row[i]!) : ' '.repeat(options.has('b') ? 8 : 2)}${(i + 1) % group === 0 ? ' ' : ''}`);
      return `${hex(skip + at, 8)}: ${texts.join('')}${columns % group === 0 ? '' : ' '} ${[...row].map(printable).join('')}\n`;
    });
    return 0;
  },
};

/** A dump back into bytes: lines with an address and a column of characters, or plain digits. */
function* revert(call: ToolCall): ToolRun {
  const [name] = call.operands;
  const opened = name === undefined || name === '-' ? { value: 0 } : tried(() => call.p.open(name));
  if ('error' in opened) return yield* complain(call, `${name}: ${reason(opened.error)}`, 2);
  const text = decodeUtf8(yield* readAll(opened.value));
  const bytes: number[] = [];
  for (const line of text.split('\n')) {
    const dump = /^[0-9a-fA-F]+:((?: ?[0-9a-fA-F])*)(?: {2}|$)/.exec(line);
    const digits = (call.options.has('p') ? line : (dump?.[1] ?? '')).replace(/\s/g, '');
    for (let i = 0; i + 1 < digits.length; i += 2) bytes.push(Number.parseInt(digits.slice(i, i + 2), 16));
  }
  yield write(1, Uint8Array.from(bytes));
  return 0;
}
