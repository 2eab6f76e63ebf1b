/** One control file of a cgroup directory: who has it, what it says, what writing to it does. */
import type { Cgroup, CgroupLimits, Controller } from '../cpu/cgroup.ts';
import { moveToCgroup } from '../cpu/move-to-cgroup.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Process } from '../process/process.ts';
import { invalid } from './control-value.ts';

export interface ControlPlace {
  readonly host: Host;
  readonly group: Cgroup;
}

export interface ControlFile {
  /** Left out: of all. The root of the tree has no limits and no counters of its own. */
  readonly of?: 'root' | 'others';
  /** A list: nothing at all when it is empty. Of others an empty one is a line too. */
  readonly isList?: true;
  /** Without the last line's end. */
  readonly read?: (place: ControlPlace) => string;
  readonly write?: (place: ControlPlace, text: string, writer: Process | undefined) => void;
}

export type ControlFiles = Readonly<Record<string, ControlFile>>;

export function limit({ host, group }: ControlPlace, change: CgroupLimits): void {
  host.setLimits(group, { ...group.limits, ...change });
}

/** The processes of a group as the reader's PID namespace numbers them; those that it cannot see are 0, as the kernel writes them. */
export function processList({ host, group }: ControlPlace, controller: Controller | undefined, reader: Process | undefined): string {
  const space = reader?.namespaces.pid ?? host.namespaces.pid;
  return group
    .processesOf(controller)
    .map((p) => p.pidIn(space))
    .sort((a, b) => a - b)
    .join('\n');
}

/** Whom a number written into cgroup.procs or tasks means; 0 is the writer. */
export function writtenProcess({ host }: ControlPlace, text: string, writer: Process | undefined): Process {
  const trimmed = text.trim();
  if (!/^\d{1,9}$/.test(trimmed)) throw invalid();
  const space = writer?.namespaces.pid ?? host.namespaces.pid;
  const process = trimmed === '0' ? writer : space.processes.get(Number(trimmed));
  if (!process || process.ended) throw new SystemError('ESRCH', 'write');
  if (writer && writer.uid !== 0 && writer.uid !== process.uid) throw new SystemError('EACCES', 'write');
  return process;
}

export { moveToCgroup };
