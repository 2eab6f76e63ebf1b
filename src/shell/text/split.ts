/** split: a file in pieces, by lines, bytes or number. */
import { write } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { readAll } from '../tool/inputs.ts';
import { parseSize } from '../tool/size.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { filterInto } from './split-filter.ts';
import { bytePieces, chunk, chunks, lineChunks, linePieces, packedLines, roundRobin } from './split-pieces.ts';
import { SplitSuffixes } from './split-suffixes.ts';

const UINT64_MAX = 2 ** 64;

type Pieces = Iterable<Uint8Array>;

/** One chunk of them only, to standard output. */
interface Chosen {
  readonly only: Uint8Array;
}

export const split: Tool = {
  usage: '[OPTION]... [FILE [PREFIX]]',
  options: {
    flags: 'dxeu',
    values: 'lbnaCt',
    numberMeans: 'l',
    long: { lines: 'l', bytes: 'b', number: 'n', 'suffix-length': 'a', 'line-bytes': 'C', 'elide-empty-files': 'e', separator: 't', unbuffered: 'u', verbose: 'verbose' },
    longValues: ['additional-suffix', 'numeric-suffixes?', 'hex-suffixes?', 'filter'],
  },
  *run(call) {
    const { p, options } = call;
    const [name = '-', prefix = 'x'] = call.operands;
    if (call.operands.length > 2) return yield* refuse(call, `extra operand ‘${call.operands[2]!}’`);
    const ways = ['l', 'b', 'n', 'C'].filter((way) => options.has(way));
    if (ways.length > 1) return yield* refuse(call, 'cannot split in more than one way');
    const extra = options.value('additional-suffix') ?? '';
    if (extra.includes('/')) return yield* refuse(call, `invalid suffix ‘${extra}’, contains directory separator`);
    if (options.value('t') === '') return yield* complain(call, 'empty record separator');
    const counted = numbers(call, ways[0] ?? 'l');
    if (typeof counted === 'string') return yield* complain(call, counted);
    const suffixes = SplitSuffixes.of(options, ways[0] === 'n' ? counted.count : 0);
    if (typeof suffixes === 'string') return yield* complain(call, suffixes);
    const opened = name === '-' ? { value: 0 } : tried(() => p.open(name));
    if ('error' in opened) return yield* complain(call, `cannot open '${name}' for reading: ${reason(opened.error)}`);
    const pieces = piecesOf(call, yield* readAll(opened.value), counted);
    if ('only' in pieces) yield write(1, pieces.only);
    else return yield* writeOut(call, pieces, (i) => suffixes.at(i), prefix, extra);
    return 0;
  },
};

function* writeOut(call: ToolCall, pieces: Pieces, suffix: (index: number) => string | undefined, prefix: string, extra: string): ToolRun {
  const { p, options } = call;
  const command = options.value('filter');
  let i = 0;
  for (const piece of pieces) {
    if (piece.length === 0 && options.has('e')) continue;
    const text = suffix(i++);
    if (text === undefined) return yield* complain(call, 'output file suffixes exhausted');
    const path = `${prefix}${text}${extra}`;
    if (options.has('verbose')) yield* print(`${command === undefined ? 'creating file' : 'executing with FILE='} '${path}'\n`.replace('= ', '='));
    if (command !== undefined) {
      const code = yield* filterInto(call, command, new Map([...p.env, ['FILE', path]]), piece);
      if (code !== 0) return yield* complain(call, `with FILE=${path}, exit ${code} from command: ${command}`);
      continue;
    }
    const target = tried(() => p.open(path, 'w'));
    if ('error' in target) return yield* complain(call, `${path}: ${reason(target.error)}`);
    try {
      yield write(target.value, piece);
    } catch (error) {
      return yield* complain(call, `${path}: ${reason(error)}`);
    }
    p.close(target.value);
  }
  return 0;
}

interface Counted {
  readonly way: string;
  readonly count: number;
  readonly only?: number; // the chunk that is asked for, from 1
  readonly lines?: 'whole' | 'in turn';
}

/** The number behind -l, -b, -C or -n; a string is what is wrong with it. */
function numbers({ options }: ToolCall, way: string): Counted | string {
  const text = options.value(way) ?? '1000';
  if (way !== 'n') {
    const count = way === 'l' ? (/^\d+$/.test(text) ? Number(text) : undefined) : parseSize(text);
    const what = way === 'l' ? 'lines' : 'bytes';
    return count !== undefined && count > 0 ? { way, count } : `invalid number of ${what}: ‘${text}’${count === 0 ? ': Numerical result out of range' : ''}`;
  }
  const [, kind, which, total = ''] = /^([lr]\/)?(?:(\d+)\/)?(\d+)$/.exec(text) ?? [];
  const count = Number(total);
  if (count > UINT64_MAX) return `invalid number of chunks: ‘${text}’: Value too large for defined data type`;
  if (total === '' || count < 1) return `invalid number of chunks: ‘${text}’${total === '' ? '' : ': Numerical result out of range'}`;
  if (which !== undefined && !(Number(which) >= 1 && Number(which) <= count)) return `invalid chunk number: ‘${which}’: Numerical result out of range`;
  return { way, count, ...(which === undefined ? {} : { only: Number(which) }), ...(kind === undefined ? {} : { lines: kind === 'l/' ? 'whole' : 'in turn' }) };
}

function piecesOf({ options }: ToolCall, bytes: Uint8Array, { way, count, only, lines }: Counted): Pieces | Chosen {
  const separator = options.value('t') ?? '\n';
  const end = separator === '\\0' ? 0 : bytesOfText(separator)[0]!;
  if (way === 'b') return bytePieces(bytes, count);
  if (way === 'l') return linePieces(bytes, count, end);
  if (way === 'C') return packedLines(bytes, count, end);
  if (only !== undefined && lines === undefined) return { only: chunk(bytes, count, only - 1) };
  const pieces = lines === 'whole' ? lineChunks(bytes, count, end) : lines === 'in turn' ? roundRobin(bytes, count, end) : chunks(bytes, count);
  if (only === undefined) return pieces;
  let i = 0;
  for (const piece of pieces) if (++i === only) return { only: piece };
  return { only: new Uint8Array() };
}
