/** Which groups a process is in: one for all controllers, or with version 1 another for some of them; and how it moves. */
import type { Process } from '../process/process.ts';
import { killOverLimit } from './out-of-memory.ts';
import type { Cgroup, Controller } from './cgroup.ts';

export function enterCgroups(process: Process): void {
  process.cgroup.enter(process);
  if (!process.placed) return;
  for (const [controller, group] of process.placed) {
    group.enterAs(controller, process);
    if (controller === 'pids') process.cgroup.countElsewhere(1);
  }
}

export function leaveCgroups(process: Process): void {
  if (process.placed) {
    for (const [controller, group] of process.placed) {
      group.leaveAs(controller, process);
      if (controller === 'pids') process.cgroup.countElsewhere(-1);
    }
  }
  process.cgroup.leave(process);
}

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
  host.rows.changed(process);
}
