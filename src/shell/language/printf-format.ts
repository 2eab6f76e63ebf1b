/** printf: one pure function from a format and arguments to text, shared by the builtin and the program. */
import { formatDate } from './date-format.ts';
import { unescape } from './escapes.ts';
import { quoteForShell } from './quote-for-shell.ts';

export interface PrintfResult {
  readonly text: string;
  /** Complaints about arguments, without the program's name: "foo: invalid number". They make the exit code 1. */
  readonly complaints: readonly string[];
}

export interface PrintfContext {
  readonly epochMs: number; // for %(…)T
  readonly emptyIsZero?: boolean; // an empty argument is a number to bash
}

const directive = /%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d+)?)?([hlLjzt]*)(\([^)]*\)T|.)?/gs;

export function printf(format: string, args: readonly string[], context: PrintfContext): PrintfResult {
  const run = new PrintfRun(args, context);
  do {
    const before = run.taken;
    if (!run.once(format)) break;
    if (run.taken === before) break; // a format without directives takes no arguments, and is not repeated
  } while (run.taken < args.length);
  return { text: run.text, complaints: run.complaints };
}

class PrintfRun {
  private readonly args: readonly string[];
  private readonly context: PrintfContext;
  readonly complaints: string[] = [];
  text = '';
  taken = 0;

  constructor(args: readonly string[], context: PrintfContext) {
    this.args = args;
    this.context = context;
  }

  /** Writes the format once; false when a \c or a broken directive ends all output. */
  once(format: string): boolean {
    let from = 0;
    for (const match of format.matchAll(directive)) {
      this.text += unescape(format.slice(from, match.index), 'format').text;
      from = match.index + match[0].length;
      if (!this.convert(match)) return false;
    }
    this.text += unescape(format.slice(from), 'format').text;
    return true;
  }

  private next(): string | undefined {
    return this.args[this.taken++];
  }

