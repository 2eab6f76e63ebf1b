/** What a process may use, as setrlimit knows it: the same for all, and only what it says of itself. */

export interface Limit {
  /** In /proc/PID/limits. */
  readonly title: string;
  readonly unit: string;
  readonly soft: number | undefined;
  readonly hard: number | undefined;
}

const limit = (title: string, unit: string, soft?: number, hard: number | undefined = soft): Limit => ({ title, unit, soft, hard });

const PROCESSES = 63_704;

/** In the kernel's order. */
export const processLimits: readonly Limit[] = [
  limit('Max cpu time', 'seconds'),
  limit('Max file size', 'bytes'),
  limit('Max data size', 'bytes'),
  { title: 'Max stack size', unit: 'bytes', soft: 8_388_608, hard: undefined },
  { title: 'Max core file size', unit: 'bytes', soft: 0, hard: undefined },
  limit('Max resident set', 'bytes'),
  limit('Max processes', 'processes', PROCESSES),
  limit('Max open files', 'files', 1_024, 1_048_576),
  limit('Max locked memory', 'bytes', 8_388_608),
  limit('Max address space', 'bytes'),
  limit('Max file locks', 'locks'),
  limit('Max pending signals', 'signals', PROCESSES),
  limit('Max msgqueue size', 'bytes', 819_200),
  limit('Max nice priority', '', 0),
  limit('Max realtime priority', '', 0),
  limit('Max realtime timeout', 'us'),
];
