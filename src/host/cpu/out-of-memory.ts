/** The out-of-memory killer: in a group that holds more than its limit, the process that holds most goes, until the rest fits. */
import type { Kernel } from '../process/kernel.ts';
import type { Process } from '../process/process.ts';
import type { Cgroup } from './cgroup.ts';

/** Looks at the group and those above it. */
export function killOverLimit(kernel: Kernel, from: Cgroup): void {
  const spared = new Set<Process>();
  for (let group = from.overMemory(); group; group = from.overMemory()) {
    let victim: Process | undefined;
    for (const process of group.allProcesses('memory')) {
      if (process.ended || process.oomScoreAdj <= -1_000 || spared.has(process)) continue;
      if (!victim || process.memoryBytes > victim.memoryBytes) victim = process;
    }
    if (!victim) return;
    spared.add(victim);
    victim.oomKilled = true;
    victim.cgroupOf('memory').oomKills++;
    kernel.host.trace.record('kernel', 'kill', 'oom-killed', {
      process: victim.name,
      pid: victim.hostPid,
      bytes: victim.memoryBytes,
      limitBytes: group.limits.memoryBytes ?? 0,
      cgroup: group.path,
    });
    kernel.end(victim, kernel.codeOf('SIGKILL'), 'SIGKILL');
    if (!victim.ended) return; // it is the one on the stack: its memory goes when it yields
  }
}
