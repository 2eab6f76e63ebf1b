/** What is written into control files, read as the kernel reads it. EINVAL for what is no such value. */
import { SystemError } from '../errors.ts';

export const PAGE_BYTES = 4_096;
/** What version 1 shows for "no limit": the largest number of whole pages. */
export const UNLIMITED_BYTES = '9223372036854771712';

export function invalid(): SystemError {
  return new SystemError('EINVAL', 'write');
}

export function outOfRange(): SystemError {
  return new SystemError('ERANGE', 'write');
}

export function wholeNumber(text: string): number {
  const trimmed = text.trim();
  if (!/^[+-]?\d{1,15}$/.test(trimmed)) throw invalid();
  return Number(trimmed);
}

/** "10M", "1g", "max", "-1": undefined is no limit. Rounded down to pages. */
export function memorySize(text: string, none: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === none) return undefined;
  const match = /^(\d{1,18})([kKmMgGtT]?)$/.exec(trimmed);
  if (!match) throw invalid();
  const bytes = Number(match[1]) * 1_024 ** ' kmgt'.indexOf((match[2] || ' ').toLowerCase());
  return bytes > Number.MAX_SAFE_INTEGER ? undefined : Math.floor(bytes / PAGE_BYTES) * PAGE_BYTES;
}

/** "0-2,4": numbers in order. ERANGE for a core that no machine of this size has. */
export function coreList(text: string, coreCount: number): readonly number[] {
  const cores = new Set<number>();
  for (const part of text.trim().split(',')) {
    if (part === '') continue;
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || last < first) throw invalid();
    if (last >= coreCount) throw outOfRange();
    for (let core = first; core <= last; core++) cores.add(core);
  }
  return [...cores].sort((a, b) => a - b);
}

/** Runs are written as ranges: "0-2,4". */
export function coreText(cores: readonly number[]): string {
  const runs: string[] = [];
  for (let i = 0; i < cores.length; ) {
    let end = i;
    while (cores[end + 1] === cores[end]! + 1) end++;
    runs.push(end === i ? String(cores[i]!) : `${cores[i]!}-${cores[end]!}`);
    i = end + 1;
  }
  return runs.join(',');
}
