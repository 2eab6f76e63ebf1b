/** numfmt: numbers with suffixes, to and from. */
import { formatFloat } from '../language/printf-format.ts';
import { readAllLines } from '../tool/inputs.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const letters = 'KMGTPEZY';
const DIGITS_MAX = 18; // of a number without a unit
const PRECISION_MAX = 100;
const units: Readonly<Record<string, readonly string[]>> = { from: ['none', 'auto', 'si', 'iec', 'iec-i'], to: ['none', 'si', 'iec', 'iec-i'] };
const roundings = ['up', 'down', 'from-zero', 'towards-zero', 'nearest'] as const;

type Rounding = (typeof roundings)[number];

interface Format {
  readonly before: string;
  readonly after: string;
  readonly width: number;
  readonly left: boolean;
  readonly zeros: boolean;
  readonly precision: number | undefined;
}

export const numfmt: Tool = {
  usage: '[OPTION]... [NUMBER]...',
  options: {
    flags: 'z',
    values: 'd',
    long: { delimiter: 'd', 'zero-terminated': 'z', grouping: 'grouping', debug: 'debug' },
    longValues: ['from', 'to', 'from-unit', 'to-unit', 'padding', 'round', 'suffix', 'format', 'field', 'header?', 'invalid'],
  },
  *run(call) {
    const { options } = call;
    for (const [name, known] of Object.entries(units)) {
      const unit = options.value(name);
      if (unit !== undefined && !known.includes(unit)) return yield* refuse(call, `invalid argument ‘${unit}’ for ‘--${name}’\nValid arguments are:\n${known.map((u) => `  - ‘${u}’\n`).join('')}`.trimEnd());
    }
    const round = options.value('round') ?? 'from-zero';
    if (!(roundings as readonly string[]).includes(round)) return yield* refuse(call, `invalid argument ‘${round}’ for ‘--round’`);
    const padding = options.value('padding');
    if (padding !== undefined && !/^-?0*[1-9]\d{0,6}$/.test(padding)) return yield* complain(call, `invalid padding value ‘${padding}’`);
    const format = parseFormat(options.value('format') ?? '%f');
    if (typeof format === 'string') return yield* complain(call, format);
    let code = 0;
    const convert = function* (line: string): ToolRun<void> {
      const done = convertFields(call, line, format, round as Rounding);
      if ('problem' in done) {
        const mode = options.value('invalid') ?? 'abort';
        if (mode !== 'ignore') yield* complain(call, done.problem);
        if (mode === 'abort') {
          code = 2;
          return;
        }
        if (mode === 'fail') code = 2;
        yield* print(`${line}\n`);
      } else yield* print(done.text + (options.has('z') ? '\0' : '\n'));
    };
    if (call.operands.length > 0) {
      for (const operand of call.operands) {
        yield* convert(operand);
        if (code === 2 && (options.value('invalid') ?? 'abort') === 'abort') return 2;
      }
      return code;
    }
    const header = options.value('header');
    let heads = header === undefined ? 0 : Number(header || 1);
    for (const line of yield* readAllLines(0, options.has('z') ? '\0' : '\n')) {
      if (heads-- > 0) yield* print(`${line}\n`);
      else yield* convert(line);
      if (code === 2 && (options.value('invalid') ?? 'abort') === 'abort') return 2;
    }
    return code;
  },
};

function convertFields(call: ToolCall, line: string, format: Format, round: Rounding): { text: string } | { problem: string } {
  const delimiter = call.options.value('d');
  const wanted = fieldChoice(call.options.value('field') ?? '1');
  const parts = delimiter === undefined ? (line.match(/\s*\S+/g) ?? [line]) : line.split(delimiter);
  const out: string[] = [];
  for (const [i, part] of parts.entries()) {
    if (!wanted(i + 1)) {
      out.push(part);
      continue;
    }
    const blank = delimiter === undefined ? /^\s*/.exec(part)![0] : '';
    const done = convertOne(call, part.slice(blank.length), format, round);
    if (typeof done === 'object') return done;
    const width = Number(call.options.value('padding') ?? format.width);
    // Blanks before a field make room for it, when nothing else says how wide it is.
    const padded = width !== 0 ? pad(done, Math.abs(width), width < 0 || format.left, format.zeros) : blank.length > 1 ? pad(done, part.length - 1, false, false) : done;
    out.push((i > 0 && delimiter === undefined ? ' ' : '') + padded);
  }
  return { text: format.before + out.join(delimiter ?? '') + format.after };
}

function pad(text: string, width: number, left: boolean, zeros: boolean): string {
  return left ? text.padEnd(width) : text.padStart(width, zeros ? '0' : ' ');
}

