/** Which groups a process is in: one for all controllers, or with version 1 another for some of them. */
import type { Process } from '../process/process.ts';

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
