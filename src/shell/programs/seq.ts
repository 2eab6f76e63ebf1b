/** seq: numbers in a row, in steps, as wide as each other with -w. */
import { tick } from '../../host/index.ts';
import { formatFloat } from '../language/printf-format.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

const BLOCK = 8_192;
const ORDINARY_BLOCKS = 20;
const BLOCK_US = 300; // to write the numbers of more, so that those without end keep pace with the clock

export const seq: Tool = {
  usage: '[OPTION]... LAST\n  or:  seq [OPTION]... FIRST LAST\n  or:  seq [OPTION]... FIRST INCREMENT LAST',
  prepare: numbersApart,
  options: { flags: 'w', values: 'sf', long: { 'equal-width': 'w', separator: 's', format: 'f' } },
  *run(call) {
    const { options } = call;
    let words = call.operands;
    if (words.length === 0) return yield* refuse(call, 'missing operand');
    if (words.length > 3) return yield* refuse(call, `extra operand ‘${words[3]!}’`);
    const wrong = words.find((word) => !/^[-+]?(?:0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i.test(word));
    if (wrong !== undefined) return yield* refuse(call, `invalid floating point argument: ‘${wrong}’`);
    words = words.map(plainDecimal);
    const first = words.length > 1 ? words[0]! : '1';
    const step = words.length === 3 ? words[1]! : '1';
    const last = words[words.length - 1]!;
    if (Number(step) === 0) return yield* refuse(call, `invalid Zero increment value: ‘${step}’`);
    const places = Math.max(decimals(first), decimals(step));
    const scale = 10n ** BigInt(places);
    const by = scaled(step, places);
    const to = lastStep(last, places, by > 0n);
    const format = options.value('f');
    const directive = format === undefined ? undefined : /^[^%]*(?:%%[^%]*)*%[-+ #0']*\d*(?:\.\d+)?(.)/.exec(format)?.[1];
    if (directive !== undefined && !'efgaEFGA'.includes(directive)) return yield* complain(call, `format ‘${format!}’ has unknown %${directive} directive`);
    if (format !== undefined && !/^[^%]*(%%[^%]*)*%[-+ #0']*\d*(\.\d+)?[efgaEFGA][^%]*$/.test(format)) return yield* complain(call, `format ‘${format}’ has no % directive`);
    const text = (n: bigint) => (format === undefined ? decimal(n, places) : format.replace(/%([-+ #0']*)(\d*)(?:\.(\d+))?([efgEFG])/, (_, flags: string, width: string, precision: string | undefined, verb: string) => formatFloat(verb, Number(n) / Number(scale), { flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision) })));
    const from = scaled(first, places);
    const width = options.has('w') ? Math.max(decimal(from, places).length, decimal(to - ((to - from) % by), places).length) : 0;
    const separator = options.value('s') ?? '\n';
    let out = '';
    let any = false;
    let blocks = 0;
    for (let n = from; by > 0n ? n <= to : n >= to; n += by) {
      let one = text(n);
      if (width > 0) one = one.startsWith('-') ? `-${one.slice(1).padStart(width - 1, '0')}` : one.padStart(width, '0');
      out += (any ? separator : '') + one;
      any = true;
      if (out.length > BLOCK) {
        if (++blocks > ORDINARY_BLOCKS) call.p.charge(BLOCK_US);
        yield* print(out);
        yield tick();
        out = '';
      }
    }
    yield* print(any ? `${out}\n` : out);
    return 0;
  },
};

/** A negative number looks like options: none comes behind the first number. */
function numbersApart(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg, i) => /^-\.?\d/.test(arg) && !/^(?:-w*[sf]|--separator|--format)$/.test(args[i - 1] ?? ''));
  return at < 0 || args.slice(0, at).includes('--') ? args : [...args.slice(0, at), '--', ...args.slice(at)];
}

/** `0x10` and `1e3` as digits. */
function plainDecimal(text: string): string {
  if (/x/i.test(text)) return text.replace(/0x.*/i, (digits) => String(BigInt(digits))).replace(/^\+/, '');
  const match = /^([-+]?)(\d*)\.?(\d*)e([-+]?\d+)$/i.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', power] = match;
  const digits = whole + fraction;
  const point = whole.length + Math.min(300, Math.max(-300, Number(power)));
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + (point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`);
}

function decimals(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** The end in so many places, where it has more of them cut to what a step can reach. */
function lastStep(text: string, places: number, up: boolean): bigint {
  const exact = scaled(text, Math.max(places, decimals(text)));
  const unit = 10n ** BigInt(Math.max(0, decimals(text) - places));
  const cut = exact / unit;
  if (cut * unit === exact || up === exact > 0n) return cut;
  return up ? cut - 1n : cut + 1n;
}

function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.replace(/^[-+]/, '').split('.');
  const value = BigInt(whole + fraction.padEnd(places, '0'));
  return text.startsWith('-') ? -value : value;
}

function decimal(n: bigint, places: number): string {
  if (places === 0) return n.toString();
  const digits = (n < 0n ? -n : n).toString().padStart(places + 1, '0');
  return `${n < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

