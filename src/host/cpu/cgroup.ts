/**
 * A control group: what a set of processes may use together, and what it has used. A limit of a group binds all groups
 * below it. Making one is cheap: a pod has one, and so has each of its containers.
 */
import { assert } from '../../base/index.ts';
import type { Process } from '../process/process.ts';

export interface CpuLimits {
  /** Relative to its siblings, in v1's cpu.shares: 1024 is the default, and as much as v2's cpu.weight of 100. */
  readonly weight?: number;
  /** What was written into cpu.weight, where that is where it comes from. */
  readonly written?: number;
  /** Microseconds of CPU in each period; undefined is no limit. */
  readonly quotaUs?: number;
  readonly periodUs?: number;
  /** Numbers of the cores that its processes may run on. */
  readonly cpuset?: readonly number[];
}

export type IoLimit = 'rbps' | 'wbps' | 'riops' | 'wiops';

export interface CgroupLimits extends CpuLimits {
  readonly memoryBytes?: number;
  /** Above it whoever takes more is slowed down. */
  readonly memoryHighBytes?: number;
  readonly pids?: number;
  /** Version 2: how many groups may be below it, and how deep. */
  readonly groupsBelow?: number;
  readonly depthBelow?: number;
  /** Version 2: memory.swap.max; no machine here has any swap. */
  readonly swapBytes?: number;
  /** Of the disk: bytes and transfers a second. */
  readonly io?: Readonly<Partial<Record<IoLimit, number>>>;
}

/** What a hierarchy of version 1 controls; in version 2 one hierarchy has them all. */
export type Controller = 'blkio' | 'cpu' | 'cpuacct' | 'cpuset' | 'devices' | 'freezer' | 'memory' | 'pids' | 'systemd';

export const DEFAULT_WEIGHT = 1024;
const DEFAULT_PERIOD_US = 100_000;

export class Cgroup {
  readonly name: string;
  readonly parent: Cgroup | undefined;
  private below: Map<string, Cgroup> | undefined;
  private inside: Process[] | undefined;
  limits: CgroupLimits;
  frozenHere = false;
  /** Version 1: the hierarchies in which it is a directory; all of them when nobody has said so. */
  hierarchies: Set<Controller> | undefined;
  /** Version 2: cpuset.mems as it was written; there is one node. */
  memoryNodes: string | undefined;
  /** Version 2: cgroup.subtree_control of a group that was made by hand; all controllers in those that a daemon made. */
  subtree: Set<string> | undefined;
  /** Version 1: processes that one controller has here, and the others elsewhere. */
  private guests: Map<Controller, Set<Process>> | undefined;
  /** With those of the groups below. */
  memoryBytes = 0;
  memoryPeakBytes = 0;
  processCount = 0;
  processPeak = 0;
  oomKills = 0;
  slowedDown = 0; // how often it took memory beyond its high mark
  forksRefused = 0; // for its limit of processes
  usageNs = 0; // CPU time used, as of the scheduler's last bringUpToDate
  quotaMs = 0; // time in which it wanted to run under a quota,
  throttledMs = 0; // of that, time in which the quota kept it from more,
  throttledNs = 0; // and how long its processes stood still for it
  removed = false;

  constructor(name: string, parent: Cgroup | undefined, limits: CgroupLimits = noLimits) {
    this.name = name;
    this.parent = parent;
    this.limits = limits;
  }

  /** As in /proc/PID/cgroup: "/" for the root. */
  get path(): string {
    if (!this.parent) return '/';
    return this.parent.parent ? `${this.parent.path}/${this.name}` : `/${this.name}`;
  }

  /** The group of this name below, made when it is not there. */
  child(name: string, limits?: CgroupLimits): Cgroup {
    const below = (this.below ??= new Map());
    let group = below.get(name);
    if (!group) below.set(name, (group = new Cgroup(name, this, limits)));
    else if (limits) group.limits = limits;
    return group;
  }

  /** The group at a path such as "kubepods/burstable/pod1"; undefined when one of its names is not there. */
  find(path: string): Cgroup | undefined {
    return path.split('/').reduce<Cgroup | undefined>((group, name) => (name === '' ? group : group?.below?.get(name)), this);
  }

  get children(): readonly Cgroup[] {
    return this.below ? [...this.below.values()] : [];
  }

