/**
 * The cores of a host as a fluid: those who want to run share them at constant rates until the set of them changes, so
 * that a busy hour costs no more events than a busy millisecond. Work is counted in whole nanoseconds and is never lost.
 */
import type { Cancel, Clock } from '../../sim/index.ts';
import type { Process } from '../process/process.ts';
import type { Cgroup } from './cgroup.ts';
import { shareCpu, type Limited } from './cpu-share.ts';
import { LoadAverage } from './load-average.ts';

export interface CpuTask {
  suspend(): void;
  resume(): void;
  cancel(): void;
}

interface Task {
  readonly process: Process;
  group: Cgroup; // whose weights and quotas bind it
  cpuset: Cgroup;
  readonly cores: number;
  readonly done: () => void;
  leftNs: number;
  rate: number; // ns a ms
}

export class CpuScheduler {
  private readonly clock: Clock;
  readonly cores: number;
  readonly load = new LoadAverage();
  private readonly tasks = new Set<Task>();
  private limited: readonly Limited[] = [];
  private upToMs = 0;
  private settling = false;
  private next: Cancel | undefined;
  /** What was left of the last millisecond for those who were done within it: theirs, if they want more in the same instant. */
  private readonly spare = new Map<Process, number>();
  private spareAtMs = 0;

  constructor(clock: Clock, cores: number) {
    this.clock = clock;
    this.cores = cores;
    this.upToMs = clock.now;
  }

  /** Runs `ns` of CPU time for the process, on at most `cores` cores at a time, then calls `done`. Infinity runs until cancelled. */
  run(process: Process, ns: number, cores: number, done: () => void): Cancel {
    const task: Task = { process, group: process.cgroupOf('cpu'), cpuset: process.cgroupOf('cpuset'), cores, leftNs: ns, rate: 0, done: () => finish() };
    const cancel = () => {
      this.remove(task);
      if (process.cpuTask === handle) process.cpuTask = undefined;
    };
    const handle: CpuTask = {
      suspend: () => this.remove(task),
      resume: () => this.add(task),
      cancel,
    };
    const finish = () => {
      process.cpuTask = undefined;
      done();
    };
    process.cpuTask = handle;
    this.add(task);
    this.useSpare(task);
    return cancel;
  }

  /** How many want to run. */
  get runnable(): number {
    return this.tasks.size;
  }

  /** The rate of a process now, in thousandths of a core. */
  milliCoresOf(process: Process): number {
    let rate = 0;
    for (const task of this.tasks) if (task.process === process) rate += task.rate;
    return Math.floor(rate / 1_000);
  }

  /** Adds to every integral what has been used until now. Asking more often changes nothing. */
  bringUpToDate(): void {
    const elapsedMs = this.clock.now - this.upToMs;
    if (elapsedMs === 0) return;
    this.upToMs = this.clock.now;
    this.load.advance(this.clock.now, this.tasks.size);
    this.spare.clear();
    this.spareAtMs = this.clock.now;
    for (const task of this.tasks) {
      const couldUse = task.rate * elapsedMs;
      if (couldUse > task.leftNs) this.spare.set(task.process, couldUse - task.leftNs);
      use(task, Math.min(task.leftNs, couldUse));
    }
    for (const { group, wantedNs, gotNs } of this.limited) {
      group.quotaMs += elapsedMs;
      if (gotNs >= wantedNs) continue;
      group.throttledMs += elapsedMs;
      group.throttledNs += elapsedMs * Math.floor((1_000_000 * (wantedNs - gotNs)) / wantedNs);
    }
  }

  /** The process is in other groups now. */
  moved(process: Process): void {
    this.changed();
    for (const task of this.tasks) {
      if (task.process !== process) continue;
      task.group = process.cgroupOf('cpu');
      task.cpuset = process.cgroupOf('cpuset');
    }
  }

  /** A limit or a weight has changed. */
  limitsChanged(): void {
    this.changed();
  }

  /** All tasks are gone at once. */
  reset(): void {
    this.bringUpToDate();
    for (const task of this.tasks) task.process.cpuTask = undefined;
    this.tasks.clear();
    this.changed();
  }

  /** A loop that pays for its work in pieces keeps its core busy without a gap: time goes by in whole milliseconds, work does not. */
  private useSpare(task: Task): void {
    const spare = this.spareAtMs === this.clock.now ? (this.spare.get(task.process) ?? 0) : 0;
    if (spare === 0) return;
    const used = Math.min(spare, task.leftNs);
    this.spare.set(task.process, spare - used);
    use(task, used);
  }

  private add(task: Task): void {
    this.changed();
    this.tasks.add(task);
  }

  private remove(task: Task): void {
    if (!this.tasks.has(task)) return;
    this.changed();
    this.tasks.delete(task);
  }

  /** Shares are worked out once for all changes of one instant. */
  private changed(): void {
    this.bringUpToDate();
    if (this.settling) return;
    this.settling = true;
    this.clock.after(0, 'cpu', () => this.settle());
  }

  private settle(): void {
    this.settling = false;
    this.bringUpToDate();
    this.next?.();
    this.next = undefined;
    const tasks = [...this.tasks];
    const { rates, quotas } = shareCpu(this.cores, tasks);
    this.limited = quotas;
    let soonest = Infinity;
    tasks.forEach((task, i) => {
      task.rate = rates[i]!;
      if (task.rate > 0) soonest = Math.min(soonest, Math.ceil(task.leftNs / task.rate));
    });
    if (soonest !== Infinity) this.next = this.clock.after(soonest, 'cpu', () => this.finishDue());
  }

  /** Those who are done may want more at once: the shares are worked out after that, in the same event. */
  private finishDue(): void {
    this.bringUpToDate();
    this.next = undefined;
    const due = [...this.tasks].filter((task) => task.leftNs === 0);
    const settledElsewhere = this.settling;
    this.settling = true;
    for (const task of due) this.tasks.delete(task);
    for (const task of due) task.done();
    if (!settledElsewhere) this.settle();
  }
}

function use(task: Task, ns: number): void {
  task.leftNs -= ns;
  task.process.cpuNs += ns;
  for (let group: Cgroup | undefined = task.process.cgroupOf('cpuacct'); group; group = group.parent) group.usageNs += ns;
}
