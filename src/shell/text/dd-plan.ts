/** What dd's operands ask for. */

const SUFFIXES: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, B: 1, kB: 1000, K: 1024, KB: 1000, KiB: 1024, k: 1024, MB: 1e6, M: 1_048_576, MiB: 1_048_576, GB: 1e9, G: 1_073_741_824, GiB: 1_073_741_824 };
const BLOCK_MAX = 1_073_741_824;
const keys = ['if', 'of', 'bs', 'ibs', 'obs', 'cbs', 'count', 'skip', 'seek', 'iseek', 'oseek', 'conv', 'status', 'iflag', 'oflag'];
const conversions = ['block', 'unblock', 'notrunc', 'fsync', 'fdatasync', 'sync', 'noerror', 'ucase', 'lcase', 'swab', 'sparse', 'nocreat', 'excl'];
const flags = ['append', 'direct', 'directory', 'dsync', 'sync', 'fullblock', 'nonblock', 'noatime', 'nocache', 'noctty', 'nofollow', 'skip_bytes', 'count_bytes', 'seek_bytes'];
const contrary = [['lcase', 'ucase'], ['block', 'unblock'], ['excl', 'nocreat']] as const;

export interface Plan {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly ibs: number;
  readonly obs: number;
  readonly cbs: number;
  readonly count: number; // blocks
  readonly countBytes: number;
  readonly skipBytes: number;
  readonly seekBytes: number;
  readonly conv: ReadonlySet<string>;
  readonly fullBlock: boolean;
  readonly append: boolean;
  /** Past the page cache, to and from the disk itself. */
  readonly direct: { readonly input: boolean; readonly output: boolean };
  readonly status: string;
}

interface Wrong {
  readonly wrong: string;
  readonly hint: boolean; // where to look is said too
}

/** 4k, 1M, 2x512. */
function number(text: string): number | undefined {
  let product = 1;
  for (const factor of text.split('x')) {
    const match = /^(\d+)([A-Za-z]*)$/.exec(factor);
    const unit = match && (match[2] === '' ? 1 : SUFFIXES[match[2]!]);
    if (!match || !unit) return undefined;
    product *= Number(match[1]) * unit;
  }
  return product;
}

export function planOf(operands: readonly string[]): Plan | Wrong {
  const given = new Map<string, string>();
  for (const operand of operands) {
    const [, key = '', value = ''] = /^([a-z]+)=(.*)$/s.exec(operand) ?? [];
    if (!keys.includes(key)) return { wrong: `unrecognized operand ‘${operand}’`, hint: true };
    given.set(key, value);
  }
  const list = (key: string): ReadonlySet<string> => new Set((given.get(key) ?? '').split(',').filter((word) => word !== ''));
  const [conv, iflag, oflag] = [list('conv'), list('iflag'), list('oflag')];
  const wrong = wrongWord(conv, conversions, 'conversion') ?? wrongWord(iflag, flags, 'input flag') ?? wrongWord(oflag, flags, 'output flag') ?? wrongWord(list('status'), ['none', 'noxfer', 'progress'], 'status level');
  if (wrong !== undefined) return { wrong, hint: true };
  const pair = contrary.find(([one, other]) => conv.has(one) && conv.has(other));
  if (pair) return { wrong: `cannot combine ${pair[0]} and ${pair[1]}`, hint: false };
  for (const [key, value] of given) if (/^(.?bs|count|i?skip|o?seek|iseek)$/.test(key) && number(value) === undefined) return { wrong: `invalid number: ‘${value}’`, hint: false };
  const size = (key: string, otherwise: number): number => (given.has(key) ? number(given.get(key)!)! : otherwise);
  const ibs = size('bs', size('ibs', 512));
  const obs = size('bs', size('obs', 512));
  if (ibs === 0 || obs === 0 || ibs > BLOCK_MAX || obs > BLOCK_MAX) return { wrong: `invalid number: ‘${given.get('bs') ?? given.get(ibs === 0 || ibs > BLOCK_MAX ? 'ibs' : 'obs') ?? ''}’`, hint: false };
  const bytes = (key: string, block: number, asBytes: boolean): number => size(key, 0) * (asBytes || given.get(key)?.endsWith('B') ? 1 : block);
  const countsBytes = iflag.has('count_bytes') || given.get('count')?.endsWith('B');
  return {
    ibs,
    obs,
    cbs: size('cbs', 0),
    count: given.has('count') && !countsBytes ? size('count', 0) : Infinity,
    countBytes: given.has('count') && countsBytes ? size('count', 0) : Infinity,
    skipBytes: bytes(given.has('iseek') ? 'iseek' : 'skip', ibs, iflag.has('skip_bytes')),
    seekBytes: bytes(given.has('oseek') ? 'oseek' : 'seek', obs, oflag.has('seek_bytes')),
    from: given.get('if'),
    to: given.get('of'),
    conv,
    fullBlock: iflag.has('fullblock'),
    append: oflag.has('append'),
    direct: { input: iflag.has('direct'), output: ['direct', 'dsync', 'sync'].some((flag) => oflag.has(flag)) },
    status: given.get('status') ?? '',
  };
}

function wrongWord(words: ReadonlySet<string>, known: readonly string[], what: string): string | undefined {
  const strange = [...words].find((word) => !known.includes(word));
  return strange === undefined ? undefined : `invalid ${what}: ‘${strange}’`;
}
