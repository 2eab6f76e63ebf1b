/** dd: blocks from one file to another, counted. */
import { concat } from '../../base/index.ts';
import { FileError, truncateContent } from '../../files/index.ts';
import { read, RegularFile, transfer, write, type OpenFile } from '../../host/index.ts';
import { hold } from '../tool/inputs.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolFlavour, type ToolRun } from '../tool/tool.ts';
import { Converter } from './dd-convert.ts';
import { planOf, type Plan } from './dd-plan.ts';

export const dd: Tool = {
  usage: '[OPERAND]...',
  options: { none: true },
  *run(call) {
    const plan = planOf(call.operands);
    if ('wrong' in plan) return yield* (plan.hint ? refuse(call, plan.wrong) : complain(call, plan.wrong));
    const { p } = call;
    const input = plan.from === undefined ? { value: 0 } : tried(() => p.open(plan.from!));
    if ('error' in input) return yield* complain(call, `failed to open '${plan.from}': ${reason(input.error)}`);
    const output = plan.to === undefined ? { value: 1 } : tried(() => openTarget(call, plan));
    if ('error' in output) return yield* complain(call, `failed to open '${plan.to}': ${reason(output.error)}`);
    const target = p.fds.get(output.value);
    if (plan.seekBytes > 0 && target instanceof RegularFile) target.seek(plan.seekBytes);
    return yield* copy(call, plan, input.value, output.value);
  },
};

/** What lies before the place that is sought stays; unless notrunc, what lies behind it goes. */
function openTarget({ p }: ToolCall, { to = '', conv, seekBytes, append }: Plan): number {
  const there = p.files.exists(to);
  if (there && conv.has('excl')) throw new FileError('EEXIST', to);
  if (!there && conv.has('nocreat')) throw new FileError('ENOENT', to);
  if (append) {
    if (there && !conv.has('notrunc')) p.files.writeFile(to, '');
    return p.open(to, 'a');
  }
  const fd = p.open(to, there && (conv.has('notrunc') || seekBytes > 0) ? 'r+' : 'w');
  if (!conv.has('notrunc') && seekBytes > 0 && p.files.stat(to).kind === 'file') p.files.writeFile(to, truncateContent(p.files.content(to), seekBytes));
  return fd;
}

interface Counts {
  fullIn: number;
  partIn: number;
  bytes: number;
}

function* copy(call: ToolCall, plan: Plan, input: number, output: number): ToolRun {
  const { p } = call;
  const startMs = p.host.clock.now;
  const goal = p.fds.get(output);
  const startOffset = goal instanceof RegularFile ? goal.offset : 0;
  const counts: Counts = { fullIn: 0, partIn: 0, bytes: 0 };
  let code = 0;
  let writing = false;
  const source = p.fds.get(input);
  let skip = plan.skipBytes;
  if (source instanceof RegularFile) {
    source.seek(skip);
    skip = 0;
  }
  const converter = new Converter(plan);
  yield* hold(plan.ibs);
  const whole = plan.fullBlock || source?.kind === 'file' || source?.kind === 'device';
  try {
    while (skip > 0) {
      const skipped = (yield* block(input, Math.min(skip, plan.ibs), whole)).length;
      if (skipped === 0) break;
      skip -= skipped;
    }
    for (let left = plan.countBytes; left > 0 && counts.fullIn + counts.partIn < plan.count; ) {
      const bytes = yield* block(input, Math.min(left, plan.ibs), whole);
      if (bytes.length === 0) break;
      if (plan.direct.input && onDisk(source)) yield* transfer('read', bytes.length);
      left -= bytes.length;
      if (bytes.length === plan.ibs) counts.fullIn++;
      else counts.partIn++;
      const made = converter.take(bytes);
      writing = true;
      yield write(output, made);
      if (plan.direct.output && made.length > 0 && onDisk(p.fds.get(output))) yield* transfer('write', made.length);
      writing = false;
      counts.bytes += made.length;
    }
    writing = true;
    const rest = converter.end();
    if (rest.length > 0) yield write(output, rest);
    counts.bytes += rest.length;
    if ((plan.conv.has('fsync') || plan.conv.has('fdatasync')) && !plan.direct.output && counts.bytes > 0 && onDisk(p.fds.get(output))) yield* transfer('write', counts.bytes);
  } catch (error) {
    const target = p.fds.get(output);
    if (writing && target instanceof RegularFile) counts.bytes = Math.max(counts.bytes, target.offset - startOffset);
    code = yield* complain(call, `error ${writing ? `writing '${plan.to ?? 'standard output'}'` : `reading '${plan.from ?? 'standard input'}'`}: ${reason(error)}`);
  }
  if (plan.status !== 'none') yield write(2, summary(counts, plan, p.host.clock.now - startMs, code !== 0, call.flavour));
  return code;
}

/** A file of the machine's disk, directly or through an overlay on it; one in memory has no disk to wait for. */
function onDisk(file: OpenFile | undefined): boolean {
  return file instanceof RegularFile && file.mount.fs.type !== 'tmpfs';
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

function summary({ fullIn, partIn, bytes }: Counts, plan: Plan, ms: number, failed: boolean, flavour: ToolFlavour): string {
  const out = plan.ibs === plan.obs && !failed ? `${fullIn}+${partIn}` : `${Math.floor(bytes / plan.obs)}+${bytes % plan.obs > 0 ? 1 : 0}`;
  const records = `${fullIn}+${partIn} records in\n${out} records out\n`;
  if (plan.status === 'noxfer') return records;
  if (flavour === 'busybox') {
    const seconds = Math.max(ms, CLOCK_MS) / 1000;
    return `${records}${bytes} bytes (${briefSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${briefSize(Math.floor(bytes / seconds))}B/s\n`;
  }
  const sizes = bytes < 1000 ? '' : ` (${human(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])}${bytes < 1024 ? '' : `, ${human(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'])}`})`;
  const seconds = ms / 1000;
  const rate = ms === 0 ? 'Infinity B/s' : `${human(bytes / seconds, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])}/s`;
  return `${records}${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${Number(seconds.toPrecision(6))} s, ${rate}\n`;
}

/** The least time that busybox can tell. */
const CLOCK_MS = 0.001;

/** 3.0K, 161.3M */
function briefSize(value: number): string {
  let power = -1;
  let left = value;
  while (left >= 1024 && power < 5) {
    left /= 1024;
    power++;
  }
  return power < 0 ? String(value) : `${left.toFixed(1)}${'KMGTPE'[power]!}`;
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
