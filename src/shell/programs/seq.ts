/** seq: numbers in a row, in steps, as wide as each other with -w. */
import { tick } from '../../host/index.ts';
import { formatFloat } from '../language/printf-format.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

const BLOCK = 8_192;
const ORDINARY_BLOCKS = 20;
const BLOCK_US = 300; // to write the numbers of more, so that those without end keep pace with the clock

export const seq: Tool = {
  usage: '[OPTION]... LAST\n  or:  seq [OPTION]... FIRST LAST\n  or:  seq [OPTION]... FIRST INCREMENT LAST',
  options: { flags: 'w', values: 'sf', long: { 'equal-width': 'w', separator: 's', format: 'f' }, numberMeans: '#' },
  *run(call) {
    const { options } = call;
    // A negative number looks like an option: take the words as they are.
    const words = call.p.argv.slice(1).filter((a) => /^[-+]?(\d|\.\d)/.test(a) && a !== options.value('s') && a !== options.value('f'));
    if (words.length === 0) return yield* refuse(call, call.operands.length > 0 ? `invalid floating point argument: ‘${call.operands[0]!}’` : 'missing operand');
    if (words.length > 3) return yield* refuse(call, `extra operand ‘${words[3]!}’`);
    for (const word of words) if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(word)) return yield* refuse(call, `invalid floating point argument: ‘${word}’`);
    const first = words.length > 1 ? words[0]! : '1';
    const step = words.length === 3 ? words[1]! : '1';
    const last = words[words.length - 1]!;
    if (Number(step) === 0) return yield* refuse(call, `invalid Zero increment value: ‘${step}’`);
    const places = Math.max(decimals(first), decimals(step));
    const scale = 10n ** BigInt(places);
    const by = scaled(step, places);
    const to = BigInt(Math.floor(Number(last) * Number(scale) + (by > 0n ? 1e-9 : 0)));
    const format = options.value('f');
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

function decimals(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
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

