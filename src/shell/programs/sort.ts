/** sort: lines in byte order, as numbers, by keys, each once. */
import { compareBytes } from '../../base/index.ts';
import { chooseWord } from '../tool/choice.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { compareGeneral, compareNumeric, humanValue, monthValue, versionCompare } from '../tool/sort-values.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Key {
  readonly from: readonly [field: number, char: number];
  readonly to: readonly [field: number, char: number] | undefined;
  readonly flags: string;
}

type Compare = (a: string, b: string) => number;

const kinds = [['general-numeric', 'g'], ['human-numeric', 'h'], ['month', 'M'], ['numeric', 'n'], ['random', 'R'], ['version', 'V']] as const;

export const sort: Tool = {
  usage: '[OPTION]... [FILE]...',
  usageCode: 2,
  options: {
    flags: 'bcCdfghimMnRrsuVz',
    values: 'koStT',
    long: { 'ignore-leading-blanks': 'b', check: 'c', 'ignore-case': 'f', 'human-numeric-sort': 'h', 'numeric-sort': 'n', 'general-numeric-sort': 'g', 'month-sort': 'M', 'version-sort': 'V', reverse: 'r', stable: 's', unique: 'u', key: 'k', output: 'o', 'field-separator': 't', 'zero-terminated': 'z', merge: 'm', 'dictionary-order': 'd', 'ignore-nonprinting': 'i', 'random-sort': 'R', 'buffer-size': 'S', 'temporary-directory': 'T' },
    longValues: ['parallel', 'sort', 'files0-from', 'check?'],
  },
  *run(call) {
    const { options } = call;
    const kind = options.value('sort');
    const chosen = kind === undefined ? undefined : chooseWord('--sort', kind, kinds.map(([name]) => [name]));
    if (chosen && 'problem' in chosen) return yield* refuse(call, chosen.problem);
    const given = [...'bdfghiMnRrV'].filter((letter) => options.has(letter) || kinds.some(([name, its]) => its === letter && chosen?.word === name)).join('');
    const keys: Key[] = [];
    for (const text of options.values('k')) {
      const key = parseKey(text);
      if (typeof key === 'string') return yield* complain(call, key, 2);
      keys.push(key);
    }
    const problem = tabProblem(options.value('t')) ?? [given, ...keys.map((key) => key.flags)].map(clash).find((one) => one !== undefined);
    if (problem !== undefined) return yield* complain(call, problem, 2);
    const checks = options.has('c') || options.has('C');
    if (checks && call.operands.length > 1) return yield* complain(call, `extra operand '${call.operands[1]!}' not allowed with -c`, 2);
    const inputs = yield* readInputs(call);
    if (typeof inputs === 'number') return inputs;
    call.p.charge(inputs.reduce((sum, lines) => sum + lines.length, 0));
    const separator = options.value('t') === '\\0' ? '\0' : options.value('t');
    const compare = comparison(call, keys, given, separator);
    if (checks) return yield* check(call, inputs.flat(), compare);
    const lines = options.has('m') ? merged(inputs, compare.full) : inputs.flat().sort(compare.full);
    const kept = options.has('u') ? lines.filter((line, i) => i === 0 || compare.keysOnly(lines[i - 1]!, line) !== 0) : lines;
    const end = options.has('z') ? '\0' : '\n';
    const text = kept.map((line) => line + end).join('');
    const output = options.value('o');
    if (output === undefined) yield* print(text);
    else {
      const written = tried(() => call.p.files.writeFile(output, text));
      if ('error' in written) return yield* complain(call, `open failed: ${output}: ${reason(written.error)}`, 2);
    }
    return 0;
  },
};

/** The lines of each file; a code when one could not be read. */
function* readInputs(call: ToolCall): ToolRun<string[][] | number> {
  const list = call.options.value('files0-from');
  let names = call.operands;
  if (list !== undefined) {
    if (names.length > 0) return yield* refuse(call, `extra operand '${names[0]!}'\nfile operands cannot be combined with --files0-from`, 2);
    const opened = tried(() => (list === '-' ? 0 : call.p.open(list)));
    if ('error' in opened) return yield* complain(call, `open failed: ${list}: ${reason(opened.error)}`, 2);
    names = yield* readAllLines(opened.value, '\0');
  }
  const inputs: string[][] = [];
  const good = yield* eachInput(
    call,
    names,
    function* ({ fd }) {
      inputs.push(yield* readAllLines(fd, call.options.has('z') ? '\0' : '\n'));
    },
    { words: (name, why) => `cannot read: ${name}: ${why}`, unread: (name, why) => `read failed: ${name}: ${why}` },
  );
  return good ? inputs : 2;
}

