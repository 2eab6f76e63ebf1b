/** cut: fields, characters or bytes of each line. */
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { append } from '../tool/many.ts';
import { print, refuse, type Tool, type ToolCall } from '../tool/tool.ts';

export const cut: Tool = {
  usage: 'OPTION... [FILE]...',
  options: {
    flags: 'snz',
    values: 'bcdf',
    long: { bytes: 'b', characters: 'c', delimiter: 'd', fields: 'f', 'only-delimited': 's', 'zero-terminated': 'z', complement: 'complement' },
    longValues: ['output-delimiter'],
  },
  *run(call) {
    const { options } = call;
    const lists = [...options.values('f'), ...options.values('c'), ...options.values('b')];
    const [list] = lists;
    if (lists.length > 1) return yield* refuse(call, 'only one list may be specified');
    if (list === undefined) return yield* refuse(call, 'you must specify a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if (delimiter.length > 1) return yield* refuse(call, 'the delimiter must be a single character');
    if (options.has('d') && !options.has('f')) return yield* refuse(call, 'an input delimiter may be specified only when operating on fields');
    if (options.has('s') && !options.has('f')) return yield* refuse(call, 'suppressing non-delimited lines makes sense\n\tonly when operating on fields');
    const end = options.has('z') ? 0 : 10;
    const ranges = parseList(list, options.has('f') ? 'field' : 'byte/character');
    if (typeof ranges === 'string') return yield* refuse(call, ranges);
    const good = yield* eachInput(call, call.operands, function* ({ fd }) {
      const reader = new LineReader(fd, end);
      for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
        let out = '';
        for (const line of batch) {
          const one = options.has('f') ? fields(call, line, delimiter || '\0', ranges) : characters(call, line, ranges);
          if (one !== undefined) out += one + String.fromCharCode(end);
        }
        yield* print(out);
      }
    });
    return good ? 0 : 1;
  },
};

type Ranges = readonly (readonly [number, number])[];

function parseList(list: string, unit: string): Ranges | string {
  const ranges: [number, number][] = [];
  for (const part of list.split(/[,\s]+/)) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (part === '-') return 'invalid range with no endpoint: -';
    if (!match || part === '') return unit === 'field' ? `invalid field value ‘${part.replace(/^[\d-]*/, '')}’` : `invalid byte/character position ‘${part.replace(/^[\d-]*/, '')}’`;
    const from = match[1] === '' ? 1 : Number(match[1]);
    const to = match[2] === '' ? from : match[3] === '' ? Infinity : Number(match[3]);
    if (from === 0) return unit === 'field' ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
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

/** -c counts bytes as -b does, which is what GNU's cut makes of it. */
function characters(call: ToolCall, line: string, ranges: Ranges): string {
  const glue = call.options.value('output-delimiter');
  const kept: number[] = [];
  bytesOfText(line).forEach((byte, i) => {
    if (!chosen(call, i + 1, ranges)) return;
    if (glue !== undefined && kept.length > 0 && begins(call, i + 1, ranges)) append(kept, bytesOfText(glue));
    kept.push(byte);
  });
  return textOfBytes(Uint8Array.from(kept));
}

/** A range begins here, or after a gap. */
function begins(call: ToolCall, n: number, ranges: Ranges): boolean {
  return !chosen(call, n - 1, ranges) || (!call.options.has('complement') && ranges.some(([from]) => from === n) && !ranges.some(([from, to]) => from < n && to >= n));
}
