/** What a host shows of its processes and units: rows in a store, written when something starts, stops or ends, never for a nap. */
import { Store, type Clock } from '../sim/index.ts';
import type { Cgroup } from './cpu/cgroup.ts';
import type { Namespaces } from './process/namespaces.ts';
import type { Process } from './process/process.ts';
import type { UnitState } from './init/unit.ts';

/** What does not change while a process lives, but by exec. */
export interface ProcessFacts {
  readonly pid: number; // on the host
  readonly ownPid: number; // in its own PID namespace
  readonly name: string;
  readonly argv: readonly string[];
  readonly uid: number;
  readonly startedMs: number;
  readonly cgroup: Cgroup;
  readonly namespaces: Namespaces;
}

/** `processes/<number on the host>`. */
export interface ProcessRow {
  readonly process: ProcessFacts;
  readonly ppid: number; // on the host; 0 for PID 1
  readonly state: 'alive' | 'stopped' | 'zombie';
  readonly code: number | undefined; // of a zombie
}

/** `units/<name>`. */
export interface UnitRow {
  readonly unit: string;
  readonly state: UnitState;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly code: number | undefined; // of its last end
}

export type HostRow = ProcessRow | UnitRow;

const CHANGES_KEPT = 32;

export class HostRows {
  readonly store: Store<HostRow>;

  constructor(hostName: string, clock: Clock) {
    this.store = new Store(`host ${hostName}`, clock, { changesKept: CHANGES_KEPT });
  }

  changed(process: Process): void {
    if (process.reaped) return;
    const { facts } = process;
    if (facts?.argv !== process.argv || facts.namespaces !== process.namespaces) process.facts = factsOf(process);
    this.store.put((process.rowKey ??= `processes/${process.hostPid}`), rowOf(process, process.facts!), process.cause);
  }

  gone(process: Process): void {
    if (process.rowKey !== undefined) this.store.delete(process.rowKey, process.cause);
  }

  unit(row: UnitRow): void {
    this.store.put(`units/${row.unit}`, row, 0);
  }
}

function rowOf(process: Process, facts: ProcessFacts): ProcessRow {
  return {
    process: facts,
    ppid: process.parent?.hostPid ?? 0,
    state: process.ended ? 'zombie' : process.stopped ? 'stopped' : 'alive',
    code: process.ended?.code,
  };
}

function factsOf(process: Process): ProcessFacts {
  const { hostPid, pid, name, argv, uid, startedMs, cgroup, namespaces } = process;
  return { pid: hostPid, ownPid: pid, name, argv, uid, startedMs, cgroup, namespaces };
}