  private convert(match: RegExpExecArray): boolean {
    const [, flagText = '', widthText, precisionText, , verb = ''] = match;
    let flags = flagText;
    if (verb === '%' && match[0] === '%%') {
      this.text += '%';
      return true;
    }
    let width = widthText === '*' ? this.integerArgument() : Number(widthText ?? 0);
    if (width < 0) {
      width = -width;
      flags += '-';
    }
    const hasPrecision = match[0].includes('.', 1) && !verb.startsWith('(') ? /^%[-+ #0']*(?:\*|\d+)?\./.test(match[0]) : false;
    let precision = hasPrecision ? (precisionText === '*' ? this.integerArgument() : Number(precisionText ?? 0)) : undefined;
    if (precision !== undefined && precision < 0) precision = undefined;
    const spec = { flags, width: Math.min(width, 10_000), precision: precision === undefined ? undefined : Math.min(precision, 1000) };
    return this.write(verb, spec);
  }

  private write(verb: string, spec: Spec): boolean {
    if (verb.endsWith('T')) {
      const given = this.next();
      const seconds = given === undefined || given === '-1' || given === '-2' ? Math.floor(this.context.epochMs / 1000) : Number(this.parseNumber(given));
      const format = verb.slice(1, -2) || '%H:%M:%S';
      this.text += pad(formatDate(format, seconds * 1000), spec);
      return true;
    }
    switch (verb) {
      case 's':
        this.text += pad(cut(this.next() ?? '', spec), spec);
        return true;
      case 'c':
        this.text += pad([...(this.next() ?? '')][0] ?? '', spec);
        return true;
      case 'q':
        this.text += pad(cut(quoteForShell(this.next() ?? ''), spec), spec);
        return true;
      case 'Q':
        this.text += pad(quoteForShell(cut(this.next() ?? '', spec)), spec);
        return true;
      case 'b': {
        const inner = unescape(this.next() ?? '', '%b');
        this.text += pad(cut(inner.text, spec), spec);
        return !inner.stopped;
      }
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        this.text += formatInteger(verb, this.parseNumber(this.next() ?? '0'), spec);
        return true;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        this.text += formatFloat(verb, this.parseFloat(this.next() ?? '0'), spec);
        return true;
      default:
        this.complaints.push(verb === '' ? "`%': missing format character" : `\`${verb}': invalid format character`);
        return false;
    }
  }

  private integerArgument(): number {
    return Number(BigInt.asIntN(32, this.parseNumber(this.next() ?? '0')));
  }

  /** As strtoimax reads it: a quote gives the next character's code, and what follows the number is complained about. */
  private parseNumber(text: string): bigint {
    if (text === '' && this.context.emptyIsZero) return 0n;
    if (text[0] === '"' || text[0] === "'") return BigInt(text.codePointAt(1) ?? 0);
    const match = /^\s*([-+]?)(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)?/.exec(text)!;
    const digits = match[2];
    if (digits === undefined || match[0].length < text.length) this.complaints.push(`${text}: invalid number`);
    if (digits === undefined) return 0n;
    const value = digits.length > 1 && /^0[0-7]/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
    return match[1] === '-' ? -value : value;
  }

  private parseFloat(text: string): number {
    if (text[0] === '"' || text[0] === "'") return text.codePointAt(1) ?? 0;
    const match = /^\s*[-+]?(?:0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(text);
    if (!match || match[0].length < text.length) this.complaints.push(`${text}: invalid number`);
    if (!match) return 0;
    const word = match[0].trim().toLowerCase();
    if (/^[-+]?inf/.test(word)) return word[0] === '-' ? -Infinity : Infinity;
    if (/^[-+]?nan/.test(word)) return NaN;
    return Number(word);
  }
}

/** Halves are rounded to even, as C does; JavaScript rounds them up. */
function fixed(size: number, precision: number): string {
  const up = size.toFixed(precision);
  if (precision > 50 || !Number.isInteger(size * 2 ** (precision + 1))) return up;
  const exact = size.toFixed(precision + 1);
  const down = exact.slice(0, precision === 0 ? -2 : -1);
  return exact.endsWith('5') && '02468'.includes(down.at(-1)!) ? down : up;
}

export interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

function cut(text: string, spec: Spec): string {
  return spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
}

function pad(text: string, spec: Spec): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  return spec.flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** Zeros go between sign and digits. */
function padNumber(sign: string, digits: string, spec: Spec, zeros: boolean): string {
  if (zeros && spec.flags.includes('0') && !spec.flags.includes('-')) {
    return sign + digits.padStart(spec.width - sign.length, '0');
  }
  return pad(sign + digits, spec);
}

export function formatInteger(verb: string, value: bigint, spec: Spec): string {
  const signed = verb === 'd' || verb === 'i';
  const n = signed ? value : BigInt.asUintN(64, value);
  const base = verb === 'o' ? 8 : verb === 'x' || verb === 'X' ? 16 : 10;
  let digits = (n < 0n ? -n : n).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (spec.precision !== undefined) digits = spec.precision === 0 && n === 0n ? '' : digits.padStart(spec.precision, '0');
  if (spec.flags.includes('#') && n !== 0n) {
    if (verb === 'o' && digits[0] !== '0') digits = `0${digits}`;
    if (base === 16) return padNumber(verb === 'x' ? '0x' : '0X', digits, spec, spec.precision === undefined);
  }
  return padNumber(signOf(n < 0n, signed, spec), digits, spec, spec.precision === undefined);
}

function signOf(negative: boolean, signed: boolean, spec: Spec): string {
  if (negative) return '-';
  if (!signed) return '';
  return spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '';
}

export function formatFloat(verb: string, value: number, spec: Spec): string {
  const lower = verb.toLowerCase();
  const negative = value < 0 || Object.is(value, -0);
  const sign = signOf(negative, true, spec);
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return pad(sign + (Number.isNaN(size) ? 'nan' : 'inf'), spec);
  const precision = Math.min(spec.precision ?? 6, 100);
  let digits: string;
  if (lower === 'f') digits = size < 1e21 ? fixed(size, precision) : BigInt(size).toString() + (precision ? `.${'0'.repeat(precision)}` : '');
  else if (lower === 'e') digits = exponential(size, precision);
  else digits = general(size, precision || 1, spec.flags.includes('#'));
  if (verb !== lower) digits = digits.toUpperCase();
  return padNumber(sign, digits, spec, true);
}

function exponential(size: number, precision: number): string {
  return size.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2');
}

/** %g: the shorter of the two, without trailing zeros. */
function general(size: number, precision: number, keepZeros: boolean): string {
  const exponent = size === 0 ? 0 : Number(size.toExponential(precision - 1).split('e')[1]);
  const scientific = exponent < -4 || exponent >= precision;
  const text = scientific ? exponential(size, precision - 1) : fixed(size, Math.min(100, Math.max(0, precision - 1 - exponent)));
  if (keepZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}
