/** What a host shows of its processes and units: rows in a store, written when something starts, stops or ends, never for a nap. */
import { Store, type Clock } from '../sim/index.ts';
import type { NamespaceKind, Namespaces } from './process/namespaces.ts';
import type { Process } from './process/process.ts';
import type { UnitState } from './init/unit.ts';

export type NamespaceInodes = Readonly<Record<NamespaceKind, number>>;

/** `processes/<number on the host>`. */
export interface ProcessRow {
  readonly table: 'processes';
  readonly pid: number; // on the host
  readonly ppid: number; // on the host; 0 for PID 1
  readonly ownPid: number; // in its own PID namespace
  readonly name: string;
  readonly argv: readonly string[];
  readonly state: 'alive' | 'stopped' | 'zombie';
  readonly code: number | undefined; // of a zombie
  readonly uid: number;
  readonly startedMs: number;
  readonly cgroup: string;
  readonly namespaces: NamespaceInodes;
}

/** `units/<name>`. */
export interface UnitRow {
  readonly table: 'units';
  readonly name: string;
  readonly state: UnitState;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly code: number | undefined; // of its last end
}

export type HostRow = ProcessRow | UnitRow;

const CHANGES_KEPT = 256;
const inodes = new WeakMap<Namespaces, NamespaceInodes>();

export class HostRows {
  readonly store: Store<HostRow>;

  constructor(hostName: string, clock: Clock) {
    this.store = new Store(`host ${hostName}`, clock, { changesKept: CHANGES_KEPT });
  }

  spawned(process: Process): void {
    this.write(process);
  }

  changed(process: Process): void {
    if (!process.reaped) this.write(process);
  }

  gone(process: Process): void {
    const key = `processes/${process.hostPid}`;
    if (this.store.get(key)) this.store.delete(key, process.cause);
  }

  unit(row: UnitRow): void {
    this.store.put(`units/${row.name}`, row, 0);
  }

  private write(process: Process): void {
    this.store.put(`processes/${process.hostPid}`, rowOf(process), process.cause);
  }
}

function rowOf(process: Process): ProcessRow {
  return {
    table: 'processes',
    pid: process.hostPid,
    ppid: process.parent?.hostPid ?? 0,
    ownPid: process.pid,
    name: process.name,
    argv: process.argv,
    state: process.ended ? 'zombie' : process.stopped ? 'stopped' : 'alive',
    code: process.ended?.code,
    uid: process.uid,
    startedMs: process.startedMs,
    cgroup: process.cgroup.path,
    namespaces: inodesOf(process.namespaces),
  };
}

export function inodesOf(namespaces: Namespaces): NamespaceInodes {
  let known = inodes.get(namespaces);
  if (!known) {
    const { pid, mnt, net, uts, ipc, user, cgroup } = namespaces;
    known = { pid: pid.inode, mnt: mnt.inode, net: net.inode, uts: uts.inode, ipc: ipc.inode, user: user.inode, cgroup: cgroup.inode };
    inodes.set(namespaces, known);
  }
  return known;
}
