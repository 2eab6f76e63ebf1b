/** A unit of init: how to start a service, and what to do when it ends. */
import type { Program } from '../syscall.ts';

export interface UnitSpec {
  /** As systemctl names it, without ".service". */
  readonly name: string;
  readonly description?: string;
  /** The path of the program and its arguments. */
  readonly argv: readonly string[];
  /** Instead of looking for a file at argv[0]. */
  readonly program?: Program;
  readonly env?: ReadonlyMap<string, string>;
  /** Files of NAME=value lines, read at each start; a path behind "-" need not be there. An argument that is `$NAME` alone becomes its words. */
  readonly environmentFiles?: readonly string[];
  /** By name, instead of `uid` and `gid`. */
  readonly user?: string;
  /** It is to end: what waits for it to be started waits for that. */
  readonly oneshot?: boolean;
  /** It counts as active when it has ended well. */
  readonly remains?: boolean;
  /** What follows when that has ended well, one after the other. */
  readonly then?: readonly (readonly string[])[];
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly oomScoreAdjust?: number; // 0
  readonly restart?: 'always' | 'on-success' | 'on-failure' | 'no';
  readonly restartDelayMs?: number; // RestartSec, 100
  /** After so many starts within `startLimitIntervalMs` it is given up; 0 never. */
  readonly startLimitBurst?: number; // 5
  readonly startLimitIntervalMs?: number; // 10 s
  /** SIGTERM, then SIGKILL after so long. */
  readonly stopTimeoutMs?: number; // 90 s
  /** Whom stopping signals: all of its cgroup, or the main process alone, as dockerd and containerd want it. */
  readonly killMode?: 'control-group' | 'process';
  /** Units that start before it and stop after it. */
  readonly after?: readonly string[];
  /** Whether it starts with the machine; true. */
  readonly enabled?: boolean;
}

export type UnitState = 'inactive' | 'active' | 'deactivating' | 'activating' | 'failed';

export interface UnitStatus {
  readonly name: string;
  readonly description: string;
  readonly state: UnitState;
  /** As systemctl shows it in brackets: running, dead, auto-restart, exited with a result. */
  readonly subState: 'running' | 'exited' | 'start' | 'dead' | 'auto-restart' | 'stop-sigterm' | 'stop-sigkill' | 'failed';
  readonly result: 'success' | 'exit-code' | 'signal' | 'start-limit-hit' | 'resources' | 'timeout';
  readonly pid: number | undefined;
  readonly code: number | undefined; // of its last end
  readonly restarts: number;
  readonly sinceMs: number;
  readonly enabled: boolean;
  readonly isOneshot: boolean;
}
