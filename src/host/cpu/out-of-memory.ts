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
    kernel.host.init.journal.add(kernel.host.wallMs, 'kernel', 'kernel', 0, killedLine(victim, group));
    kernel.end(victim, kernel.codeOf('SIGKILL'), 'SIGKILL');
    if (!victim.ended) return; // it is the one on the stack: its memory goes when it yields
  }
}

function killedLine(victim: Process, group: Cgroup): string {
  const kib = Math.floor(victim.memoryBytes / 1024);
  const where = group.parent ? 'Memory cgroup out of memory' : 'Out of memory';
  return `${where}: Killed process ${victim.hostPid} (${victim.name}) total-vm:${kib}kB, anon-rss:${kib}kB, file-rss:0kB, shmem-rss:0kB, UID:${victim.uid} pgtables:${Math.ceil(kib / 512) * 4}kB oom_score_adj:${victim.oomScoreAdj}`;
}