function fieldChoice(text: string): (field: number) => boolean {
  if (text === '-') return () => true;
  const ranges = text.split(',').map((part) => {
    const [from, to] = part.includes('-') ? part.split('-') : [part, part];
    return [Number(from || 1), to === '' ? Infinity : Number(to)] as const;
  });
  return (field) => ranges.some(([from, to]) => field >= from && field <= to);
}

function convertOne(call: ToolCall, given: string, format: Format, round: Rounding): string | { problem: string } {
  const { options } = call;
  const suffix = options.value('suffix') ?? '';
  const number = suffix !== '' && given.endsWith(suffix) ? given.slice(0, -suffix.length) : given;
  const from = options.value('from') ?? 'none';
  const match = /^(-?\d+(?:\.\d+)?)([KMGTPEZY]?)(i?)$/.exec(number);
  if (!match) return { problem: /^-?\d/.test(number) ? `invalid suffix in input: ‘${number}’` : `invalid number: ‘${number}’` };
  const [, digits = '', letter = '', i = ''] = match;
  if (letter !== '' && from === 'none') return { problem: `rejecting suffix in input: ‘${number}’ (consider using --from)` };
  if (from === 'iec-i' && letter !== '' && i === '') return { problem: `missing 'i' suffix in input: ‘${number}’ (e.g Ki/Mi/Gi)` };
  const power = letter === '' ? 0 : letters.indexOf(letter) + 1;
  const base = from === 'si' || (from === 'auto' && i === '') ? 1000 : 1024;
  const value = (Number(digits) * base ** power * Number(options.value('from-unit') ?? 1)) / Number(options.value('to-unit') ?? 1);
  const decimals = digits.includes('.') && power === 0 ? digits.length - digits.indexOf('.') - 1 : 0;
  const text = shown(value, options.value('to') ?? 'none', format, round, decimals);
  return typeof text === 'string' ? text + suffix : text;
}

/** One decimal below ten of a unit, none above. */
function shown(value: number, to: string, format: Format, round: Rounding, decimals: number): string | { problem: string } {
  if (to === 'none') {
    const precision = format.precision ?? decimals;
    if (value.toFixed(0).length + precision > DIGITS_MAX + 1) return { problem: `value${precision === 0 ? '' : '/precision'} too large to be printed: '${shortly(value)}${precision === 0 ? '' : `/${precision}`}' (consider using --to)` };
    return rounded(value, precision, round).toFixed(precision); // --grouping: this locale has no separator
  }
  const base = to === 'si' ? 1000 : 1024;
  let size = value;
  let power = 0;
  while (Math.abs(size) >= base && power < letters.length) {
    size /= base;
    power++;
  }
  const digitsOf = (n: number) => format.precision ?? (power > 0 && Math.abs(n) < 10 ? 1 : 0);
  let text = rounded(size, digitsOf(size), round);
  if (Math.abs(text) >= base && power < letters.length) {
    text /= base;
    power++;
  }
  return text.toFixed(digitsOf(text)) + (power === 0 ? '' : letters[power - 1]! + (to === 'iec-i' ? 'i' : ''));
}

function rounded(value: number, precision: number, how: Rounding): number {
  if (precision > 15) return value; // nothing is left to be rounded
  const scale = 10 ** precision;
  const scaled = Number((value * scale).toPrecision(15));
  const size = Math.abs(scaled);
  const sign = scaled < 0 ? -1 : 1;
  const up = how === 'from-zero' || (how === 'up' && sign > 0) || (how === 'down' && sign < 0);
  const near = how === 'nearest' ? Math.floor(size + 0.5) : up ? Math.ceil(size) : Math.floor(size);
  return (sign * near) / scale;
}

function parseFormat(text: string): Format | string {
  const match = /^((?:[^%]|%%)*)%(['0-]*)(\d*)(?:\.(\d+))?f((?:[^%]|%%)*)$/.exec(text);
  if (!match) return text.includes('%') ? `invalid format ‘${text}’, directive must be %[0]['][-][N][.][N]f` : `format ‘${text}’ has no % directive`;
  const [, before = '', flags = '', width = '', precision, after = ''] = match;
  return { before: before.replaceAll('%%', '%'), after: after.replaceAll('%%', '%'), width: Number(width), left: flags.includes('-'), zeros: flags.includes('0'), precision: precision === undefined ? undefined : Math.min(Number(precision), PRECISION_MAX) };
}

/** As %Lg has it: six digits. */
function shortly(value: number): string {
  return formatFloat('g', value, { flags: '', width: 0, precision: undefined });
}
