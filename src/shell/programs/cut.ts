/** cut: fields, characters or bytes of each line. */
import { eachInput, LineReader } from '../tool/inputs.ts';
import { print, refuse, type Tool, type ToolCall } from '../tool/tool.ts';

export const cut: Tool = {
  usage: 'OPTION... [FILE]...',
  options: {
    flags: 'sn',
    values: 'bcdf',
    long: { bytes: 'b', characters: 'c', delimiter: 'd', fields: 'f', 'only-delimited': 's', complement: 'complement' },
    longValues: ['output-delimiter'],
  },
  *run(call) {
    const { options } = call;
    const list = options.value('f') ?? options.value('c') ?? options.value('b');
    if (list === undefined) return yield* refuse(call, 'you must specify a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if (delimiter.length > 1) return yield* refuse(call, 'the delimiter must be a single character');
    if (options.has('d') && !options.has('f')) return yield* refuse(call, 'an input delimiter may be specified only when operating on fields');
    const ranges = parseList(list);
    if (typeof ranges === 'string') return yield* refuse(call, ranges);
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      const reader = new LineReader(fd);
      for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
        let out = '';
        for (const line of batch) {
          const one = options.has('f') ? fields(call, line, delimiter, ranges) : characters(call, line, ranges);
          if (one !== undefined) out += `${one}\n`;
        }
        yield* print(out);
      }
    });
    return good ? 0 : 1;
  },
};

type Ranges = readonly (readonly [number, number])[];

function parseList(list: string): Ranges | string {
  const ranges: [number, number][] = [];
  for (const part of list.split(/[,\s]+/)) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === '' || part === '-') return part === '-' ? 'invalid range with no endpoint: -' : `invalid field value ‘${part}’`;
    const from = match[1] === '' ? 1 : Number(match[1]);
    const to = match[2] === '' ? from : match[3] === '' ? Infinity : Number(match[3]);
    if (from === 0) return 'fields are numbered from 1';
    if (to < from) return 'invalid decreasing range';
    ranges.push([from, to]);
  }
  return ranges;
}

function chosen(call: ToolCall, n: number, ranges: Ranges): boolean {
  return ranges.some(([from, to]) => n >= from && n <= to) !== call.options.has('complement');
}

function fields(call: ToolCall, line: string, delimiter: string, ranges: Ranges): string | undefined {
  if (!line.includes(delimiter)) return call.options.has('s') ? undefined : line;
  return line
    .split(delimiter)
    .filter((_, i) => chosen(call, i + 1, ranges))
    .join(call.options.value('output-delimiter') ?? delimiter);
}

function characters(call: ToolCall, line: string, ranges: Ranges): string {
  return [...line].filter((_, i) => chosen(call, i + 1, ranges)).join('');
}
