/** dd: blocks from one file to another, counted. */
import { concat } from '../../base/index.ts';
import { read, RegularFile, write } from '../../host/index.ts';
import { hold } from '../tool/inputs.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const SUFFIXES: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, kB: 1000, K: 1024, KB: 1000, KiB: 1024, k: 1024, MB: 1e6, M: 1_048_576, MiB: 1_048_576, GB: 1e9, G: 1_073_741_824, GiB: 1_073_741_824 };
const BLOCK_MAX = 1_073_741_824;

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

interface Plan {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly ibs: number;
  readonly obs: number;
  readonly count: number;
  readonly skip: number;
  readonly seek: number;
  readonly conv: ReadonlySet<string>;
  readonly fullBlock: boolean;
  readonly append: boolean;
  readonly status: string;
}

export const dd: Tool = {
  usage: '[OPERAND]...',
  options: { none: true },
  *run(call) {
    const plan = planOf(call.operands);
    if (typeof plan === 'string') return yield* (plan.startsWith('invalid number') ? complain(call, plan) : refuse(call, plan));
    const { p } = call;
    const input = plan.from === undefined ? { value: 0 } : tried(() => p.open(plan.from!));
    if ('error' in input) return yield* complain(call, `failed to open '${plan.from}': ${reason(input.error)}`);
    const output = plan.to === undefined ? { value: 1 } : tried(() => p.open(plan.to!, plan.append ? 'a' : plan.conv.has('notrunc') || plan.seek > 0 ? (p.files.exists(plan.to!) ? 'r+' : 'w') : 'w'));
    if ('error' in output) return yield* complain(call, `failed to open '${plan.to}': ${reason(output.error)}`);
    const target = p.fds.get(output.value);
    if (plan.seek > 0 && target instanceof RegularFile) target.seek(plan.seek * plan.obs);
    return yield* copy(call, plan, input.value, output.value);
  },
};

function planOf(operands: readonly string[]): Plan | string {
  const given = new Map<string, string>();
  for (const operand of operands) {
    const [, key = '', value = ''] = /^([a-z]+)=(.*)$/s.exec(operand) ?? [];
    if (!['if', 'of', 'bs', 'ibs', 'obs', 'cbs', 'count', 'skip', 'seek', 'iseek', 'oseek', 'conv', 'status', 'iflag', 'oflag'].includes(key)) return `unrecognized operand ‘${operand}’`;
    given.set(key, value);
  }
  const size = (key: string, otherwise: number): number => number(given.get(key) ?? String(otherwise)) ?? Number.NaN;
  const bs = size('bs', 512);
  const plan = { ibs: given.has('bs') ? bs : size('ibs', 512), obs: given.has('bs') ? bs : size('obs', 512), count: given.has('count') ? size('count', 0) : Infinity, skip: size(given.has('iseek') ? 'iseek' : 'skip', 0), seek: size(given.has('oseek') ? 'oseek' : 'seek', 0) };
  for (const [key, value] of Object.entries(plan)) if (Number.isNaN(value)) return `invalid number: ‘${given.get(key) ?? given.get('bs') ?? ''}’`;
  if (plan.ibs === 0 || plan.ibs > BLOCK_MAX) return `invalid number: ‘${given.get('bs') ?? given.get('ibs') ?? ''}’`;
  const list = (key: string): ReadonlySet<string> => new Set((given.get(key) ?? '').split(',').filter((word) => word !== ''));
  const conv = list('conv');
  const strange = [...conv].find((word) => !['notrunc', 'fsync', 'fdatasync', 'sync', 'noerror', 'ucase', 'lcase', 'swab', 'sparse', 'nocreat', 'excl'].includes(word));
  if (strange !== undefined) return `invalid conversion: ‘${strange}’`;
  return { ...plan, from: given.get('if'), to: given.get('of'), conv, fullBlock: list('iflag').has('fullblock'), append: list('oflag').has('append'), status: given.get('status') ?? '' };
}

interface Counts {
  fullIn: number;
  partIn: number;
  bytes: number;
}

function* copy(call: ToolCall, plan: Plan, input: number, output: number): ToolRun {
  const { p } = call;
  const startMs = p.host.clock.now;
  const counts: Counts = { fullIn: 0, partIn: 0, bytes: 0 };
  let code = 0;
  const source = p.fds.get(input);
  let skip = plan.skip;
  if (source instanceof RegularFile) {
    source.seek(plan.skip * plan.ibs);
    skip = 0;
  }
  yield* hold(plan.ibs);
  const whole = plan.fullBlock || source?.kind === 'file' || source?.kind === 'device';
  try {
    for (; skip > 0; skip--) if ((yield* block(input, plan.ibs, whole)).length === 0) break;
    while (counts.fullIn + counts.partIn < plan.count) {
      const bytes = yield* block(input, plan.ibs, whole);
      if (bytes.length === 0) break;
      if (bytes.length === plan.ibs) counts.fullIn++;
      else counts.partIn++;
      const made = converted(bytes, plan);
      yield write(output, made);
      counts.bytes += made.length;
    }
  } catch (error) {
    code = yield* complain(call, `error ${reason(error) === 'No space left on device' ? 'writing' : 'reading'} '${(reason(error) === 'No space left on device' ? plan.to : plan.from) ?? 'standard input'}': ${reason(error)}`);
  }
  if (plan.status !== 'none') yield write(2, summary(counts, plan, p.host.clock.now - startMs));
  return code;
}

function* block(fd: number, size: number, whole: boolean): ToolRun<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let left = size; left > 0; ) {
    const bytes: Uint8Array | null = yield read(fd, left);
    if (bytes === null) break;
    parts.push(bytes);
    left -= bytes.length;
    if (!whole) break;
  }
  return parts.length === 1 ? parts[0]! : concat(parts);
}

function converted(bytes: Uint8Array, { conv, ibs }: Plan): Uint8Array {
  if (conv.size === 0) return bytes;
  let made = bytes;
  if (conv.has('ucase')) made = made.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
  if (conv.has('lcase')) made = made.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
  if (conv.has('swab')) made = made.map((byte, i) => bytes[i % 2 === 0 ? i + 1 : i - 1] ?? byte);
  if (conv.has('sync') && made.length < ibs) made = concat([made, new Uint8Array(ibs - made.length)]);
  return made;
}

function summary({ fullIn, partIn, bytes }: Counts, plan: Plan, ms: number): string {
  const out = plan.ibs === plan.obs ? `${fullIn}+${partIn}` : `${Math.floor(bytes / plan.obs)}+${bytes % plan.obs > 0 ? 1 : 0}`;
  const records = `${fullIn}+${partIn} records in\n${out} records out\n`;
  if (plan.status === 'noxfer') return records;
  const sizes = bytes < 1000 ? '' : ` (${human(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])}${bytes < 1024 ? '' : `, ${human(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'])}`})`;
  const seconds = ms / 1000;
  const rate = ms === 0 ? 'Infinity B/s' : `${human(bytes / seconds, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])}/s`;
  return `${records}${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${Number(seconds.toPrecision(6))} s, ${rate}\n`;
}

/** 1.0 kB, 10 MB: a digit behind the point below ten. */
function human(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  let left = value;
  while (left >= base && power < units.length - 1) {
    left /= base;
    power++;
  }
  return `${power > 0 && left < 9.95 ? left.toFixed(1) : String(Math.round(left))} ${units[power]!}`;
}
