/** od: bytes in octal, hexadecimal, decimal or as characters, several forms below one another. */
import { decodeUtf8 } from '../../base/index.ts';
import { formatFloat } from '../language/printf-format.ts';
import { largest } from '../tool/many.ts';
import type { Options } from '../tool/options.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { byteCount, characterOf, dumped, dumpRows, printable, type Part } from './dump-input.ts';

interface Form {
  readonly size: number;
  readonly width: number; // of one value, its blank before it included
  readonly show: (value: bigint) => string;
  readonly text?: boolean; // the characters stand at the end of the line
}

const traditional: Readonly<Record<string, string>> = { a: 'a', b: 'o1', B: 'o2', c: 'c', d: 'u2', D: 'u4', e: 'f8', f: 'f4', F: 'f8', h: 'x2', H: 'x4', i: 'd4', I: 'd8', l: 'd8', L: 'd8', o: 'o2', O: 'o4', s: 'd2', x: 'x2', X: 'x4' };
const radixes: Readonly<Record<string, number | undefined>> = { o: 8, d: 10, x: 16, n: undefined };
const USUAL_WIDTH = 16;
const WIDE = 32; // of -w alone

export const od: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'abBcdDefFhHiIlLoOsxXv',
    values: 'AjNtS',
    optionalValues: 'w',
    long: { 'address-radix': 'A', 'skip-bytes': 'j', 'read-bytes': 'N', format: 't', 'output-duplicates': 'v', strings: 'S' },
    longValues: ['width?', 'endian'],
  },
  *run(call) {
    const { options } = call;
    const forms = formsOf(options);
    if (typeof forms === 'string') return yield* complain(call, forms);
    for (const letter of 'jNSw') if (options.value(letter) && byteCount(options.value(letter), -1) < 0) return yield* complain(call, `invalid -${letter} argument '${options.value(letter)!}'`);
    const radixName = options.value('A') ?? 'o';
    const [radixLetter = ''] = radixName;
    if (!Object.hasOwn(radixes, radixLetter)) return yield* complain(call, `invalid output address radix '${radixName}'; it must be one character from [doxn]`);
    const radix = radixes[radixLetter];
    const skip = byteCount(options.value('j'), 0);
    const length = byteCount(options.value('N'), Infinity);
    const address = (at: number): string => (radix === undefined ? '' : (at + skip).toString(radix).padStart(radix === 16 ? 6 : 7, '0'));
    if (options.has('S')) {
      const { bytes, ...part } = yield* dumped(call, call.operands, skip, length);
      return (yield* isRefused(call, part, skip)) ? 1 : yield* printStrings(bytes, byteCount(options.value('S'), 3), address);
    }
    const width = yield* widthOf(call, forms);
    const perByte = largest(forms, (form) => form.width / form.size);
    const bigEnd = options.value('endian') === 'big';
    const line = (row: Uint8Array, form: Form): string => {
      let text = '';
      for (let at = 0; at < row.length; at += form.size) text += form.show(valueAt(row, at, form.size, bigEnd)).padStart(perByte * form.size);
      return form.text ? `${text.padEnd(perByte * width)}  >${[...row].map(printable).join('')}<` : text;
    };
    const text = (row: Uint8Array, at: number): string => forms.map((form, i) => `${i === 0 ? address(at) : ' '.repeat(address(at).length)}${line(row, form)}\n`).join('');
    const part = yield* dumpRows(call, call.operands, { skip, length, width, squeeze: !options.has('v'), text });
    if (yield* isRefused(call, part, skip)) return 1;
    if (radix !== undefined) yield* print(`${address(part.size)}\n`);
    return part.good ? 0 : 1;
  },
};

/** There was nothing that could be read, or less than was to be skipped. */
function* isRefused(call: ToolCall, { size, skipped, good }: Part, skip: number): ToolRun<boolean> {
  if (!good && skipped + size === 0) return true;
  if (skipped < skip) yield* complain(call, 'cannot skip past end of combined input');
  return skipped < skip;
}

