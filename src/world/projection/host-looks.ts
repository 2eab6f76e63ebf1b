/** The inside of hosts that somebody looks at, as rows: processes with their namespaces, control groups, the mounts of one process. */
import type { CgroupRow, Look, MountRow, NamespaceInodes, Outbox, ProcessRow, TableName } from '../../client/index.ts';
import { stateLetter, type Cgroup, type Host, type Mount, type Namespaces, type Process } from '../../host/index.ts';
import type { World } from '../world.ts';
import { containerAbove, containersByPid } from './container-of-process.ts';

const SAMPLE_MS = 500; // of virtual time, over which "lately" is counted

interface Sample {
  readonly atMs: number;
  readonly ns: number;
  readonly permille: number;
}

type Table = Extract<TableName, 'processes' | 'cgroups' | 'mounts'>;

export class HostLooks {
  private readonly world: World;
  private readonly outbox: Outbox;
  private looks: readonly Look[] = [];
  private readonly shown: Record<Table, Set<string>> = { processes: new Set(), cgroups: new Set(), mounts: new Set() };
  private samples = new Map<string, Sample>();

  constructor(world: World, outbox: Outbox) {
    this.world = world;
    this.outbox = outbox;
  }

  set(looks: readonly Look[]): void {
    this.looks = looks;
  }

  flush(): void {
    const rows: Record<Table, (ProcessRow | CgroupRow | MountRow)[]> = { processes: [], cgroups: [], mounts: [] };
    const before = this.samples;
    this.samples = new Map();
    for (const look of this.looks) {
      const host = 'host' in look ? this.world.hosts.get(look.host) : undefined;
      if (!host?.running) continue;
      if (look.at === 'mounts') rows.mounts.push(...mountsOf(host, look.pid));
      else this.gather(host, before, rows);
    }
    for (const table of ['processes', 'cgroups', 'mounts'] as const) this.send(table, rows[table]);
  }

  private gather(host: Host, before: ReadonlyMap<string, Sample>, rows: Record<Table, (ProcessRow | CgroupRow | MountRow)[]>): void {
    host.cpu.bringUpToDate();
    const containers = containersByPid(this.world, host.name);
    for (const process of host.processes.values()) {
      const id = `${host.name}/${process.hostPid}`;
      const user = process.uid === 0 ? 'root' : this.world.userOf(host.name);
      rows.processes.push(processRow(host, process, { id, user, container: containerAbove(process, containers), cpuPermille: this.lately(`p ${id}`, host.clock.now, process.cpuNs, before) }));
    }
    const known = this.world.runtimes.get(host.name);
    for (const group of groupsBelow(host.cgroups)) {
      const id = `${host.name}${group.path}`;
      const container = CONTAINER.exec(group.name)?.[1] ?? '';
      rows.cgroups.push(cgroupRow(host, group, { id, container: known?.find(container) ? `${host.name}/${container}` : '', cpuPermille: this.lately(`g ${id}`, host.clock.now, group.usageNs, before) }));
    }
  }

  /** Thousandths of a core since the last sample. */
  private lately(id: string, atMs: number, ns: number, before: ReadonlyMap<string, Sample>): number {
    const last = before.get(id) ?? { atMs, ns, permille: 0 };
    const due = atMs - last.atMs >= SAMPLE_MS;
    const sample = due ? { atMs, ns, permille: Math.round((ns - last.ns) / (atMs - last.atMs) / 1_000) } : last;
    this.samples.set(id, sample);
    return sample.permille;
  }

  private send(table: Table, rows: readonly (ProcessRow | CgroupRow | MountRow)[]): void {
    const shown = new Set(rows.map((row) => row.id));
    for (const id of this.shown[table]) if (!shown.has(id)) this.outbox.drop(table, id);
    for (const row of rows) this.outbox.put(table, row);
    this.shown[table] = shown;
  }
}

const CONTAINER = /([0-9a-f]{64})/;

function processRow(host: Host, process: Process, more: Pick<ProcessRow, 'id' | 'user' | 'container' | 'cpuPermille'>): ProcessRow {
  return {
    ...more,
    host: host.name,
    pid: process.hostPid,
    ppid: process.parent?.hostPid ?? 0,
    command: process.argv.join(' '),
    state: stateLetter(process),
    memoryBytes: process.memoryBytes,
    startedMs: process.startedMs,
    ownPid: process.pid,
    cgroup: process.cgroup.path,
    namespaces: inodesOf(process.namespaces),
  };
}

function inodesOf({ cgroup, ipc, mnt, net, pid, user, uts }: Namespaces): NamespaceInodes {
  return { cgroup: cgroup.inode, ipc: ipc.inode, mnt: mnt.inode, net: net.inode, pid: pid.inode, user: user.inode, uts: uts.inode };
}

function* groupsBelow(group: Cgroup): Generator<Cgroup> {
  yield group;
  for (const child of group.children) yield* groupsBelow(child);
}

function cgroupRow(host: Host, group: Cgroup, more: Pick<CgroupRow, 'id' | 'container' | 'cpuPermille'>): CgroupRow {
  const { quotaUs, memoryBytes, pids } = group.limits;
  return {
    ...more,
    host: host.name,
    path: group.path,
    parent: group.parent?.path ?? '',
    processes: group.processCount,
    cpuLimitPermille: quotaUs === undefined ? 0 : Math.round((quotaUs * 1_000) / group.periodUs),
    weight: group.weight,
    throttledPercent: group.periods === 0 ? 0 : Math.round((group.throttledPeriods * 100) / group.periods),
    memoryBytes: group.memoryBytes,
    memoryPeakBytes: group.memoryPeakBytes,
    memoryLimitBytes: memoryBytes ?? 0,
    processesLimit: pids ?? 0,
    oomKills: group.oomKills,
    frozen: group.frozen,
  };
}

function mountsOf(host: Host, pid: number): MountRow[] {
  const process = host.processes.get(pid);
  if (!process || process.ended) return [];
  return process.namespaces.mnt.mounts.map((mount, order) => mountRow(host.name, pid, order, mount));
}

function mountRow(host: string, pid: number, order: number, { spec, fs, from, readOnly }: Mount): MountRow {
  return {
    id: `${host}/${pid}/${order}`,
    host,
    pid,
    order,
    point: spec.point,
    source: spec.source,
    type: fs.type,
    part: from.length === 0 ? '' : `/${from.join('/')}`,
    options: [readOnly ? 'ro' : 'rw', ...(spec.options ? [spec.options] : [])].join(','),
    propagation: spec.propagation ?? 'private',
  };
}