/** Files that are in order already, taken together: the earlier file first where lines are equal. */
function merged(inputs: readonly (readonly string[])[], compare: Compare): string[] {
  const at = inputs.map(() => 0);
  const out: string[] = [];
  for (;;) {
    let least = -1;
    for (let i = 0; i < inputs.length; i++) if (at[i]! < inputs[i]!.length && (least < 0 || compare(inputs[i]![at[i]!]!, inputs[least]![at[least]!]!) < 0)) least = i;
    if (least < 0) return out;
    out.push(inputs[least]![at[least]!++]!);
  }
}

function tabProblem(separator: string | undefined): string | undefined {
  if (separator === '') return 'empty tab';
  return separator !== undefined && [...separator].length > 1 && separator !== '\\0' ? `multi-character tab ‘${separator}’` : undefined;
}

/** Only one way to compare at a time. */
function clash(flags: string): string | undefined {
  const ways = [...'ghMn'].filter((letter) => flags.includes(letter)).length + (/[RVdi]/.test(flags) ? 1 : 0);
  return ways > 1 ? `options '-${[...'dfghiMnRV'].filter((letter) => flags.includes(letter)).join('')}' are incompatible` : undefined;
}

function* check(call: ToolCall, lines: readonly string[], compare: { full: Compare; keysOnly: Compare }): ToolRun {
  const quiet = call.options.has('C') || ['quiet', 'silent'].includes(call.options.value('c') ?? '');
  for (let i = 1; i < lines.length; i++) {
    const order = call.options.has('u') ? compare.keysOnly(lines[i - 1]!, lines[i]!) : compare.full(lines[i - 1]!, lines[i]!);
    if (order < 0 || (order === 0 && !call.options.has('u'))) continue;
    if (!quiet) yield* complain(call, `${call.operands[0] ?? '-'}:${i + 1}: disorder: ${lines[i]!}`);
    return 1;
  }
  return 0;
}

function parseKey(text: string): Key | string {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text);
  if (!match) {
    if (!/^\d/.test(text)) return `invalid number at field start: invalid count at start of ‘${text}’`;
    const bad = /^[^,]*,(?!\d)(.*)$/s.exec(text);
    return bad ? `invalid number after ‘,’: invalid count at start of ‘${bad[1]!}’` : `stray character in field spec: invalid field specification ‘${text}’`;
  }
  if (Number(match[1]) === 0 || Number(match[4] ?? 1) === 0) return `field number is zero: invalid field specification ‘${text}’`;
  if (Number(match[2] ?? 1) === 0) return `character offset is zero: invalid field specification ‘${text}’`;
  return {
    from: [Number(match[1]), Number(match[2] ?? 1)],
    to: match[4] === undefined ? undefined : [Number(match[4]), Number(match[5] ?? 0)],
    flags: (match[3] ?? '') + (match[6] ?? ''),
  };
}

function comparison(call: ToolCall, keys: readonly Key[], global: string, separator: string | undefined): { full: Compare; keysOnly: Compare } {
  const salt = call.p.random.below(0x7fffffff);
  const parts: Compare[] = keys.map((key) => {
    const flags = key.flags === '' ? global : key.flags;
    const compare = byFlags(flags, salt);
    return (a, b) => compare(extract(a, key, separator, flags), extract(b, key, separator, flags));
  });
  if (parts.length === 0) parts.push(byFlags(global, salt));
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

function byFlags(flags: string, salt: number): Compare {
  const base = flags.includes('R') ? shuffled(salt) : valueCompare(flags);
  return flags.includes('r') ? (a, b) => -base(a, b) : base;
}

function valueCompare(flags: string): Compare {
  if (flags.includes('n')) return compareNumeric;
  if (flags.includes('h')) return (a, b) => humanValue(a) - humanValue(b);
  if (flags.includes('g')) return compareGeneral;
  if (flags.includes('M')) return (a, b) => monthValue(a) - monthValue(b);
  if (flags.includes('V')) return versionCompare;
  const prepare = (text: string) => {
    let key = flags.includes('b') ? text.replace(/^[ \t]+/, '') : text;
    if (flags.includes('d')) key = key.replace(/[^\p{L}\p{N}\s]/gu, '');
    else if (flags.includes('i')) key = key.replace(/[\0-\x1f\x7f]/g, '');
    return flags.includes('f') ? key.toUpperCase() : key;
  };
  return (a, b) => compareBytes(prepare(a), prepare(b));
}

/** In no order, but equal keys together. */
function shuffled(salt: number): Compare {
  const hash = (text: string): number => [...text].reduce((sum, char) => Math.imul(sum ^ char.codePointAt(0)!, 0x01000193) >>> 0, salt);
  return (a, b) => hash(a) - hash(b) || compareBytes(a, b);
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
