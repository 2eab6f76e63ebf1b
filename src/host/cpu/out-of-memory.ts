/** The out-of-memory killer: in a group that holds more than its limit, the process that holds most goes, until the rest fits. */
import type { Kernel } from '../process/kernel.ts';
import type { Process } from '../process/process.ts';
import type { Cgroup } from './cgroup.ts';

const PAGE_BYTES = 4_096;
const PENALTY_MAX_US = 2_000_000;

/** A process has taken more than some group that it is in may hold: above the high mark that costs it time, above the limit somebody's life. */
export function pressMemory(process: Process, bytes: number): void {
  const from = process.cgroupOf('memory');
  for (let group: Cgroup | undefined = from; group; group = group.parent) {
    const { memoryHighBytes: high } = group.limits;
    if (high === undefined || group.memoryBytes <= high) continue;
    group.slowedDown++;
    const excess = high === 0 ? 1 : (group.memoryBytes - high) / high;
    process.charge(Math.min(PENALTY_MAX_US, Math.floor(excess * excess * Math.ceil(bytes / PAGE_BYTES) * 1e6)));
  }
  killOverLimit(process.host.kernel, from);
}

/** Looks at the group and those above it: whoever holds most goes, as if its score were that much more or less of the limit; never the machine's first process. */
export function killOverLimit(kernel: Kernel, from: Cgroup): void {
  const spared = new Set<Process>();
  for (let group = overLimit(from); group; group = overLimit(from)) {
    const limitBytes = group.limits.memoryBytes!;
    let victim: Process | undefined;
    let worst = -Infinity;
    for (const process of group.allProcesses('memory')) {
      if (process.ended || process.hostPid === 1 || process.oomScoreAdj <= -1_000 || spared.has(process)) continue;
      const points = process.memoryBytes + (process.oomScoreAdj / 1_000) * limitBytes;
      if (points <= worst) continue;
      victim = process;
      worst = points;
    }
    if (!victim) return;
    spared.add(victim);
    victim.oomKilled = true;
    victim.cgroupOf('memory').oomKills++;
    kernel.host.trace.record('kernel', 'kill', 'oom-killed', {
      process: victim.name,
      pid: victim.hostPid,
      bytes: victim.memoryBytes,
      limitBytes,
      cgroup: group.path,
    });
    kernel.host.init.journal.add(kernel.host.wallMs, 'kernel', 'kernel', 0, killedLine(victim, group));
    kernel.end(victim, kernel.codeOf('SIGKILL'), 'SIGKILL');
    if (!victim.ended) return; // it is the one on the stack: its memory goes when it yields
  }
}

function overLimit(group: Cgroup): Cgroup | undefined {
  return group.memoryBytes > (group.limits.memoryBytes ?? Infinity) ? group : group.parent && overLimit(group.parent);
}

function killedLine(victim: Process, group: Cgroup): string {
  const kib = Math.floor(victim.memoryBytes / 1024);
  const where = group.parent ? 'Memory cgroup out of memory' : 'Out of memory';
  return `${where}: Killed process ${victim.hostPid} (${victim.name}) total-vm:${kib}kB, anon-rss:${kib}kB, file-rss:0kB, shmem-rss:0kB, UID:${victim.uid} pgtables:${Math.ceil(kib / 512) * 4}kB oom_score_adj:${victim.oomScoreAdj}`;
}
