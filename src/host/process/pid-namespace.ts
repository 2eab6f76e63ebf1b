/** PID namespaces: each numbers its processes from 1, and a process has one number in its own and one in every namespace around it. */
import { ForgettingMap } from '../../base/index.ts';
import type { UserNamespace } from './namespaces.ts';
import type { Process } from './process.ts';

const PID_MAX = 4_194_304;

export class PidNamespace {
  readonly inode: number;
  /** The host's when left out. */
  owner?: UserNamespace;
  readonly parent: PidNamespace | undefined;
  readonly level: number; // 0 is the host's
  readonly processes = new ForgettingMap<number, Process>();
  private lastPid = 0;
  /** Its PID 1, which adopts orphans and whose death ends the namespace. */
  init: Process | undefined;
  /** Its PID 1 has ended: nothing can be started in it any more. */
  dead = false;

  constructor(inode: number, parent: PidNamespace | undefined) {
    this.inode = inode;
    this.parent = parent;
    this.level = parent ? parent.level + 1 : 0;
  }

  /** Numbers for a new process, indexed by level: its own namespace's comes last. */
  enter(process: Process): number[] {
    const outer = this.parent?.enter(process);
    const pid = this.nextPid();
    this.processes.set(pid, process);
    if (pid === 1) this.init = process;
    return outer ? outer.concat(pid) : [pid];
  }

  leave(pids: readonly number[]): void {
    this.processes.delete(pids[this.level]!);
    this.parent?.leave(pids);
  }

  /** Whether `other` is this namespace or lies inside it. */
  contains(other: PidNamespace): boolean {
    for (let at: PidNamespace | undefined = other; at; at = at.parent) if (at === this) return true;
    return false;
  }

  /** Like a fresh boot: numbers begin at 1 again. */
  reset(): void {
    this.processes.clear();
    this.lastPid = 0;
    this.init = undefined;
    this.dead = false;
  }

  private nextPid(): number {
    do this.lastPid = this.lastPid >= PID_MAX ? 300 : this.lastPid + 1;
    while (this.processes.has(this.lastPid));
    return this.lastPid;
  }
}