/** In the order in which they were asked for; a string is what is wrong with one. */
function formsOf(options: Options): Form[] | string {
  const given = [...options.values('t')];
  const names = options.order.flatMap((letter) => (letter === 't' ? [given.shift()!] : (traditional[letter] ?? [])));
  const forms: Form[] = [];
  for (const text of names.length > 0 ? names : ['o2']) {
    let rest = text;
    do {
      const match = /^(?:[ac]|[doux](\d+|[CSIL])?|f(\d+|[FDL])?)z?/.exec(rest);
      if (!match) return `invalid character '${rest[0]!}' in type string ‘${text}’`;
      const [whole, size = match[2] ?? ''] = match;
      const form = formOf(whole[0]!, size);
      if (!form) return `invalid type string ‘${text}’;\nthis system doesn't provide a ${size}-byte ${rest.startsWith('f') ? 'floating point' : 'integral'} type`;
      forms.push(whole.endsWith('z') ? { ...form, text: true } : form);
      rest = rest.slice(whole.length);
    } while (rest !== '');
  }
  return forms;
}

/** A multiple of the longest number. */
function* widthOf(call: ToolCall, forms: readonly Form[]): ToolRun {
  const text = call.options.value('w') ?? call.options.value('width');
  const unit = largest(forms, (form) => form.size);
  if (text === undefined) return USUAL_WIDTH;
  if (text === '') return WIDE;
  const width = byteCount(text, 0);
  if (width > 0 && width % unit === 0) return width;
  yield* complain(call, `warning: invalid width ${width}; using ${unit} instead`);
  return unit;
}

/** -S: what stands before a zero, when it is long enough. */
function* printStrings(bytes: Uint8Array, least: number, address: (at: number) => string): ToolRun {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (byte === 0 && at - start >= least) yield* print(`${address(start)}${address(0) === '' ? '' : ' '}${decodeUtf8(bytes.subarray(start, at))}\n`);
    start = at + 1;
  }
  return 0;
}

/** Little end first, as the machine has it, unless asked otherwise; short at the end of the file. */
function valueAt(row: Uint8Array, at: number, size: number, bigEnd: boolean): bigint {
  let value = 0n;
  for (let i = 0; i < size; i++) value = value * 256n + BigInt(row[at + (bigEnd ? i : size - 1 - i)] ?? 0);
  return value;
}

const octalDigits: Readonly<Record<number, number>> = { 1: 3, 2: 6, 4: 11, 8: 22 };
const decimalDigits: Readonly<Record<number, number>> = { 1: 3, 2: 5, 4: 10, 8: 20 };
const sizes: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

function formOf(letter: string, sizeText: string): Form | undefined {
  const size = sizes[sizeText] ?? (sizeText === '' ? (letter === 'f' ? 8 : 4) : Number(sizeText));
  if (![1, 2, 4, 8].includes(size)) return undefined;
  if (letter === 'c') return { size: 1, width: 4, show: (value) => characterOf(Number(value)) };
  if (letter === 'a') return { size: 1, width: 4, show: (value) => asciiNames[Number(value) & 0x7f] ?? String.fromCharCode(Number(value) & 0x7f) };
  if (letter === 'o') return { size, width: octalDigits[size]! + 1, show: (value) => value.toString(8).padStart(octalDigits[size]!, '0') };
  if (letter === 'x') return { size, width: size * 2 + 1, show: (value) => value.toString(16).padStart(size * 2, '0') };
  if (letter === 'u') return { size, width: decimalDigits[size]! + 1, show: String };
  if (letter === 'd') return { size, width: decimalDigits[size]! + (size === 1 ? 2 : size === 8 ? 1 : 2), show: (value) => String(BigInt.asIntN(size * 8, value)) };
  if (letter !== 'f' || size < 4) return undefined;
  return {
    size,
    width: size === 4 ? 16 : 25,
    show: (value) => floatText(value, size === 4),
  };
}

/** With as few digits as tell it from its neighbours, as ftoastr of gnulib looks for them. */
function floatText(bits: bigint, isSingle: boolean): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits, true);
  const value = isSingle ? view.getFloat32(0, true) : view.getFloat64(0, true);
  if (Number.isNaN(value)) return view.getUint8(isSingle ? 3 : 7) >= 0x80 ? '-nan' : 'nan';
  const [usual, most, least] = isSingle ? [6, 9, 2 ** -126] : [15, 17, 2 ** -1022];
  for (let precision = Math.abs(value) < least ? 1 : usual; ; precision++) {
    const text = formatFloat('g', value, { flags: '', width: 0, precision });
    view.setFloat32(0, Number(text), true);
    if ((isSingle ? view.getFloat32(0, true) : Number(text)) === value || precision === most || !Number.isFinite(value)) return text;
  }
}

const asciiNames: Readonly<Record<number, string>> = {
  ...'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(' '),
  127: 'del',
};
