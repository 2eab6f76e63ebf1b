/** sort: lines in byte order, as numbers, by keys, each once. */
import { compareBytes } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { compareNumeric, humanValue, monthValue, versionCompare } from '../tool/sort-values.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

interface Key {
  readonly from: readonly [field: number, char: number];
  readonly to: readonly [field: number, char: number] | undefined;
  readonly flags: string;
}

type Compare = (a: string, b: string) => number;

export const sort: Tool = {
  usage: '[OPTION]... [FILE]...',
  usageCode: 2,
  options: {
    flags: 'bcCdfghimMnRrsuVz',
    values: 'koStT',
    long: { 'ignore-leading-blanks': 'b', check: 'c', 'ignore-case': 'f', 'human-numeric-sort': 'h', 'numeric-sort': 'n', 'general-numeric-sort': 'g', 'month-sort': 'M', 'version-sort': 'V', reverse: 'r', stable: 's', unique: 'u', key: 'k', output: 'o', 'field-separator': 't' },
    longValues: ['parallel'],
  },
  *run(call) {
    const { options } = call;
    const separator = options.value('t');
    if (separator !== undefined && separator.length !== 1 && separator !== '\\0') return yield* refuse(call, `multi-character tab ‘${separator}’`, 2);
    const keys: Key[] = [];
    for (const text of options.values('k')) {
      const key = parseKey(text);
      if (typeof key === 'string') return yield* complain(call, key, 2);
      keys.push(key);
    }
    const lines: string[] = [];
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ fd }) {
        for (const line of yield* readAllLines(fd)) lines.push(line);
      },
      { words: (name, why) => `cannot read: ${name}: ${why}` },
    );
    if (!good) return 2;
    call.p.charge(lines.length);
    const compare = comparison(call, keys, separator);
    if (options.has('c') || options.has('C')) return yield* check(call, lines, compare);
    lines.sort(compare.full);
    const kept = options.has('u') ? lines.filter((line, i) => i === 0 || compare.keysOnly(lines[i - 1]!, line) !== 0) : lines;
    const text = kept.map((line) => `${line}\n`).join('');
    const output = options.value('o');
    if (output === undefined) yield* print(text);
    else {
      const written = tried(() => call.p.files.writeFile(output, text));
      if ('error' in written) return yield* complain(call, `open failed: ${output}: ${reason(written.error)}`, 2);
    }
    return 0;
  },
};

function* check(call: ToolCall, lines: readonly string[], compare: { full: Compare; keysOnly: Compare }) {
  for (let i = 1; i < lines.length; i++) {
    const order = call.options.has('u') ? compare.keysOnly(lines[i - 1]!, lines[i]!) : compare.full(lines[i - 1]!, lines[i]!);
    if (order < 0 || (order === 0 && !call.options.has('u'))) continue;
    if (!call.options.has('C')) yield* complain(call, `${call.operands[0] ?? '-'}:${i + 1}: disorder: ${lines[i]!}`);
    return 1;
  }
  return 0;
}

function parseKey(text: string): Key | string {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text);
  if (!match) return `invalid number at field start: invalid count at start of ‘${text}’`;
  if (match[1] === '0') return `-: invalid field specification ‘${text}’: field number is zero`.slice(3);
  return {
    from: [Number(match[1]), Number(match[2] ?? 1)],
    to: match[4] === undefined ? undefined : [Number(match[4]), Number(match[5] ?? 0)],
    flags: (match[3] ?? '') + (match[6] ?? ''),
  };
}

function comparison(call: ToolCall, keys: readonly Key[], separator: string | undefined): { full: Compare; keysOnly: Compare } {
  const global = [...'bdfghiMnRrV'].filter((letter) => call.options.has(letter)).join('');
  const parts: Compare[] = keys.map((key) => {
    const flags = key.flags === '' ? global : key.flags;
    const compare = byFlags(flags);
    return (a, b) => compare(extract(a, key, separator, flags), extract(b, key, separator, flags));
  });
  if (parts.length === 0) parts.push(byFlags(global));
  const keysOnly: Compare = (a, b) => {
    for (const part of parts) {
      const order = part(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
  const reverse = global.includes('r') ? -1 : 1;
  if (call.options.has('s') || call.options.has('u')) return { full: keysOnly, keysOnly };
  return { full: (a, b) => keysOnly(a, b) || compareBytes(a, b) * reverse, keysOnly };
}

function byFlags(flags: string): Compare {
  const base = valueCompare(flags);
  return flags.includes('r') ? (a, b) => -base(a, b) : base;
}

function valueCompare(flags: string): Compare {
  if (flags.includes('n')) return compareNumeric;
  if (flags.includes('h')) return (a, b) => humanValue(a) - humanValue(b);
  if (flags.includes('g')) return (a, b) => (parseFloat(a) || 0) - (parseFloat(b) || 0);
  if (flags.includes('M')) return (a, b) => monthValue(a) - monthValue(b);
  if (flags.includes('V')) return versionCompare;
  const prepare = (text: string) => {
    let key = flags.includes('b') ? text.replace(/^[ \t]+/, '') : text;
    if (flags.includes('d')) key = key.replace(/[^\p{L}\p{N}\s]/gu, '');
    return flags.includes('f') ? key.toUpperCase() : key;
  };
  return (a, b) => compareBytes(prepare(a), prepare(b));
}

/** The part of a line that a key looks at. Without a separator a field begins with the blanks before it. */
function extract(line: string, key: Key, separator: string | undefined, flags: string): string {
  const starts = fieldStarts(line, separator);
  const startOf = (field: number) => starts[field - 1] ?? line.length;
  const endOf = (field: number) => (field < starts.length ? starts[field]! - (separator === undefined ? 0 : 1) : line.length);
  const blanks = (at: number) => (flags.includes('b') ? at + /^[ \t]*/.exec(line.slice(at))![0].length : at);
  const from = Math.min(blanks(startOf(key.from[0])) + key.from[1] - 1, line.length);
  if (!key.to) return line.slice(from);
  const to = key.to[1] === 0 ? endOf(key.to[0]) : Math.min(blanks(startOf(key.to[0])) + key.to[1], line.length);
  return line.slice(from, Math.max(from, to));
}

function fieldStarts(line: string, separator: string | undefined): number[] {
  const starts = [0];
  if (separator !== undefined) {
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 1; i < line.length; i++) if (isBlank(line[i]!) && !isBlank(line[i - 1]!)) starts.push(i);
  return starts;
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}
