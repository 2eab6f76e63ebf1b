/** od: bytes in octal, hexadecimal, decimal or as characters, several forms below one another. */
import { complain, print, type Tool } from '../tool/tool.ts';
import { byteCount, characterOf, dumped, printable, rows } from './dump-input.ts';

interface Form {
  readonly size: number;
  readonly width: number; // of one value, its blank before it included
  readonly show: (value: bigint) => string;
  readonly text?: boolean; // the characters stand at the end of the line
}

const traditional: Readonly<Record<string, string>> = { a: 'a', b: 'o1', c: 'c', d: 'u2', f: 'f8', i: 'd4', l: 'd8', o: 'o2', s: 'd2', x: 'x2' };

export const od: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'abcdfilosxv', values: 'AjNtw', long: { 'address-radix': 'A', 'skip-bytes': 'j', 'read-bytes': 'N', format: 't', 'output-duplicates': 'v', width: 'w' } },
  *run(call) {
    const { options } = call;
    const names = options.order.flatMap((letter) => (letter === 't' ? [] : (traditional[letter] ?? [])));
    const asked = [...options.values('t').flatMap((text) => text.match(/[acdoux](?:[1248CSIL])?z?|f[48FD]?z?/g) ?? [text]), ...names];
    const forms: Form[] = [];
    for (const name of asked.length > 0 ? asked : ['o2']) {
      const form = formOf(name.replace(/z$/, ''));
      if (!form) return yield* complain(call, `invalid character '${name[0]!}' in type string ‘${name}’`);
      forms.push(name.endsWith('z') ? { ...form, text: true } : form);
    }
    const { bytes, good } = yield* dumped(call, call.operands, byteCount(options.value('j'), 0), byteCount(options.value('N'), Infinity));
    const radix = { o: 8, d: 10, x: 16 }[options.value('A') ?? 'o'];
    const address = (at: number): string => (radix === undefined ? '' : (at + byteCount(options.value('j'), 0)).toString(radix).padStart(radix === 16 ? 6 : 7, '0'));
    const width = byteCount(options.value('w'), 16);
    const perByte = Math.max(...forms.map((form) => form.width / form.size));
    const line = (row: Uint8Array, form: Form): string => {
      let text = '';
      for (let at = 0; at < row.length; at += form.size) text += form.show(valueAt(row, at, form.size)).padStart(perByte * form.size);
      return form.text ? `${text.padEnd(perByte * width)}  >${[...row].map(printable).join('')}<` : text;
    };
    yield* rows(bytes, width, !options.has('v'), (row, at) => forms.map((form, i) => `${i === 0 ? address(at) : ' '.repeat(address(at).length)}${line(row, form)}\n`).join(''));
    if (radix !== undefined) yield* print(`${address(bytes.length)}\n`);
    return good ? 0 : 1;
  },
};

/** Little end first, as the machine has it; short at the end of the file. */
function valueAt(row: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(row[at + i] ?? 0);
  return value;
}

const octalDigits: Readonly<Record<number, number>> = { 1: 3, 2: 6, 4: 11, 8: 22 };
const decimalDigits: Readonly<Record<number, number>> = { 1: 3, 2: 5, 4: 10, 8: 20 };
const sizes: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

function formOf(name: string): Form | undefined {
  const [letter = '', sizeText = ''] = name;
  const size = sizes[sizeText] ?? (/\d/.test(sizeText) ? Number(sizeText) : letter === 'f' ? 8 : 4);
  if (letter === 'c') return { size: 1, width: 4, show: (value) => characterOf(Number(value)) };
  if (letter === 'a') return { size: 1, width: 4, show: (value) => asciiNames[Number(value) & 0x7f] ?? String.fromCharCode(Number(value) & 0x7f) };
  if (letter === 'o') return { size, width: octalDigits[size]! + 1, show: (value) => value.toString(8).padStart(octalDigits[size]!, '0') };
  if (letter === 'x') return { size, width: size * 2 + 1, show: (value) => value.toString(16).padStart(size * 2, '0') };
  if (letter === 'u') return { size, width: decimalDigits[size]! + 1, show: String };
  if (letter === 'd') return { size, width: decimalDigits[size]! + (size === 1 ? 2 : size === 8 ? 1 : 2), show: (value) => String(BigInt.asIntN(size * 8, value)) };
  if (letter !== 'f') return undefined;
  return {
    size,
    width: size === 4 ? 16 : 25,
    show: (value) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, value, true);
      return String(size === 4 ? Number(view.getFloat32(0, true).toPrecision(8)) : view.getFloat64(0, true));
    },
  };
}

const asciiNames: Readonly<Record<number, string>> = {
  ...'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(' '),
  127: 'del',
};
