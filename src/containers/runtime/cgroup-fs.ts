/** /sys/fs/cgroup as a container sees it: its own group's limits and counters as files, read from the group when somebody looks. */
import { FileError, fileNode, metaOf, pathText, textContent, type FileSystem, type Inode, type Path, type StatFs } from '../../files/index.ts';
import { DEFAULT_WEIGHT, type Cgroup, type Host } from '../../host/index.ts';

const DEFAULT_PERIOD_US = 100_000;

const counters: Readonly<Record<string, (group: Cgroup) => string>> = {
  'cgroup.controllers': () => 'cpuset cpu memory pids',
  'cgroup.freeze': (group) => (group.frozen ? '1' : '0'),
  'cgroup.procs': (group) => [...group.allProcesses()].map((p) => p.pid).join('\n'),
  'cpu.max': ({ limits }) => `${limits.quotaUs ?? 'max'} ${limits.periodUs ?? DEFAULT_PERIOD_US}`,
  'cpu.stat': cpuStat,
  'cpu.weight': ({ limits }) => String(weightOf(limits.weight ?? DEFAULT_WEIGHT)),
  'cpuset.cpus': ({ limits }) => (limits.cpuset ?? []).join(','),
  'memory.current': (group) => String(group.memoryBytes),
  'memory.events': (group) => `low 0\nhigh 0\nmax 0\noom ${group.oomKills}\noom_kill ${group.oomKills}`,
  'memory.max': ({ limits }) => String(limits.memoryBytes ?? 'max'),
  'memory.peak': (group) => String(group.memoryPeakBytes),
  'pids.current': (group) => String(group.processCount),
  'pids.max': ({ limits }) => String(limits.pids ?? 'max'),
};

/** From cpu.shares (2 to 262144) to cpu.weight (1 to 10000), by the formula of runc. */
export function weightOf(shares: number): number {
  return 1 + Math.floor(((Math.max(2, shares) - 2) * 9_999) / 262_142);
}

function cpuStat(group: Cgroup): string {
  const us = Math.floor(group.usageNs / 1_000);
  return `usage_usec ${us}\nuser_usec ${us}\nsystem_usec 0\nnr_periods ${group.periods}\nnr_throttled ${group.throttledPeriods}\nthrottled_usec ${Math.floor(group.throttledNs / 1_000)}`;
}

export class CgroupFs implements FileSystem {
  readonly type = 'cgroup2';
  private readonly host: Host;
  private readonly group: Cgroup;

  constructor(host: Host, group: Cgroup) {
    this.host = host;
    this.group = group;
  }

  node(path: Path): Inode | undefined {
    const [name, ...more] = path;
    if (name === undefined) return { kind: 'dir', meta: metaOf(0o555, this.host.wallMs) };
    if (more.length > 0 || !Object.hasOwn(counters, name)) return undefined;
    this.host.cpu.bringUpToDate();
    return fileNode(textContent(`${counters[name]!(this.group)}\n`), metaOf(0o444, this.host.wallMs));
  }

  list(): readonly string[] {
    return Object.keys(counters);
  }

  create(path: Path): void {
    throw new FileError('EACCES', pathText(path));
  }

  write(path: Path): void {
    throw new FileError('EROFS', pathText(path));
  }

  setMeta(path: Path): void {
    throw new FileError('EROFS', pathText(path));
  }

  unlink(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  rmdir(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  rename(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  link(path: Path): void {
    throw new FileError('EPERM', pathText(path));
  }

  statfs(): StatFs {
    return { type: 'cgroup2', totalBytes: 0, usedBytes: 0, freeBytes: 0 };
  }

  watch(): () => void {
    return () => {};
  }
}