  /** Its own processes, without those of the groups below. */
  get processes(): readonly Process[] {
    return this.inside ?? noProcesses;
  }

  /** Those of the groups below too; of a controller of version 1, those that it has there. */
  *allProcesses(controller?: Controller): Generator<Process> {
    yield* this.processesOf(controller);
    for (const group of this.children) yield* group.allProcesses(controller);
  }

  processesOf(controller: Controller | undefined): readonly Process[] {
    if (!controller) return this.processes;
    const own = this.processes.filter((p) => !p.placed?.has(controller));
    const guests = this.guests?.get(controller);
    return guests ? [...own, ...guests] : own;
  }

  /** False when it still holds processes or groups. */
  remove(): boolean {
    if (this.processCount > 0 || (this.below && this.below.size > 0)) return false;
    this.removed = true;
    this.parent?.below?.delete(this.name);
    return true;
  }

  get weight(): number {
    return this.limits.weight ?? DEFAULT_WEIGHT;
  }

  get periodUs(): number {
    return this.limits.periodUs ?? DEFAULT_PERIOD_US;
  }

  /** Of cpu.stat: periods in which it wanted to run, and those of them in which its quota was used up. */
  get periods(): number {
    return Math.floor((this.quotaMs * 1_000) / this.periodUs);
  }

  get throttledPeriods(): number {
    return Math.floor((this.throttledMs * 1_000) / this.periodUs);
  }

  /** It or a group above is frozen. */
  get frozen(): boolean {
    return this.frozenHere || (this.parent?.frozen ?? false);
  }

  /** Freezes or thaws all processes in it and below. */
  freeze(on: boolean): void {
    if (this.frozenHere === on) return;
    this.frozenHere = on;
    for (const process of this.allProcesses('freezer')) {
      if (on) process.host.kernel.hold(process);
      else process.host.kernel.thawed(process);
    }
  }

  /** Whether `count` more processes may be started in it. */
  admits(count: number): boolean {
    const { pids } = this.limits;
    if (pids !== undefined && this.processCount + count > pids) {
      this.forksRefused++;
      return false;
    }
    return this.parent?.admits(count) ?? true;
  }

  enter(process: Process): void {
    assert(!this.removed, 'cgroup: it has been removed', { name: this.name });
    if (this.inside) this.inside.push(process);
    else this.inside = [process];
    this.count(1);
  }

  leave(process: Process): void {
    const at = this.inside?.lastIndexOf(process) ?? -1;
    if (at < 0) return;
    if (at === this.inside!.length - 1) this.inside!.pop(); // the youngest most often: without a list of what was taken out
    else this.inside!.splice(at, 1);
    this.count(-1);
  }

  /** Version 1: this controller has the process here from now on. */
  enterAs(controller: Controller, process: Process): void {
    const guests: Map<Controller, Set<Process>> = (this.guests ??= new Map());
    const there = guests.get(controller);
    if (there) there.add(process);
    else guests.set(controller, new Set([process]));
    if (controller === 'pids') this.count(1);
  }

  leaveAs(controller: Controller, process: Process): void {
    if (this.guests?.get(controller)?.delete(process) && controller === 'pids') this.count(-1);
  }

  /** Version 1: processes that the `pids` controller has elsewhere do not count here. */
  countElsewhere(processes: number): void {
    this.count(-processes);
  }

  chargeMemory(bytes: number): void {
    if (bytes === 0) return;
    this.memoryBytes += bytes;
    if (this.memoryBytes > this.memoryPeakBytes) this.memoryPeakBytes = this.memoryBytes;
    this.parent?.chargeMemory(bytes);
  }

  /** The nearest group, from this one up, that uses more than it may. */
  overMemory(): Cgroup | undefined {
    const { memoryBytes = Infinity, memoryHighBytes = Infinity } = this.limits;
    return this.memoryBytes > Math.min(memoryBytes, memoryHighBytes) ? this : this.parent?.overMemory();
  }

  private count(processes: number): void {
    this.processCount += processes;
    if (this.processCount > this.processPeak) this.processPeak = this.processCount;
    this.parent?.count(processes);
  }
}

const noLimits: CgroupLimits = {};
const noProcesses: readonly Process[] = [];
