/** split: a file in pieces, by lines, bytes or number. */
import { concat } from '../../base/index.ts';
import { readAll } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';
import { parseSize } from '../tool/size.ts';

export const split: Tool = {
  usage: '[OPTION]... [FILE [PREFIX]]',
  options: { flags: 'dxez', values: 'lbnaC', numberMeans: 'l', long: { lines: 'l', bytes: 'b', number: 'n', 'suffix-length': 'a', verbose: 'verbose', 'line-bytes': 'C' }, longValues: ['additional-suffix', 'numeric-suffixes?', 'filter'] },
  *run(call) {
    const { p, options } = call;
    const [name = '-', prefix = 'x'] = call.operands;
    if (call.operands.length > 2) return yield* refuse(call, `extra operand ‘${call.operands[2]!}’`);
    const opened = name === '-' ? { value: 0 } : tried(() => p.open(name));
    if ('error' in opened) return yield* complain(call, `cannot open '${name}' for reading: ${reason(opened.error)}`);
    const bytes = yield* readAll(opened.value);
    const pieces = piecesOf(call, bytes);
    if (typeof pieces === 'string') return yield* complain(call, pieces);
    const numeric = options.has('d') || options.has('numeric-suffixes');
    const length = Number(options.value('a') ?? Math.max(2, String(pieces.length - 1).length));
    for (const [i, piece] of pieces.entries()) {
      const suffix = suffixOf(i, length, numeric);
      if (suffix === undefined) return yield* complain(call, 'output file suffixes exhausted');
      const path = `${prefix}${suffix}${options.value('additional-suffix') ?? ''}`;
      if (options.has('verbose')) yield* print(`creating file '${path}'\n`);
      const written = tried(() => p.files.writeFile(path, piece.slice()));
      if ('error' in written) return yield* complain(call, `${path}: ${reason(written.error)}`);
    }
    return 0;
  },
};

function piecesOf({ options }: ToolCall, bytes: Uint8Array): Uint8Array[] | string {
  const sized = options.value('b');
  const size = sized === undefined ? undefined : parseSize(sized);
  if (sized !== undefined && !(size! > 0)) return `invalid number of bytes: ‘${sized}’`;
  if (size !== undefined) return chunks(bytes, size);
  const number = options.value('n');
  if (number !== undefined) {
    const count = Number(number);
    if (!Number.isInteger(count) || count < 1) return `invalid number of chunks: ‘${number}’`;
    const each = Math.floor(bytes.length / count);
    return Array.from({ length: count }, (_, i) => bytes.subarray(i * each, i === count - 1 ? undefined : (i + 1) * each));
  }
  const text = options.value('l') ?? '1000';
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 1) return `invalid number of lines: ‘${text}’${text === '0' ? ': Numerical result out of range' : ''}`;
  return byLines(bytes, lines);
}

function chunks(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

function byLines(bytes: Uint8Array, count: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  let seen = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10 || ++seen < count) continue;
    pieces.push(bytes.subarray(start, at + 1));
    start = at + 1;
    seen = 0;
  }
  return start < bytes.length ? [...pieces, concat([bytes.subarray(start)])] : pieces;
}

function suffixOf(index: number, length: number, numeric: boolean): string | undefined {
  const base = numeric ? 10 : 26;
  let text = '';
  let left = index;
  for (let i = 0; i < length; i++) {
    text = (numeric ? String(left % base) : String.fromCharCode(97 + (left % base))) + text;
    left = Math.floor(left / base);
  }
  return left > 0 ? undefined : text;
}
