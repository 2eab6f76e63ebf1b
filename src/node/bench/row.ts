/** A row of the bench, and how its CPU time is taken: all threads of the process, so that the compiler's and the collector's work counts. */
import { existsSync, readFileSync } from 'node:fs';

export interface Sample {
  readonly cpuSeconds: number;
  readonly note: string;
  /** The work was another process's: what this one held in memory says nothing. */
  readonly elsewhere?: true;
}

/** A row that this machine cannot have, and why. */
export interface Skipped {
  readonly skipped: string;
}

/** Runs what is measured once, from nothing: what it needs but does not measure is done outside of `cpuOf`. */
export type Row = () => Sample | Promise<Sample | Skipped>;

export interface Figures {
  readonly calibrationSeconds: number;
  readonly first: Sample; // in a process that has run nothing before: with all that the JIT compiler does
  readonly best: Sample | undefined; // the least of the runs after it; undefined when the first took too long to go on
  readonly peakMib: number | undefined; // of the first; undefined when its work was another process's
}

const CALIBRATION_ROUNDS = 50_000_000;
const RUNS_MAX = 6;
const SECONDS_MAX = 30; // of what is measured: a world may take longer to make than what is done with it

export async function measure(row: Row): Promise<Figures | Skipped> {
  const calibrationSeconds = Math.min(cpuOf(calibrate), cpuOf(calibrate), cpuOf(calibrate));
  const first = await row();
  if ('skipped' in first) return first;
  const peakMib = first.elsewhere ? undefined : peakKib() / 1024;
  let best: Sample | undefined;
  let measured = first.cpuSeconds;
  for (let run = 1; run < RUNS_MAX && measured < SECONDS_MAX; run++) {
    const sample = await row();
    if ('skipped' in sample) return sample;
    measured += sample.cpuSeconds;
    if (!best || sample.cpuSeconds < best.cpuSeconds) best = sample;
  }
  return { calibrationSeconds, first, best, peakMib };
}

/** Where the kernel tells it, of this process alone: `maxRSS` begins with what the parent had held when it was started. */
function peakKib(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
}

export function cpuOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  return seconds(process.cpuUsage(before));
}

export function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

/** Integer work of a fixed amount. */
function calibrate(): number {
  let a = 1;
  for (let i = 0; i < CALIBRATION_ROUNDS; i++) a = (Math.imul(a, 1_664_525) + 1_013_904_223) | 0;
  return a;
}
