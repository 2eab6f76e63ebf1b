/** The jobs of a shell: what it has put in the background or had stopped, with the words in which it tells of them. */
import type { ExitStatus } from '../../host/index.ts';

export interface JobProcess {
  readonly pid: number;
  status: ExitStatus | undefined; // its end
  stopped: boolean;
}

export interface Job {
  readonly id: number;
  readonly pgid: number; // 0 without job control
  readonly text: string;
  readonly processes: readonly JobProcess[];
  background: boolean;
  notified: boolean; // the person has been told of its present state
}

export class JobTable {
  readonly jobs: Job[] = [];
  /** Exit codes of background processes that ended, for a `wait` that comes later. */
  private readonly codes = new Map<number, number>();

  add(pgid: number, text: string, pids: readonly number[], background: boolean): Job {
    const id = (this.jobs[this.jobs.length - 1]?.id ?? 0) + 1;
    const job: Job = { id, pgid, text, processes: pids.map((pid) => ({ pid, status: undefined, stopped: false })), background, notified: false };
    this.jobs.push(job);
    return job;
  }

  /** As it is now. */
  copy(): JobTable {
    const table = new JobTable();
    table.jobs.push(...this.jobs);
    return table;
  }

  /** A copy, which jobs may be taken from while it is walked. */
  list(): Job[] {
    return this.jobs.slice();
  }

  remove(job: Job): void {
    const at = this.jobs.indexOf(job);
    if (at >= 0) this.jobs.splice(at, 1);
  }

  /** Takes note of what waitPid reported. */
  note(status: ExitStatus): void {
    if (!status.stopped) this.remember(status.pid, status.code);
    for (const job of this.jobs) {
      const process = job.processes.find((p) => p.pid === status.pid && !p.status);
      if (!process) continue;
      process.stopped = status.stopped === true;
      if (!status.stopped) process.status = status;
      job.notified = false;
      return;
    }
  }

  /** The code of a process that has ended and was noted; undefined when this shell knows nothing of it. */
  codeOf(pid: number): number | undefined {
    return this.codes.get(pid);
  }

  /** The current job is the last one stopped, else the last one begun; the previous is the one before it. */
  current(offset = 0): Job | undefined {
    const order = [...this.jobs.filter((j) => isStopped(j)), ...this.jobs.filter((j) => !isStopped(j))].sort(
      (a, b) => Number(isStopped(b)) - Number(isStopped(a)) || b.id - a.id,
    );
    return order[offset];
  }

  mark(job: Job): '+' | '-' | ' ' {
    return job === this.current() ? '+' : job === this.current(1) ? '-' : ' ';
  }

  /** `%1`, `%+`, `%%`, `%-`, `%name`, `%?text`, or a process number. */
  find(spec: string): Job | undefined {
    if (/^\d+$/.test(spec)) return this.jobs.find((j) => j.processes.some((p) => p.pid === Number(spec)));
    if (!spec.startsWith('%')) return undefined;
    const name = spec.slice(1);
    if (name === '' || name === '%' || name === '+') return this.current();
    if (name === '-') return this.current(1);
    if (/^\d+$/.test(name)) return this.jobs.find((j) => j.id === Number(name));
    if (name.startsWith('?')) return this.jobs.find((j) => j.text.includes(name.slice(1)));
    return this.jobs.find((j) => j.text.startsWith(name));
  }

  private remember(pid: number, code: number): void {
    this.codes.set(pid, code);
    if (this.codes.size > 1000) this.codes.delete(this.codes.keys().next().value!);
  }
}

export function isDone(job: Job): boolean {
  return job.processes.every((p) => p.status);
}

export function isStopped(job: Job): boolean {
  return !isDone(job) && job.processes.some((p) => p.stopped) && job.processes.every((p) => p.status || p.stopped);
}

export function jobCode(job: Job): number {
  return job.processes[job.processes.length - 1]?.status?.code ?? 0;
}

const signalWords: Readonly<Record<string, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGABRT: 'Aborted',
  SIGKILL: 'Killed',
  SIGSEGV: 'Segmentation fault',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGUSR1: 'User defined signal 1',
  SIGUSR2: 'User defined signal 2',
};

export function signalText(signal: string): string {
  return signalWords[signal] ?? signal;
}

export function stateText(job: Job): string {
  if (isStopped(job)) return 'Stopped';
  if (!isDone(job)) return 'Running';
  const last = job.processes[job.processes.length - 1]!.status!;
  if (last.signal) return signalText(last.signal);
  return last.code === 0 ? 'Done' : `Exit ${last.code}`;
}

/** `[1]+  Running                 sleep 100 &` */
export function jobLine(table: JobTable, job: Job, withPid = false): string {
  const state = stateText(job);
  const running = state === 'Running' ? ' &' : '';
  const pid = withPid ? `${String(job.processes[0]?.pid ?? 0).padStart(5)} ` : ' ';
  return `[${job.id}]${table.mark(job)} ${pid}${state.padEnd(24)}${job.text}${running}\n`;
}
