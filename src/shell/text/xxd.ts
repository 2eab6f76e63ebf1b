/** xxd: bytes in hexadecimal with the characters beside them, as a dump, as C, as plain digits, and back. */
import { write } from '../../host/index.ts';
import { LineReader } from '../tool/inputs.ts';
import type { Options } from '../tool/options.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { byteCount, dumped, dumpRows, hex, printable } from './dump-input.ts';

const COLUMNS_MAX = 256;
const C_COLUMNS = 12;
const PLAIN_COLUMNS = 30;
const words: Readonly<Record<string, string>> = { '-ps': '-p', '-postscript': '-p', '-plain': '-p', '-bits': '-b', '-include': '-i', '-revert': '-r', '-autoskip': '-a', '-capitalize': '-C', '-uppercase': '-u', '-cols': '-c', '-groupsize': '-g', '-len': '-l', '-seek': '-s', '-skip': '-s', '-offset': '-o', '-name': '-n' };

export const xxd: Tool = {
  usage: '[options] [infile [outfile]]',
  options: { flags: 'abCdeipru', values: 'clsgon' },
  prepare: (args) => args.map((arg) => words[arg] ?? arg),
  *run(call) {
    const { options, operands, p } = call;
    if (operands[1] !== undefined) {
      const output = tried(() => p.open(operands[1]!, 'w'));
      if ('error' in output) return yield* complain(call, `${operands[1]}: ${reason(output.error)}`, 3);
      p.dup2(output.value, 1);
    }
    if (options.has('r')) return yield* revert(call);
    const layout = layoutOf(options);
    if (layout.columns > COLUMNS_MAX && !options.has('p') && !options.has('i')) return yield* complain(call, `invalid number of columns (max. ${COLUMNS_MAX}).`);
    const seek = options.value('s') ?? '0';
    const fromEnd = seek.startsWith('-');
    const skip = fromEnd ? 0 : byteCount(seek.replace(/^\+/, ''), 0);
    const length = byteCount(options.value('l'), Infinity);
    if (!fromEnd && !options.has('i') && !options.has('a')) {
      const start = skip + byteCount(options.value('o'), 0);
      const { good } = yield* dumpRows(call, operands.slice(0, 1), { skip, length, width: layout.columns, squeeze: false, text: (row, at) => rowText(row, start + at, layout, options) });
      return good ? 0 : 2;
    }
    const { bytes: all, good } = yield* dumped(call, operands.slice(0, 1), skip, fromEnd ? Infinity : length);
    if (!good) return 2;
    const passed = fromEnd ? Math.max(0, all.length - byteCount(seek.slice(1), 0)) : 0;
    const bytes = all.subarray(passed, passed + length);
    const first = skip + passed + byteCount(options.value('o'), 0);
    if (options.has('i')) yield* print(asC(bytes, options, operands[0], layout.columns));
    else yield* dump(bytes, first, layout, options);
    return 0;
  },
};

interface Layout {
  readonly columns: number;
  readonly group: number;
}

function layoutOf(options: Options): Layout {
  const usual = options.has('i') ? C_COLUMNS : options.has('p') ? PLAIN_COLUMNS : options.has('b') ? 6 : 16;
  const columns = byteCount(options.value('c'), 0) || usual;
  return { columns, group: byteCount(options.value('g'), options.has('b') ? 1 : options.has('e') ? 4 : 2) || columns };
}

function rowText(row: Uint8Array, at: number, { columns, group }: Layout, options: Options): string {
  const digits = (byte: number): string => (options.has('b') ? byte.toString(2).padStart(8, '0') : options.has('u') ? hex(byte, 2).toUpperCase() : hex(byte, 2));
  if (options.has('p')) return `${[...row].map(digits).join('')}\n`;
  const blank = ' '.repeat(options.has('b') ? 8 : 2);
  let cells = '';
  for (let from = 0; from < columns; from += group) {
    const own = Array.from({ length: Math.min(group, columns - from) }, (_, i) => (from + i < row.length ? digits(row[from + i]!) : blank));
    cells += `${(options.has('e') ? own.reverse() : own).join('')} `;
  }
  return `${options.has('d') ? String(at).padStart(8, '0') : hex(at, 8)}: ${cells} ${[...row].map(printable).join('')}\n`;
}

/** What is known to its end: with -a rows of zeros between others are a star. */
function* dump(bytes: Uint8Array, first: number, layout: Layout, options: Options): ToolRun<void> {
  const { columns } = layout;
  let starred = false;
  for (let at = 0; at < bytes.length; at += columns) {
    const row = bytes.subarray(at, at + columns);
    const empty = options.has('a') && at > 0 && at + columns < bytes.length && row.every((byte) => byte === 0);
    if (!empty) yield* print(rowText(row, first + at, layout, options));
    else if (!starred) yield* print('*\n');
    starred = empty;
  }
}

/** As an array of C, named for the file; what comes from standard input is only its elements. */
function asC(bytes: Uint8Array, options: Options, file: string | undefined, columns: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += columns) lines.push(`  ${[...bytes.subarray(at, at + columns)].map((byte) => (options.has('u') ? `0X${hex(byte, 2).toUpperCase()}` : `0x${hex(byte, 2)}`)).join(', ')}`);
  const given = options.value('n') ?? (file === '-' ? undefined : file);
  const body = `${lines.join(',\n')}\n`;
  if (given === undefined) return body;
  const plain = given.replace(/^(?=\d)/, '__').replace(/[^A-Za-z0-9]/g, '_');
  const name = options.has('C') ? plain.toUpperCase() : plain;
  return `unsigned char ${name}[] = {\n${body}};\nunsigned int ${name}_${options.has('C') ? 'LEN' : 'len'} = ${bytes.length};\n`;
}

/** A dump back into bytes: lines with an address and a column of characters, or plain digits. */
function* revert(call: ToolCall): ToolRun {
  const [name] = call.operands;
  const opened = name === undefined || name === '-' ? { value: 0 } : tried(() => call.p.open(name));
  if ('error' in opened) return yield* complain(call, `${name}: ${reason(opened.error)}`, 2);
  const reader = new LineReader(opened.value);
  for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
    const bytes = batch.flatMap((line) => {
      const dumpLine = /^[0-9a-fA-F]+:((?: ?[0-9a-fA-F])*)(?: {2}|$)/.exec(line);
      const digits = (call.options.has('p') ? line : (dumpLine?.[1] ?? '')).replace(/\s/g, '');
      return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    });
    yield write(1, Uint8Array.from(bytes));
  }
  return 0;
}
