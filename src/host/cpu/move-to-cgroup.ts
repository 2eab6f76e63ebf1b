/** How a process moves to another group, as a write to cgroup.procs does it. */
import type { Process } from '../process/process.ts';
import type { Cgroup, Controller } from './cgroup.ts';
import { enterCgroups, leaveCgroups } from './cgroup-membership.ts';
import { killOverLimit } from './out-of-memory.ts';

/** Without a controller for all of them. What it holds is charged to the new group, and its limits bind at once. */
export function moveToCgroup(process: Process, group: Cgroup, controller?: Controller): void {
  const { host } = process;
  host.cpu.bringUpToDate();
  const frozen = process.frozen;
  process.cgroupOf('memory').chargeMemory(-process.memoryBytes);
  leaveCgroups(process);
  if (!controller) {
    process.cgroup = group;
    process.placed = undefined;
  } else {
    const placed = new Map(process.placed);
    if (group === process.cgroup) placed.delete(controller);
    else placed.set(controller, group);
    process.placed = placed.size > 0 ? placed : undefined;
  }
  enterCgroups(process);
  process.cgroupOf('memory').chargeMemory(process.memoryBytes);
  host.cpu.moved(process);
  if (process.frozen && !frozen) host.kernel.hold(process);
  else if (frozen && !process.frozen) host.kernel.thawed(process);
  killOverLimit(host.kernel, process.cgroupOf('memory'));
}
