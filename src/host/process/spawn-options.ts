/** What a process starts with, where it is not what its parent has, and what is told of its end. */
import type { TraceId } from '../../sim/index.ts';
import type { Cgroup } from '../cpu/cgroup.ts';
import type { Capability } from './capabilities.ts';
import type { Namespaces } from './namespaces.ts';
import type { OpenFile } from './open-file.ts';
import type { Signal } from './signals.ts';
import type { Tty } from './tty.ts';

export interface ExitStatus {
  readonly pid: number; // in the reader's PID namespace
  readonly code: number; // 128 + n when a signal ended it
  readonly signal?: Signal;
  readonly stopped?: true; // it did not end: waitPid was asked to report stops
}

export interface SpawnOptions {
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** Instead of inheriting the parent's descriptors. */
  readonly fds?: ReadonlyMap<number, OpenFile> | readonly (OpenFile | undefined)[];
  /** 0 makes it the leader of a group of its own; another number joins that group. */
  readonly pgid?: number;
  /** Leader of a new session, without a terminal unless `tty` says which. */
  readonly setsid?: boolean;
  readonly tty?: Tty;
  readonly namespaces?: Partial<Namespaces>;
  readonly cgroup?: Cgroup;
  readonly root?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly groups?: readonly number[];
  readonly umask?: number;
  /** The parent's when left out. */
  readonly capabilities?: ReadonlySet<Capability>;
  readonly cause?: TraceId;
  /** Its children are gone as soon as they end: what init and container runtimes do for theirs. Not inherited. */
  readonly reapsChildren?: boolean;
  /** Kept over fork and exec as the parent's ignored signals are; the rest start out as default. */
  readonly ignored?: readonly Signal[];
  /** Called in the instant of its end, before its parent knows. */
  readonly onExit?: (status: ExitStatus) => void;
  /** The name in `ps`; by default the executable's. */
  readonly name?: string;
}
